#!/usr/bin/env bash
# year.sh [OPTION...]: plays the year (year.py), and beside it the first AGAIN
# days of it a second time, which must come to the same digests day by day.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
again=${AGAIN:-60} status=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ "$again" -gt 0 ]; then
	python3 tests/year/year.py "$@" --rounds-of "$again" --quiet \
		--digests "$folder/again" >"$folder/said" &
	second=$!
fi
python3 tests/year/year.py "$@" --digests "$folder/first" || status=1
if [ "$again" -gt 0 ]; then
	wait "$second"
	if head -n "$(wc -l <"$folder/again")" "$folder/first" |
		cmp -s - "$folder/again"; then
		echo "the same again: $(wc -l <"$folder/again") days, byte for byte"
	else
		day=$(diff "$folder/first" "$folder/again" | sed -n '1s/[^0-9].*//p')
		echo "NOT THE SAME AGAIN: from day ${day:-1} on"
		cat "$folder/said"
		status=1
	fi
fi
exit $status
