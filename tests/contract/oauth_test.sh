#!/usr/bin/env bash
# oauth_test.sh: log-in by OAuth 2.0 through the built program, over a real
# Dovecot and Postfix and a token server on loopback. BUILD names the build
# folder. Exits 0 when all checks are well.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs oauth_test dovecot postfix openssl python3
needs_root oauth_test
exec python3 -B "$here/oauth_test.py"
