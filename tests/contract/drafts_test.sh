#!/usr/bin/env bash
# drafts_test.sh: drafts in a collector's own mailbox, by the built program over
# a real Dovecot on loopback. BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs drafts_test dovecot postfix openssl python3
needs_root drafts_test
exec python3 -B "$here/drafts_test.py"
