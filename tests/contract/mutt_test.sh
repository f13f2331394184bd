#!/usr/bin/env bash
# mutt_test.sh: docs/COLLECTOR.md, done step by step in mutt by a collector who
# reads it for the first time. BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin
for need in mutt dovecot postfix openssl python3; do
	command -v $need >/dev/null || {
		echo "mutt_test: $need is missing; make test installs it" >&2
		exit 1
	}
done
[ "$(id -u)" = 0 ] || {
	echo "mutt_test: skipped, must be root"
	exit 0
}
exec python3 -B "$here/mutt_test.py"
