#!/usr/bin/env bash
# loop_test.sh: the whole loop through the built program over a real Dovecot
# and Postfix on loopback. BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs loop_test dovecot postfix openssl python3
needs_root loop_test
exec python3 -B "$here/loop_test.py"
