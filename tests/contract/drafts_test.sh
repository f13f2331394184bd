#!/usr/bin/env bash
# drafts_test.sh: drafts in a collector's own mailbox, by the built program over
# a real Dovecot on loopback. BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin
for need in dovecot postfix openssl python3; do
	command -v $need >/dev/null || {
		echo "drafts_test: skipped, $need is not installed"
		exit 0
	}
done
[ "$(id -u)" = 0 ] || {
	echo "drafts_test: skipped, must be root"
	exit 0
}
exec python3 -B "$here/drafts_test.py"
