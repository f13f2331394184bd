#!/usr/bin/env bash
#
# folders_test.sh FOLDERS: folders as a worklist on real servers: Dovecot with
# all it has, a Dovecot that hides MOVE, UIDPLUS, CONDSTORE and QRESYNC, and
# Courier (no MOVE, "INBOX." before each name) with and without keywords; at
# the end a second client that moves and expunges the same mails. FOLDERS is
# the built tests/contract/folders. Prints one line a check; exits 0 when all
# are well, 1 when one failed, 2 when something is missing.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
support=$here/../support
folders=$1
failed=0

# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs folders_test dovecot postfix openssl python3
needs_root folders_test

"$support/courier.sh" unpack || exit 2

dir=$(mktemp -d)
trap '"$support/imap_servers.sh" stop "$dir"; "$support/servers.sh" stop "$dir"
rm -rf "$dir"' EXIT
"$support/servers.sh" start "$dir" || exit 1
"$support/imap_servers.sh" start "$dir" || exit 1
# shellcheck disable=SC1091
. "$dir/env"
# shellcheck disable=SC1091
. "$dir/imap_env"

# session PORT USER: commands on standard input
session()
{
	"$folders" "localhost:$1" implicit "$2@example.com" \
		"$PASSWORD_FILE" "$CA_FILE" 2>&1
}

# check NAME PORT USER: lines "COMMAND => words of the answer" on standard
# input, of one session
check()
{
	local name=$1 line want got bad= n=0 wants=() answers

	while read -r line; do
		wants+=("${line#* => }")
		echo "${line%% => *}"
	done >"$dir/commands"
	mapfile -t answers < <(session "$2" "$3" <"$dir/commands")
	for want in "${wants[@]}"; do
		got=${answers[$n]:-nothing}
		n=$((n + 1))
		[[ $got =~ ^$want ]] ||
			bad="$bad; $(sed -n ${n}p "$dir/commands"): $got"
	done
	if [ -z "$bad" ]; then
		echo "ok   $name"
	else
		echo "FAIL $name$bad"
		failed=1
	fi
}

check 'all that is new' "$IMAPS_PORT" all <<'EOF'
can => ok move uidplus condstore qresync
make dunmail/Disputes => ok$
make dunmail/Disputes => ok$
make Accounts/Größe & "Co" => ok$
append \Seen,$Dispute 1 INBOX => ok 1 of a validity$
append - 2 INBOX => ok 2 of a validity$
append - 3 dunmail/Absent => ok 1 of a validity$
append \Nonsense 3 INBOX => bad: append: no flags
append a"b 3 INBOX => bad: append: no flags
select INBOX => ok 2 mails$
list 1 all => ok 1\* 2\*$
list 1 last => ok$
mark 2 $Promise,$Dispute => ok$
list 1 last => ok 2\*$
mark 2 \Deleted => bad: not a keyword
mark 9 $Promise => ok$
move 1 dunmail/Disputes => ok 1 of a validity$
move 1 dunmail/Disputes => miss: the mail is not there
list 1 all => ok 2\*$
gone => ok
move 2 Accounts/Größe & "Co" => ok 1 of a validity$
gone => ok 1-2$
wait 0 1 => miss: nothing came
append - 4 INBOX => ok 3 of a validity$
wait 5 1 => ok$
wait 1 1 => miss: nothing came
append - 5 INBOX => ok 4 of a validity$
move 3 dunmail/Made/Here => ok 1 of a validity$
wait 5 1 => ok$
read 4,3,9 => ok 4=5$
select dunmail/Disputes => ok 1 mails$
read 1 => ok 1=1$
use drafts => miss: no folder for drafts
append \Draft 6 Entwürfe => ok 1 of a validity$
use drafts => ok Entwürfe$
append \Seen 6 Sent => ok 1 of a validity$
use sent => ok Sent$
EOF

