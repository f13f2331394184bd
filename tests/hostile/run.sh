#!/bin/bash
# run.sh [SEED [SCALE [FAMILY...]]]: hostile mails against the program of BUILD
# and, if SAN names one, a build with the address sanitizer. See README.md.
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v python3 >/dev/null; then
	echo "run.sh: python3 is missing; make test installs it" >&2
	exit 2
fi
exec python3 -B "$here/run.py" "$@"
