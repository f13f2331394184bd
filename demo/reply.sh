#!/bin/sh
# reply.sh TO-MAILDIR FROM MAIL [PLAIN] : answers the delivered mail as a
# person's mail client would; the words come from standard input. With PLAIN
# it is written to the bare address, without any thread.
set -eu
box=$1 from=$2 mail=$3 plain=${4:-}

header() { sed -n "/^\r\{0,1\}$/q; s/^$1: *//Ip" "$mail" | tr -d '\r' | head -n 1; }
# Long ids stand on a folded line.
folded() {
	awk -v h="$1" 'BEGIN { IGNORECASE = 1; h = tolower(h) ":" }
		{ sub(/\r$/, "") }
		/^$/ { exit }
		/^[ \t]/ { if (on) { sub(/^[ \t]+/, " "); printf "%s", $0 } next }
		{ on = (index(tolower($0), h) == 1)
		  if (on) { sub(/^[^:]*: */, ""); printf "%s", $0 } }' "$mail"
}

id=$(folded Message-ID | tr -d ' ')
to=$(folded Reply-To | sed 's/.*<//; s/>.*//; s/ //g')
subject=$(header Subject)
[ -n "$to" ] || to=$(folded From | sed 's/.*<//; s/>.*//')
if [ -n "$plain" ]; then
	to=$(folded From | sed 's/.*<//; s/>.*//')
fi
name=$(date +%s).$$.$(od -An -N4 -tx1 /dev/urandom | tr -d ' ').customer
mkdir -p "$box/tmp" "$box/new" "$box/cur"
{
	echo "From: $from"
	echo "To: $to"
	echo "Subject: Re: $subject"
	echo "Date: $(date -R)"
	echo "Message-ID: <$name@customer.example>"
	if [ -z "$plain" ]; then
		echo "In-Reply-To: $id"
		echo "References: $id"
	fi
	[ -z "${EXTRA:-}" ] || printf '%s\n' "$EXTRA"
	echo "MIME-Version: 1.0"
	echo "Content-Type: text/plain; charset=utf-8"
	echo
	cat
	echo
	echo "On $(date '+%a, %b %-d, %Y at %-I:%M %p'), Harbour & Pine wrote:"
	sed '1,/^\r\{0,1\}$/d; /^--/d; /^Content-/d' "$mail" | tr -d '\r' |
		head -n 20 | sed 's/^/> /'
} >"$box/tmp/$name"
mv "$box/tmp/$name" "$box/new/$name"