check 'no MOVE, no UIDPLUS' "$PLAIN_PORT" plain <<'EOF'
can => ok special-use$
make dunmail/Disputes => ok$
make dunmail/Acme. Inc => ok$
append $Dispute 1 INBOX => ok 1 
append - 2 INBOX => ok 2 
append - 3 INBOX => ok 3 
select INBOX => ok 3 mails$
list 1 all => ok 1 2 3$
list 1 last => ok 1 2 3$
mark 1 $Promise => ok$
move 1 dunmail/Disputes => ok 1 of a validity, left$
move 1 dunmail/Disputes => miss: the mail is not there
list 1 all => ok 2 3$
gone => miss: the server does not tell
move 2 dunmail/New => ok 1 of a validity, left$
wait 0 1 => miss: nothing came
select INBOX => ok 3 mails$
select dunmail/New => ok 1 mails$
select INBOX.dunmail.New => ok 1 mails$
select dunmail/Acme_ Inc => ok 0 mails$
list 1 all => ok$
use drafts => ok Mes brouillons$
append \Seen 4 Sent Items => ok 1 
use sent => ok Sent Items$
EOF

courier()
{
	check "$1" "$2" courier <<-EOF
		can => ok uidplus\$
		make dunmail/Disputes => ok\$
		append \\Seen,\$Dispute 1 INBOX => ok 1 of a validity\$
		append - 2 INBOX => ok 2 of a validity\$
		select INBOX => ok 2 mails\$
		list 1 all => ok 1 2\$
		mark 1 \$Promise => $3
		move 1 dunmail/Disputes => ok 1 of a validity\$
		move 1 dunmail/Disputes => miss: the mail is not there
		list 1 all => ok 2\$
		gone => miss: the server does not tell
		move 2 dunmail/New => ok 1 of a validity\$
		append - 3 INBOX => ok 3 of a validity\$
		wait 5 1 => ok\$
		read 3,2 => ok 3=3\$
		select INBOX.dunmail.New => ok 1 mails\$
		read 1 => ok 1=2\$
		append \\Draft 4 Borradores => ok 1 of a validity\$
		use drafts => ok Borradores\$
		use sent => miss
	EOF
}
courier 'Courier, no keywords' "$COURIER_PORT" 'miss: no keywords'
courier 'Courier with keywords' "$COURIERKW_PORT" 'ok$'

# A second client is at the same mails: none may be lost that it did not
# delete itself, and what we are told we moved lies there. Two that move the
# same mail at the same moment may both get it (Dovecot copies, then
# expunges): such are counted only.
# race NAME PORT FOLDER OTHER
race()
{
	local name=$1 port=$2 n moved queue lost more
	local other=("$here/second_client.py" "$2" race@example.com
		"$PASSWORD" "$CA_FILE")

	shift 2
	{
		echo 'make dunmail/Queue'
		echo 'make Other'
		seq -f 'append - %g INBOX' 120
	} | session "$port" race >/dev/null
	python3 "${other[@]}" move "$2" >"$dir/deleted" &
	{
		echo 'select INBOX'
		seq -f 'move %g dunmail/Queue' 120
	} | session "$port" race >"$dir/race"
	wait $!
	# What the other marked at that moment came along, marked.
	python3 "${other[@]}" count "$1" >"$dir/mine"
	python3 "${other[@]}" count INBOX "$1" "$2" >"$dir/all"
	python3 "${other[@]}" live INBOX "$1" "$2" >"$dir/live"
	moved=$(grep -c '^ok [1-9][0-9]* of' "$dir/race")
	queue=$(wc -l <"$dir/mine")
	more=$(grep -vc '^1 ' "$dir/live")
	sort -u "$dir/deleted" >"$dir/known"
	n=$({
		cut -d' ' -f2- "$dir/all"
		cat "$dir/known"
	} | sort -u | wc -l)
	lost=$((120 - n))
	if [ "$moved" -gt 0 ] && [ "$moved" = "$queue" ] &&
		[ "$lost" = 0 ] &&
		! grep -qvE '^(ok|miss)' "$dir/race"; then
		echo "ok   $name ($moved moved, $(grep -c ^miss "$dir/race")" \
			"the other was faster, $more in both)"
	else
		echo "FAIL $name: moved $moved, there $queue, twice $more," \
			"lost $lost; $(grep -vE '^(ok|miss)' "$dir/race" | head -n 2)"
		failed=1
	fi
}
race 'race with MOVE' "$IMAPS_PORT" dunmail/Queue Other
race 'race without MOVE' "$PLAIN_PORT" INBOX.dunmail.Queue INBOX.Other

exit $failed
