#!/usr/bin/env bash
# shelf_test.sh: a folder for each account, by the built program over a real Dovecot
# on loopback. BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs shelf_test dovecot postfix openssl python3
needs_root shelf_test
exec python3 -B "$here/shelf_test.py"
