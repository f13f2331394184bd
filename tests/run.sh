#!/usr/bin/env bash
# run.sh: what `make suite` runs behind units and contracts: the parts that need the
# built program (BUILD) and servers, which they start and stop. One line a
# part, with its output when it failed; exits 1 when one did. V=1: all output.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
export BUILD="${BUILD:-build}" CRASH_N="${CRASH_N:-150}"
export PATH="$PATH:/usr/sbin"
passed=0 failed=0
out=$(mktemp)
trap 'rm -f "$out"' EXIT

# part NAME COMMAND...
part()
{
	local name=$1 began=$SECONDS status=0

	shift
	if [ -n "${V:-}" ]; then
		"$@" </dev/null 2>&1 | tee "$out" || status=1
	else
		"$@" </dev/null >"$out" 2>&1 || status=1
	fi
	if [ $status = 0 ]; then
		passed=$((passed + 1))
		echo "ok   $name ($((SECONDS - began)) s)"
		grep -E '^     (kills|soak|[a-z]+: .* s from)' "$out"
	else
		failed=$((failed + 1))
		[ -n "${V:-}" ] || cat "$out"
		echo "FAIL $name ($((SECONDS - began)) s)"
	fi
}

make --no-print-directory "$BUILD/tests/hostile/measure" \
	"$BUILD/tests/hostile/stages" "$BUILD/tests/attack/tokens" >/dev/null ||
	exit 1
part filing tests/contract/filing_test.sh
part soak tests/soak/soak.sh --mails 150 --moves 40 --renumber 3 --restarts 5 \
	--kills 2 --patience 120
part loop tests/loop/loop_test.sh
part waking python3 -B tests/loop/waking_test.py
pages=(tests/scenario/*.scn)
[ ! -e "${pages[0]}" ] || part scenario tests/scenario/run.sh "${pages[@]}"
part crash tests/crash/run.sh
part hostile tests/hostile/run.sh 7 0.01
part attack env ATTACK_N=0.01 tests/attack/run.sh

echo "$passed passed, $failed failed"
[ $failed = 0 ]
