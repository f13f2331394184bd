#!/usr/bin/env bash
# browser.sh DUNMAIL FOLDER: the pages of the portal in a real browser, as
# `dunmail portal` serves them on loopback. npm's playwright-core and axe-core
# are put into FOLDER/tools; Chromium is this machine's (CHROMIUM=, else
# Debian's is installed). BROWSER=C-de: only that customer.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dunmail=$1 folder=$2
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser ||
	command -v google-chrome || true)}
if [ -z "$chromium" ]; then
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends chromium >/dev/null
	chromium=$(command -v chromium)
fi
mkdir -p "$folder/tools"
if ! cmp -s "$here/../pages/package-lock.json" \
	"$folder/tools/package-lock.json" ||
	[ ! -d "$folder/tools/node_modules/axe-core" ]; then
	cp "$here"/../pages/package*.json "$folder/tools/"
	(cd "$folder/tools" && npm ci --no-audit --no-fund --loglevel=error >&2)
fi
house=$folder/house
rm -rf "$house" "$folder"/*.png
mkdir -p "$house"
read -r port hosted < <(python3 -c 'import socket
both = [socket.socket(), socket.socket()]
for s in both:
	s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in both])')
python3 "$here/house.py" "$dunmail" "$house" "$port" "$hosted" \
	>"$house/links.json"
"$dunmail" -c "$house/gateway.conf" portal 2>"$house/portal.log" &
portal=$!
trap 'kill "$portal" 2>/dev/null; wait "$portal" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
	grep -q listening "$house/portal.log" && break
	sleep 0.1
done
status=0
node "$here/browser.js" "$folder" "$chromium" "$dunmail" "$hosted" \
	"${BROWSER:-}" || status=$?
if ! kill -0 "$portal" 2>/dev/null; then
	echo "browser: the portal has ended" >&2
	status=1
fi
if grep -v ' info ' "$house/portal.log" >&2; then
	echo "browser: the portal has something to say" >&2
	status=1
fi
exit "$status"
