#!/bin/bash
# run.sh: requests of the stories of texts and calls are checked by a mock of
# Twilio's own description of its API, and the signatures that the unit tests
# know are made again by its own package. Both come by npm, into
# build/carrier; without them it fails, and says so.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
tools=$build/carrier
want='@stoplight/prism-cli@5.14.2 twilio@6.2.0'

die()
{
	echo "carrier: $*" >&2
	exit 1
}
command -v node >/dev/null && command -v npm >/dev/null || die "needs node and npm; scripts/install.sh bench has them"
mkdir -p "$tools"
if [ ! -x "$tools/node_modules/.bin/prism" ]; then
	# shellcheck disable=SC2086
	npm install --prefix "$tools" --no-audit --no-fund $want \
		>"$tools/npm.log" 2>&1 || die "npm found no packages: $tools/npm.log"
fi

NODE_PATH=$tools/node_modules node tests/carrier/golden.js |
	cmp - tests/carrier/signed.tsv ||
	{ echo "signed.tsv is not what the package signs"; exit 1; }

port=$((20000 + $$ % 20000))
"$tools/node_modules/.bin/prism" mock -h 127.0.0.1 -p $port --errors \
	tests/carrier/twilio-2010-04-01.openapi.json >"$tools/prism.log" 2>&1 &
mock=$!
trap 'kill $mock 2>/dev/null' EXIT
for _ in $(seq 100); do
	grep -q 'is listening' "$tools/prism.log" && break
	kill -0 $mock 2>/dev/null || { cat "$tools/prism.log"; exit 1; }
	sleep 0.3
done

account=AC00000000000000000000000000000000
ask()
{
	curl -s -o /dev/null -w '%{http_code}' -u "${2-key:secret}" -d "$1" \
		"http://127.0.0.1:$port/2010-04-01/Accounts/$account/Messages.json"
}
# It has to be able to say no.
[ "$(ask 'To=%2B12075550199&From=%2B12075550100&Body=x')" = 201 ] &&
	[ "$(ask 'To=%2B12075550199&StatusCallback=no+address')" = 422 ] ||
	{ echo "the mock does not tell right from wrong"; exit 1; }

rm -f "$tools/count"
CARRIER_MOCK=127.0.0.1:$port CARRIER_COUNT=$tools/count \
	tests/scenario/run.sh tests/scenario/39[0-9]-*.scn \
	tests/scenario/40[0-9]-*.scn || exit 1
echo "$(awk '{ n += $1 } END { print n }' "$tools/count") requests, all valid;" \
	"$(wc -l <tests/carrier/signed.tsv) signatures, all the same"
