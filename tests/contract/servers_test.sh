#!/usr/bin/env bash
#
# servers_test.sh WIRE: the mail doors against a real Dovecot and Postfix.
# WIRE is the built tests/contract/wire. Prints one line a check; exits 0 when
# all are well, 1 when one failed, 2 when something is missing.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
servers=$here/../support/servers.sh
wire=$1
failed=0

# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs servers_test dovecot postfix openssl python3
needs_root servers_test

dir=$(mktemp -d)
trap '"$servers" stop "$dir"; rm -rf "$dir"' EXIT
"$servers" start "$dir" || exit 1
# shellcheck disable=SC1091
. "$dir/env"

(umask 077 && echo not-the-password >"$dir/wrong")
login=(ar@example.com "$PASSWORD_FILE" "$CA_FILE")
anna=(anna@example.com "$PASSWORD_FILE" "$CA_FILE")
smtps=(localhost:"$SMTPS_PORT" implicit)
submission=(localhost:"$SUBMISSION_PORT" starttls)
imaps=(localhost:"$IMAPS_PORT" implicit)
imap=(localhost:"$IMAP_PORT" starttls)

# check STATUS WORDS NAME COMMAND...: exit status and words in the output
check()
{
	local status=$1 words=$2 name=$3 out got=0

	shift 3
	out=$("$@" 2>&1) || got=$?
	if [ "$got" = "$status" ] && grep -qE -- "$words" <<<"$out"; then
		echo "ok   $name"
	else
		echo "FAIL $name: exit $got, said: $out"
		failed=1
	fi
}

# until_count USER N: wait for N mails in the INBOX of USER
until_count()
{
	local i

	for i in $(seq 100); do
		"$wire" fetch "${imaps[@]}" "$1" "$PASSWORD_FILE" "$CA_FILE" \
			INBOX 1 500 2>&1 | grep -q "^mails=$2 " && return
		sleep 0.1
	done
}

# Log-in, both ways to TLS.
check 0 '^ok$' 'probe smtp, implicit' "$wire" probe "${smtps[@]}" "${login[@]}"
check 0 '^ok$' 'probe smtp, starttls' \
	"$wire" probe "${submission[@]}" "${login[@]}"
check 0 '^ok$' 'probe imap, implicit' \
	"$wire" probe "${imaps[@]}" "${login[@]}" INBOX
check 0 '^ok$' 'probe imap, starttls' \
	"$wire" probe "${imap[@]}" "${login[@]}" INBOX
check 1 '^miss:' 'probe imap, no such folder' \
	"$wire" probe "${imaps[@]}" "${login[@]}" Nowhere
check 1 'log-in refused' 'smtp, wrong password' \
	"$wire" probe "${smtps[@]}" ar@example.com "$dir/wrong" "$CA_FILE"
check 1 'log-in refused' 'imap, wrong password' \
	"$wire" probe "${imaps[@]}" ar@example.com "$dir/wrong" "$CA_FILE" INBOX

# Nobody to trust: no session, no secret. First that the logs would tell.
(echo careless; sleep 0.3) |
	openssl s_client -quiet -connect localhost:"$EXPIRED_PORT" \
		>/dev/null 2>&1
check 0 '^careless$' 'the bad ports write down what they hear' \
	cat "$dir/bad/expired.log"
for bad in WRONGHOST EXPIRED SELFSIGNED OLDTLS; do
	port=${bad}_PORT
	check 1 '^down:' "smtp refuses $bad" \
		"$wire" probe localhost:"${!port}" implicit "${login[@]}"
	check 1 '^down:' "imap refuses $bad" \
		"$wire" probe localhost:"${!port}" implicit "${login[@]}" INBOX
done
check 1 '^down:' 'test CA is not the system trust' \
	"$wire" probe "${smtps[@]}" ar@example.com "$PASSWORD_FILE" -
check 1 '^down:' 'TLS to a port without' \
	"$wire" probe localhost:"$MX_PORT" implicit "${login[@]}"
check 1 '^down:' 'STARTTLS from a server without' \
	"$wire" probe localhost:"$MX_PORT" starttls "${login[@]}"
check 1 'this machine only' 'no TLS off the machine' \
	"$wire" probe 192.0.2.1:25 none - - -
