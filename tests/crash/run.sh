#!/usr/bin/env bash
# run.sh: never lost, never twice. A story that stops before and after every
# commit, then CRASH_N (1000) kills at random moments over real servers, and
# some more while mails are moved into the folders of their queues.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/support/needs.sh
. tests/support/needs.sh
needs crash dovecot postfix openssl python3
needs_root crash
export BUILD="${BUILD:-build}"
export BUILD_STOP="$BUILD/stop" CRASH_N="${CRASH_N:-1000}"
failed=0

make --no-print-directory "$BUILD/dunmail" "$BUILD_STOP/dunmail" || exit 1
python3 -B tests/crash/stops.py || failed=1
python3 -B tests/crash/kills.py || failed=1
python3 -B tests/crash/filing.py || failed=1
exit $failed
