#!/usr/bin/env bash
# soak.sh [OPTION...]: tests/soak/soak.py over a real Dovecot on loopback.
# BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin
for need in dovecot postfix openssl python3; do
	command -v $need >/dev/null || {
		echo "soak: $need is missing; make test installs it" >&2
		exit 2
	}
done
exec python3 -u -B "$here/soak.py" "$@"
