# shellcheck shell=bash
# lib.sh: what the parts share. Everything made goes below $W; every server
# listens on a free port of the loopback and is ended by its own process id.
set -u

BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$BENCH/../.." && pwd)
W=${W:-$ROOT/build/bench}
DUNMAIL=${DUNMAIL:-$ROOT/build/dunmail}
RESULTS=$W/results.jsonl
N=${N:-10000}
ROUNDS=${ROUNDS:-5}
NOW=2026-11-23T15:00:00Z # a Monday; every date of the generators is near it
WEEK_AGO=2026-11-16T15:00:00Z
PATH=$PATH:/usr/sbin:/sbin
export NODE_PATH=$W/peers/node_modules LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1

PIDS=()
cleanup() {
	for pid in "${PIDS[@]}"; do
		kill "$pid" 2>/dev/null
	done
	wait 2>/dev/null
}
trap cleanup EXIT
trap 'exit 130' INT TERM

say() { echo "bench: $*" >&2; }
die() { say "$*"; exit 1; }

free_port() {
	python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

wait_port() {
	for _ in $(seq 100); do
		(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
		sleep 0.05
	done
	die "nothing listens on port $1"
}

# Servers that drop root need a user; started by anybody else they stay so.
as_nobody() { [ "$(id -u)" = 0 ] && echo "-u nobody"; }

# sink: a server that takes every mail. Sets SINK_PORT, SINK_PID, SINK_LOG.
sink() {
	SINK_PORT=$(free_port) SINK_LOG=$W/sink.$1.log
	# shellcheck disable=SC2046
	smtp-sink -4 -c $(as_nobody) "127.0.0.1:$SINK_PORT" 1000 \
		>"$SINK_LOG" 2>&1 &
	SINK_PID=$!
	PIDS+=("$SINK_PID")
	wait_port "$SINK_PORT"
}

# Mails that a sink has taken so far, by its own count.
sunk() { tail -c 200 "$1" | tr '\r' '\n' | sed -n 's/.*mesg=//p' | tail -n 1; }
sunk_mark() { sunk "$1" >"$1.mark"; }
# sunk_check LOG N: at least N came since the mark.
sunk_check() {
	local before after
	before=$(cat "$1.mark")
	sleep 0.1
	after=$(sunk "$1")
	[ $((${after:-0} - ${before:-0})) -ge "$2" ] ||
		{ echo "the server took $((${after:-0} - ${before:-0})) of $2"; return 1; }
}
export -f sunk sunk_mark sunk_check

# delay TARGET: a way to that port with a 20 ms round trip. Sets DELAY_PORT.
delay() {
	DELAY_PORT=$(free_port)
	python3 "$BENCH/delay.py" "$DELAY_PORT" "$1" "${RTT_MS:-20}" &
	PIDS+=($!)
	wait_port "$DELAY_PORT"
}

# house DIR SMTP_PORT IMAP_PORT CONNECTIONS: a configured gateway with an empty
# ledger. A port that is empty means a Maildir inside DIR instead.
house() {
	local d=$1 smtp=$2 imap=$3 connections=$4
	rm -rf "${d:?}"
	mkdir -p "$d/mailboxes" "$d/templates" "$d/var" "$d"/{in,out}/{cur,new,tmp}
	cp -r "$ROOT/templates/." "$d/templates/"
	find "$d/templates" -name sequence.conf -printf '%h\0' | xargs -0r rm -rf
	cp -r "$BENCH/templates/." "$d/templates/"
	(umask 077 && echo bench >"$d/password")
	cat >"$d/gateway.conf" <<-EOF
	[company]
	name = Example Supply Company
	address = 100 Market Street
	  Springfield, IL 62701
	phone = +1 217 555 0100
	email = ar@example.com
	timezone = America/Chicago
	currency = USD
	bank = First Example Bank
	  Routing 000000000
	  Account 0000000000
	[ledger]
	path = var/ledger.db
	[links]
	base = https://pay.example.com
	keys = var/keys
	[folders]
	filters = $ROOT/filters
	documents = var/documents
	[sending]
	from = 00:00
	to = 23:59
	weekdays_only = no
	min_gap = 0d
	per_hour = 1000000
	[staff]
	fallback = collections@example.com
	EOF
	{
		printf '[mailbox]\naddress = ar@example.com\n'
		printf 'display = Example Supply, Accounts Receivable\n[send]\n'
		if [ -n "$smtp" ]; then
			printf 'channel = server\nconnections = %s\n' "$connections"
			printf '[smtp]\nhost = 127.0.0.1\nport = %s\ntls = none\n' "$smtp"
		else
			printf 'channel = maildir\nmaildir = %s\n' "$d/out"
		fi
		printf '[read]\n'
		if [ -n "$imap" ]; then
			printf 'channel = server\n[imap]\nhost = 127.0.0.1\nport = %s\n' \
				"$imap"
			printf 'tls = none\nuser = dunmail\npassword_file = %s\n' \
				"$d/password"
		else
			printf 'channel = maildir\nmaildir = %s\n' "$d/in"
		fi
	} >"$d/mailboxes/ar.conf"
}

# gate DIR COMMAND...: dunmail in that house, its clock at $NOW.
gate() {
	local d=$1
	shift
	"$DUNMAIL" -c "$d/gateway.conf" --now "$NOW" "$@"
}
gate_text() { echo "$DUNMAIL -c $1/gateway.conf --now $NOW ${*:2}"; }

# fill DIR ACCOUNTS: customers and one contact each.
fill() {
	python3 "$BENCH/gen_ledger.py" customers "$2" >"$W/customers.csv"
	python3 "$BENCH/gen_ledger.py" contacts "$2" >"$W/contacts.csv"
	gate "$1" import customers "$W/customers.csv" >/dev/null &&
		gate "$1" import contacts "$W/contacts.csv" >/dev/null
}

# stock DIR ACCOUNTS COUNT FIRST_DUE LAST_DUE: with invoices too; then kept.
stock() {
	python3 "$BENCH/gen_ledger.py" invoices "$3" "$2" "$4" "$5" >"$W/due.csv"
	fill "$1" "$2" && gate "$1" import invoices "$W/due.csv" >/dev/null &&
		gate "$1" tick --stage plan >/dev/null && keep "$1"
}
no_ledger() { say "no ledger for dunmail in $1: its rows will fail"; }

# keep DIR / back DIR: the ledger as it was before a round. The copy is synced,
# or the round would pay for writing it out.
keep() { rm -rf "${1:?}.kept" && cp -a "$1/var" "$1.kept"; }
back() {
	rm -rf "${1:?}/var" "${1:?}"/{in,out}/{cur,new,tmp}/*
	cp -a "$1.kept" "$1/var" && sync -f "$1/var"
}
export -f back

# row NAME UNITS PREPARE COMMAND CHECK, to be piped into `side_by_side`.
row() { printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "${5:-true}"; }
side_by_side() { # PART BASE TITLE [OPTIONS]
	python3 "$BENCH/runner.py" --part "$1" --base "$2" --title "$3" \
		--rounds "$ROUNDS" --out "$RESULTS" "${@:4}"
}
