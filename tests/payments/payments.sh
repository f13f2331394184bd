#!/usr/bin/env bash
# payments.sh ASKS FOLDER: our requests against the payment provider's own
# description and types. npm's ajv, stripe (two versions) and typescript are
# put into FOLDER. Without node it fails.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
asks=$1 folder=$2
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	echo "payments: needs node and npm; scripts/install.sh bench has them" >&2
	exit 1
fi
mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/package-lock.json" ||
	[ ! -d "$folder/node_modules/ajv" ]; then
	cp "$here"/package*.json "$folder/"
	(cd "$folder" && npm ci --no-audit --no-fund --loglevel=error >&2)
fi
cp "$here/check.js" "$here/sign.js" "$here/schema.json" "$folder/"
"$asks" >"$folder/forms.txt"
node "$folder/check.js" "$folder/forms.txt"
# What is kept is what the library of today signs.
node "$folder/sign.js" | cmp - "$here/golden.txt" &&
	echo "golden.txt is as the library signs"
