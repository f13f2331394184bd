#!/bin/bash
# run.sh: what a unit test cannot show: stories, real servers, stops.
set -u
cd "$(dirname "$0")/.." || exit 2
export BUILD=${BUILD:-build}
passed=0 failed=0
part() {
	local name=$1 log
	shift
	log=$(mktemp)
	if "$@" >"$log" 2>&1; then
		echo "ok    $name"
		passed=$((passed + 1))
	else
		echo "FAIL  $name"
		tail -n 40 "$log"
		failed=$((failed + 1))
	fi
	rm -f "$log"
}
part stories tests/scenario/run.sh tests/scenario/*.scn
part loop tests/loop/loop_test.sh
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
