#!/usr/bin/env bash
# mutt_test.sh: docs/COLLECTOR.md, done step by step in mutt by a collector who
# reads it for the first time. BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs mutt_test mutt dovecot postfix openssl python3
needs_root mutt_test
exec python3 -B "$here/mutt_test.py"