check 0 '^careless$' 'nothing else was said to the bad ports' \
	cat "$dir"/bad/*.log

# Sending.
check 0 'accepted=200 ' 'send 200 over 4, starttls' \
	"$wire" smtp "${submission[@]}" "${login[@]}" 4 \
	ar@example.com anna@example.com 200 5000
check 0 'accepted=3 ' 'send 2 MB each' \
	"$wire" smtp "${smtps[@]}" "${login[@]}" 2 \
	ar@example.com big@example.com 3 2000000
check 1 'failed=1 .*' 'unknown recipient' \
	"$wire" smtp "${smtps[@]}" "${login[@]}" 1 \
	ar@example.com gone@example.com 1 500
check 1 'deferred=2 ' 'recipient later' \
	"$wire" smtp "${smtps[@]}" "${login[@]}" 1 \
	ar@example.com later@example.com 2 500
check 1 'failed=1 .*' 'larger than SIZE' \
	"$wire" smtp "${smtps[@]}" "${login[@]}" 1 \
	ar@example.com anna@example.com 1 41000000
check 0 'accepted=1 ' 'tagged address' \
	"$wire" smtp "${smtps[@]}" "${login[@]}" 1 \
	ar@example.com anna+tag.1@example.com 1 500
check 1 'failed=1 ' 'without log-in' \
	"$wire" smtp "${smtps[@]}" - - "$CA_FILE" 1 \
	ar@example.com anna@example.com 1 500

# Reading.
until_count anna@example.com 201
check 0 '^mails=201 empty=0 .*disorder=0' 'fetch in one range' \
	"$wire" fetch "${imaps[@]}" "${anna[@]}" INBOX 1 500
check 0 '^mails=201 empty=0 .*disorder=0' 'fetch by seven' \
	"$wire" fetch "${imap[@]}" "${anna[@]}" INBOX 1 7
check 0 '^mails=102 .*last=201' 'fetch from 100 on' \
	"$wire" fetch "${imaps[@]}" "${anna[@]}" INBOX 100 500
until_count big@example.com 3
check 0 '^mails=3 empty=0 bytes=60' 'fetch large ones' \
	"$wire" fetch "${imaps[@]}" big@example.com "$PASSWORD_FILE" \
	"$CA_FILE" INBOX 1 500
check 0 '^0$' 'nothing is marked as seen' \
	sh -c "ls '$MAIL_DIR'/anna@example.com/cur | grep -c ':2,.*S'; true"
check 0 'dmarc=pass header.from=example.com' 'log-in is noted' \
	grep -rh Authentication-Results "$MAIL_DIR/anna@example.com"

# Waiting.
check 1 '^seconds=1\..* miss:' 'idle, nothing comes' \
	"$wire" wait "${imaps[@]}" "${login[@]}" INBOX 1 1
"$wire" wait "${imap[@]}" "${login[@]}" INBOX 20 20 >"$dir/waited" &
waiter=$!
sleep 1
check 0 'accepted=1 ' 'send to the one who waits' \
	"$wire" smtp "${smtps[@]}" "${login[@]}" 1 \
	ar@example.com ar@example.com 1 500
wait $waiter
# Dovecot itself holds the news back for half a second.
check 0 '^seconds=[12]\..* ok$' 'idle, woken by a mail' cat "$dir/waited"

# Sent.
check 0 '^ok$' 'append makes the folder' \
	"$wire" append "${imaps[@]}" "${login[@]}" 'Sent/Größe & "Co"' 7
check 0 '^ok$' 'append again' \
	"$wire" append "${imap[@]}" "${login[@]}" 'Sent/Größe & "Co"' 8
check 0 '^ok$' 'found by Message-ID' \
	"$wire" find "${imaps[@]}" "${login[@]}" 'Sent/Größe & "Co"' \
	wire.8@example.com
check 1 '^miss:' 'not found' \
	"$wire" find "${imaps[@]}" "${login[@]}" 'Sent/Größe & "Co"' \
	wire.9@example.com
check 0 '^mails=2 empty=0' 'appended mails are whole' \
	"$wire" fetch "${imaps[@]}" "${login[@]}" 'Sent/Größe & "Co"' 1 500

# A delivery report comes back for what was taken and cannot be delivered.
check 0 'accepted=1 ' 'send what will bounce' \
	"$wire" smtp "${smtps[@]}" "${anna[@]}" 1 \
	anna@example.com bounce@acme.example 1 500
until_count anna@example.com 202
check 0 'multipart/report' 'the report is there' \
	grep -rh 'multipart/report' "$MAIL_DIR/anna@example.com"

exit $failed
