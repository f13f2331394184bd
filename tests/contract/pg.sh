#!/bin/sh
# pg.sh COMMAND [ARG...]: run the command with a PostgreSQL server of its own,
# whose connection string is in DUNMAIL_TEST_PG. The server listens on a socket
# in a temporary folder only, sorts by bytes, and goes away with the command.
set -eu

bin=$(pg_config --bindir 2>/dev/null || echo /usr/lib/postgresql/15/bin)
if [ ! -x "$bin/initdb" ]; then
	echo "pg.sh: no server in $bin (package postgresql)" >&2
	exit 2
fi

# initdb refuses to run as root.
as=
if [ "$(id -u)" -eq 0 ]; then
	user=postgres
	id "$user" >/dev/null 2>&1 || user=nobody
	as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi

dir=$(mktemp -d /tmp/dunmail-pg.XXXXXX)
server=
stop() {
	trap - EXIT INT TERM
	if [ -n "$server" ]; then
		# SIGQUIT: nothing in it is wanted any more.
		kill -QUIT "$server" 2>/dev/null || :
		wait "$server" 2>/dev/null || :
	fi
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM
[ -z "$as" ] || chown "$user" "$dir"
cd "$dir"

# shellcheck disable=SC2086 # $as is words
$as "$bin/initdb" -D "$dir/data" -U dunmail -A trust -E UTF8 \
	--locale=C --no-sync >"$dir/log" 2>&1 || {
	cat "$dir/log" >&2
	exit 2
}

# A port only names the socket here.
# shellcheck disable=SC2086
$as "$bin/postgres" -D "$dir/data" -k "$dir" -p 54329 \
	-c listen_addresses= -c fsync=off >"$dir/log" 2>&1 &
server=$!

tries=0
until "$bin/pg_isready" -q -h "$dir" -p 54329 -U dunmail; do
	tries=$((tries + 1))
	if [ $tries -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
		cat "$dir/log" >&2
		exit 2
	fi
	sleep 0.1
done

cd "$OLDPWD"
DUNMAIL_TEST_PG="host=$dir port=54329 user=dunmail dbname=postgres"
export DUNMAIL_TEST_PG
"$@"
