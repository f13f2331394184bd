#!/usr/bin/env bash
# run.sh [PART...]: what wants to do harm, against the real program; each part
# counts wrongful effects, and any is a failure. Parts: part-NAME.py here.
# ATTACK_N scales them (1: as documented).
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
export BUILD="${BUILD:-build}" ATTACK_N="${ATTACK_N:-1}"
# shellcheck source=tests/support/needs.sh
. tests/support/needs.sh
needs attack python3
if [ $# -eq 0 ]; then
	set -- tests/attack/part-*.py
	set -- "${@##*/part-}"
	set -- "${@%.py}"
fi
failed=0
for part; do
	echo "== $part"
	python3 -B "tests/attack/part-$part.py" || failed=1
done
exit $failed
