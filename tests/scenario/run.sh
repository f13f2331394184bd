#!/bin/bash
# run.sh [PAGE...]: plays story pages (*.scn) with the real binary and says
# which hold. Without a page: all of them. BUILD names the build folder;
# KEEP=1 leaves the folders of failed pages behind. README.md tells the words.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/needs.sh
. "$here/../support/needs.sh"
needs scenario python3
[ $# -gt 0 ] || set -- "$here"/*.scn
exec python3 -B "$here/run.py" "$@"
