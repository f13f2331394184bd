#!/usr/bin/env bash
# needs_test.sh: no contract, and nothing else that wants servers, ends well
# without them, or without the rights to start them: it says what is missing.
# Prints one line a check; exits 1 when one failed.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

# What is there: a few of the real ones; servers in name only; somebody else.
mkdir "$dir/bare" "$dir/all"
for tool in bash dirname mktemp rm; do
	ln -s "$(command -v "$tool")" "$dir/bare"
done
for tool in dovecot postfix openssl python3 mutt id; do
	printf '#!%s\necho 1000\n' "$(command -v bash)" >"$dir/all/$tool"
	chmod +x "$dir/all/$tool"
done

# expect NAME WORDS PATH SCRIPT: it fails, and says why
expect()
{
	local out got=0

	out=$(PATH=$3 bash "$4" nothing 2>&1 </dev/null) || got=$?
	if [ "$got" != 0 ] && [[ $out == *"$2"* ]]; then
		echo "ok   $4, $1"
	else
		echo "FAIL $4, $1: exit $got, said: $out"
		failed=1
	fi
}

for script in tests/contract/*_test.sh tests/loop/loop_test.sh \
	tests/soak/soak.sh tests/crash/run.sh; do
	[ "$script" != tests/contract/needs_test.sh ] || continue
	expect 'without OpenSSL' 'openssl python3' "$dir/bare" "$script"
	expect 'not as root' 'must be root' "$dir/all:$dir/bare" "$script"
done
exit $failed
