#!/usr/bin/env bash
# oauth_test.sh: log-in by OAuth 2.0 through the built program, over a real
# Dovecot and Postfix and a token server on loopback. BUILD names the build
# folder. Exits 1 when a check failed, 0 when all are well or the servers are
# not installed.
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin
for need in dovecot postfix openssl python3; do
	command -v $need >/dev/null || {
		echo "oauth_test: skipped, $need is not installed"
		exit 0
	}
done
if [ "$(id -u)" != 0 ]; then
	echo "oauth_test: skipped, must be root"
	exit 0
fi
exec python3 -B "$here/oauth_test.py"
