#!/bin/bash
# run.sh [PART...]: each part of the attacks by itself; one that fails does not
# keep the others from running. ATTACK=short: a tenth of the numbers or less.
cd "$(dirname "$0")/../.." || exit 2
export BUILD=${BUILD:-build} ATTACK=${ATTACK:-full}
bad=0
for part in tests/attack/part-*.py; do
	name=${part#tests/attack/part-}
	name=${name%.py}
	[ $# -eq 0 ] || case " $* " in *" $name "*) ;; *) continue ;; esac
	python3 -B "$part" || {
		echo "attack: part $name failed" >&2
		bad=1
	}
done
exit $bad
