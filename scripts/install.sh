#!/bin/sh
# install.sh build|run|test|bench...: Debian packages that are still missing.
# Quiet and quick when nothing is. Servers of packages are not started.
set -eu

build='build-essential pkg-config libetpan-dev libcurl4-gnutls-dev
	libgmime-3.0-dev libpcre2-dev libsqlite3-dev
	libsodium-dev libgnutls28-dev libpango1.0-dev libxml2-dev libical-dev
	libjansson-dev
	libcsv-dev libqrencode-dev liblz4-dev libseccomp-dev
	libmicrohttpd-dev
	libcmark-gfm-dev libcmark-gfm-extensions-dev'
run='libsasl2-modules ca-certificates tzdata fonts-dejavu-core'
test='libcmocka-dev libpq-dev postgresql dovecot-imapd dovecot-lmtpd postfix
	mutt swaks openssl poppler-utils qpdf zbar-tools python3 procps
	clang clang-format libclang-rt-14-dev chromium'
bench='postfix dovecot-imapd isync sqlite3 time bc nodejs npm python3
	nginx-light wrk'

want=
for set in "$@"; do
	case $set in
	build) want="$want $build" ;;
	run) want="$want $run" ;;
	test)
		want="$want $test"
		# Any Chromium will do, too.
		if command -v chromium-browser >/dev/null; then
			want=$(echo "$want" | sed 's/ chromium//')
		fi
		;;
	bench)
		want="$want $bench"
		# Any node will do; Debian's only where there is none.
		if command -v node >/dev/null && command -v npm >/dev/null; then
			want=$(echo "$want" | sed 's/nodejs//; s/npm//')
		fi
		;;
	*)
		echo "usage: install.sh build|run|test|bench..." >&2
		exit 2
		;;
	esac
done

# Debian has a second IMAP server in conflict with the first: unpacked only.
beside()
{
	case " $* " in
	*' test '*)
		"$(dirname "$0")/../tests/support/courier.sh" unpack ||
			echo "make contract will fail without it" >&2
		;;
	esac
}

missing=
for p in $want; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null |
		grep -q 'ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || {
	beside "$@"
	exit 0
}

echo "installing:$missing"
root=
if [ "$(id -u)" -ne 0 ]; then
	root=sudo
	command -v sudo >/dev/null || {
		echo "run this as root, or install sudo" >&2
		exit 1
	}
fi
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
made=
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' | $root tee $policy >/dev/null
	$root chmod 755 $policy
	made=1
fi
status=0
$root apt-get update -qq || status=$?
# shellcheck disable=SC2086
[ $status -ne 0 ] || $root env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
	status=$?
[ -z "$made" ] || $root rm -f $policy
[ $status -ne 0 ] || beside "$@"
exit $status
