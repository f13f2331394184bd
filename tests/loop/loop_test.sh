#!/usr/bin/env bash
# loop_test.sh: the whole loop through the built program over a real Dovecot
# and Postfix on loopback. BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin
for need in dovecot postfix openssl python3; do
	command -v $need >/dev/null || {
		echo "loop_test: $need is missing; make test installs it" >&2
		exit 2
	}
done
exec python3 -B "$here/loop_test.py"
