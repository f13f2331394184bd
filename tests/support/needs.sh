# shellcheck shell=bash
# needs.sh, to be sourced: what a test cannot do without. A check that is left
# out is a defect that nobody sees, so what is missing fails it.
#
#	needs NAME PROGRAM...	the test's name, and its programs
#	needs_root NAME		it starts servers, which takes root
#
# Servers are in /usr/sbin: that is in PATH from here on.
PATH=$PATH:/usr/sbin

needs()
{
	local name=$1 need missing=

	shift
	for need; do
		command -v "$need" >/dev/null || missing="$missing $need"
	done
	[ -z "$missing" ] || {
		echo "$name: missing:$missing; make test installs it" >&2
		exit 2
	}
}

needs_root()
{
	[ "$(id -u)" = 0 ] || {
		echo "$1: must be root, as it starts servers" >&2
		exit 2
	}
}
