#!/usr/bin/env bash
# pages.sh RENDER FOLDER: a selection of the mails, in a real browser, for
# which npm's playwright-core and axe-core are put into FOLDER/tools and a
# Chromium of this machine is used (CHROMIUM=, else Debian's is installed).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
render=$1 folder=$2
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser ||
	command -v google-chrome || true)}
if [ -z "$chromium" ]; then
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends chromium >/dev/null
	chromium=$(command -v chromium)
fi
mkdir -p "$folder/tools"
if ! cmp -s "$here/package-lock.json" "$folder/tools/package-lock.json" ||
	[ ! -d "$folder/tools/node_modules/axe-core" ]; then
	cp "$here"/package*.json "$folder/tools/"
	(cd "$folder/tools" && npm ci --no-audit --no-fund --loglevel=error >&2)
fi
rm -f "$folder"/*.html "$folder"/*.png
python3 "$here/../golden/golden.py" pages "$render" "$folder"
node "$here/pages.js" "$folder" "$chromium" "${PAGES:-}"
