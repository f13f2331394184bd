#!/usr/bin/env bash
# soak.sh [OPTION...]: tests/soak/soak.py over a real Dovecot on loopback.
# BUILD names the build folder. Root.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs soak dovecot postfix openssl python3
needs_root soak
exec python3 -u -B "$here/soak.py" "$@"
