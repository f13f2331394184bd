#!/usr/bin/env bash
# filing_test.sh: queues as folders, by the built program over a real Dovecot
# on loopback. BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs filing_test dovecot postfix openssl python3
needs_root filing_test
exec python3 -B "$here/filing_test.py"
