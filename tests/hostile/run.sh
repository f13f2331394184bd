#!/bin/bash
# run.sh [SEED [SCALE [FAMILY...]]]: hostile mails against the program of BUILD
# and, if SAN names one, a build with the address sanitizer. See README.md.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs hostile python3
exec python3 -B "$here/run.py" "$@"
