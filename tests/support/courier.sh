#!/usr/bin/env bash
#
# courier.sh unpack: the Courier IMAP server below build/courier, for tests.
# Debian has it in conflict with Dovecot, so it is unpacked and not installed;
# tests/support/courier.py runs its imapd. Quick when it is there; exits 1,
# and says so, when the packages cannot be had.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=(courier-imap libcourier-unicode4 courier-authlib libgamin0 libidn12)
root=build/courier

[ "${1:-}" = unpack ] || {
	echo "usage: courier.sh unpack" >&2
	exit 2
}
[ ! -x "$root/usr/bin/imapd" ] || exit 0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$root"
top=$PWD
cd "$tmp"
apt-get download -qq "${packages[@]}" >/dev/null 2>&1 || {
	echo "courier.sh: the packages cannot be had: ${packages[*]}" >&2
	exit 1
}
for deb in *.deb; do
	dpkg-deb -x "$deb" root
done
# Only what imapd needs: make reads each *.d below build.
mkdir -p keep/usr/bin keep/usr/lib
mv root/usr/bin/imapd keep/usr/bin
find root/usr/lib -name '*.so.*' -exec mv -t keep/usr/lib {} +
mkdir -p "$top/build"
rm -rf "${top:?}/$root"
mv keep "$top/$root"
