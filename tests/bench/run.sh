#!/usr/bin/env bash
# run.sh [smtp|wan|imap|read|import|tick|due|start|portal]...: dunmail beside what one would
# use otherwise, in one run, so that the ratios mean something on any machine.
# Without an argument all parts run; at the end the goals are judged.
#
#   N=10000            mails and replies     ROUNDS=5   of every comparison
#   IMPORT_N=1000000   invoices to import    WAN_N=400  mails over the delay
#   BENCH_BIG=10000000 invoices of the big ledger of `tick` and `due`
#   DUE_N=1000         due steps of `due`
#   RTT_MS=20          of `wan`              STARTS=40  programs a round
#   PORTAL_SECS=5      of each row of `portal`
#   DUNMAIL=build/dunmail                    W=build/bench, for all it makes
#   STRICT=1           exit 1 when a goal is not met
. "$(dirname "$0")/lib.sh"

IMPORT_N=${IMPORT_N:-1000000}
WAN_N=${WAN_N:-400}
BENCH_BIG=${BENCH_BIG:-10000000}
BENCH_SMALL=${BENCH_SMALL:-100000}
DUE_N=${DUE_N:-1000}
STARTS=${STARTS:-40}
PORTAL_SECS=${PORTAL_SECS:-5}

need_peers() {
	[ -d "$W/peers/node_modules/nodemailer" ] && return
	say "installing the Node peers"
	mkdir -p "$W/peers"
	cp "$BENCH"/peers/package*.json "$W/peers/"
	(cd "$W/peers" && npm ci --no-audit --no-fund --loglevel=error >&2) ||
		say "the Node peers could not be installed: their rows will fail"
}

# A ledger in which one reminder is due for each of COUNT accounts.
due_house() { # DIR SMTP_PORT CONNECTIONS COUNT
	house "$1" "$2" "" "$3"
	stock "$1" "$4" "$4" 2026-11-18 2026-11-18 || no_ledger "$1"
}

# One of dunmail's own mails is what smtp-source sends again and again.
canned() {
	local d=$W/house.sample port log
	rm -rf "$W/sample" && mkdir -p "$W/sample" && chmod 1777 "$W/sample"
	port=$(free_port) log=$W/sample.log
	# shellcheck disable=SC2046
	smtp-sink -4 $(as_nobody) -d "$W/sample/%M." "127.0.0.1:$port" 10 \
		>"$log" 2>&1 &
	PIDS+=($!)
	wait_port "$port"
	due_house "$d" "$port" 1 1
	gate "$d" tick >"$W/sample.out" 2>&1
	rm -f "$W/canned.eml"
	find "$W/sample" -type f -size +1k | head -n 1 | while read -r f; do
		# The sink puts the envelope and a trace in front of the mail.
		awk '!trace { trace = /^Received:/; next }
			trace == 1 && /^[ \t]/ { next }
			{ trace = 2; print }' "$f" >"$W/canned.eml"
	done
	if [ ! -s "$W/canned.eml" ]; then
		say "dunmail sent no sample: 5 KB of text stand in for it"
		python3 - >"$W/canned.eml" <<-'EOF'
		print("From: ar@example.com\nTo: a@y.example\nSubject: Reminder\n"
		      "MIME-Version: 1.0\nContent-Type: text/plain\n")
		for i in range(68):
		    print(f"{i:03} " + "Please arrange payment of this invoice. " * 2)
		EOF
	fi
	say "a mail has $(stat -c %s "$W/canned.eml") bytes"
}

source_text() { # SESSIONS COUNT PORT
	echo "smtp-source -4 -d -s $1 -m $2 -f ar@example.com -t a@y.example" \
		"-F $W/canned.eml 127.0.0.1:$3"
}

# dunmail_row NAME DIR COUNT LOG: COUNT mails are planned and may go.
dunmail_row() {
	row "$1" "$3" "back $2 && sunk_mark $4" \
		"$(gate_text "$2" tick --stage send)" \
		"sunk_check $4 $3"
}

part_smtp() {
	need_peers
	canned
	sink smtp
	local d=$W/house.smtp node="node $BENCH/peers/nodemailer.js"
	due_house "$d" "$SINK_PORT" "${CONNECTIONS:-8}" "$N"
	python3 "$BENCH/gen_ledger.py" jsonl "$N" >"$W/accounts.jsonl"
	{
		row source-16 "$N" "sunk_mark $SINK_LOG" \
			"$(source_text 16 "$N" "$SINK_PORT")" "sunk_check $SINK_LOG $N"
		dunmail_row dunmail "$d" "$N" "$SINK_LOG"
		row nodemailer "$N" "sunk_mark $SINK_LOG" \
			"$node $SINK_PORT $N 5 $W/accounts.jsonl" "sunk_check $SINK_LOG $N"
	} | side_by_side smtp source-16 \
		"compose, sign, send and record $N mails" --server "$SINK_PID"
}

part_wan() {
	need_peers
	canned
	sink wan
	delay "$SINK_PORT"
	local d=$W/house.wan node="node $BENCH/peers/nodemailer.js"
	due_house "$d" "$DELAY_PORT" 4 "$WAN_N"
	python3 "$BENCH/gen_ledger.py" jsonl "$WAN_N" >"$W/accounts.wan.jsonl"
	{
		row source-4 "$WAN_N" "sunk_mark $SINK_LOG" \
			"$(source_text 4 "$WAN_N" "$DELAY_PORT")" \
			"sunk_check $SINK_LOG $WAN_N"
		dunmail_row dunmail "$d" "$WAN_N" "$SINK_LOG"
		row nodemailer "$WAN_N" "sunk_mark $SINK_LOG" \
			"$node $DELAY_PORT $WAN_N 4 $W/accounts.wan.jsonl" \
			"sunk_check $SINK_LOG $WAN_N"
	} | side_by_side wan source-4 \
		"the same, ${RTT_MS:-20} ms away, 4 connections, $WAN_N mails"
}

# refill USER: the mailbox as it was; dunmail files what it has read.
refill() {
	rm -rf "${W:?}/mail/${1:?}" && mkdir -p "$W/mail/$1" &&
		cp -al "$W/mail/peer/cur" "$W/mail/peer/new" "$W/mail/peer/tmp" \
			"$W/mail/$1/" &&
		find "$W/mail/peer" -maxdepth 1 -type f \
			-exec cp -a {} "$W/mail/$1/" \; &&
		chown --reference="$W/mail/peer" "$W/mail/$1"
}
export -f refill
export W

# replies_recorded DIR COUNT: the inbox holds them all, judged.
replies_recorded() {
	local got
	got=$(sqlite3 "file:$1/var/ledger.db?mode=ro" \
		"${INBOX_SQL:-select count(*) from inbox where handled_at > 0}") ||
		return 1
	[ "$got" -ge "$2" ] || { echo "$got of $2 replies are recorded"; return 1; }
}
export -f replies_recorded

imap_server() {
	local port=$1
	if [ ! -s "$W/mail/peer.$N" ]; then
		say "writing $N replies"
		rm -rf "$W/mail" && mkdir -p "$W/mail"
		python3 "$BENCH/gen_replies.py" "$N" "$N" "$W/mail/peer"
		[ "$(id -u)" = 0 ] && chown -R nobody:nogroup "$W/mail"
		du -s --apparent-size "$W/mail/peer" >"$W/mail/peer.$N"
	fi
	rm -rf "$W/dovecot"
	bash "$BENCH/dovecot.sh" "$W/dovecot" "$W/mail" "$port" &
	IMAP_PID=$!
	PIDS+=("$IMAP_PID")
	wait_port "$port"
	python3 "$BENCH/warm.py" "$port" peer >/dev/null ||
		die "no IMAP server, or it cannot read $W/mail (see $W/dovecot)"
}

part_imap() {
	need_peers
	local d=$W/house.imap port node="node $BENCH/peers/imapflow.js"
	port=$(free_port)
	local peer_n=${IMAPFLOW_N:-$((N < 1000 ? N : 1000))}
	imap_server "$port"
	house "$d" "" "$port" 4
	# Nothing is due for sending: the reminders of these invoices are past.
	sed -i 's/^day = .*/day = +300/' "$d/templates/invoicing/sequence.conf"
	stock "$d" "$N" "$N" 2026-11-18 2026-11-18 || no_ledger "$d"
	{
		row mbsync "$N" "rm -rf $W/pull" \
			"bash $BENCH/pull.sh $W/pull $port peer $N" "rm -rf $W/pull"
		row dunmail "$N" "back $d && refill dunmail" \
			"$(gate_text "$d" tick --stage fetch --stage receive)" \
			"replies_recorded $d $N"
		row imapflow "$peer_n" true "$node $port peer $peer_n" true
	} | side_by_side imap mbsync \
		"fetch, parse, thread, classify and record $N replies" \
		--server "$IMAP_PID"
}

# The same files, on one core: no mailbox, no ledger.
part_read() {
	need_peers
	local node="node $BENCH/peers/parse.js" core="taskset -c 0"
	local mails=$W/read.$N
	[ -d "$mails/cur" ] || python3 "$BENCH/gen_replies.py" "$N" "$N" "$mails"
	{
		row mailparser "$N" true "$core $node $mails/cur"
		row dunmail "$N" true \
			"$core $DUNMAIL classify --json $mails/cur/* >$W/read.out" \
			"[ \$(grep -c kind $W/read.out) = $N ]"
		row rules 1 true "$core $W/rules tests/corpus/replies/*.txt"
	} | side_by_side read mailparser \
		"parse, strip and classify $N mails on one core"
}

# imported DIR COUNT WORD: `import` said "COUNT WORD" or "WORD COUNT".
imported() {
	grep -Eq "(^|[^0-9])$2[^0-9]{1,40}$3|$3[^0-9]{1,40}$2([^0-9]|\$)" "$1/said" ||
		{ echo "wanted $2 $3:"; cat "$1/said"; return 1; }
}
export -f imported

part_import() {
	local d=$W/house.import accounts=$((IMPORT_N / 10 + 1))
	local first=$W/invoices.csv again=$W/invoices.again.csv
	local columns="account text, invoice text, issued text, due text,
		amount text, currency text, po text"
	columns=${columns//[$'\n\t']/}
	say "writing $IMPORT_N invoices, twice"
	python3 "$BENCH/gen_ledger.py" invoices "$IMPORT_N" "$accounts" \
		2026-08-01 2027-03-31 >"$first"
	python3 "$BENCH/gen_ledger.py" invoices "$IMPORT_N" "$accounts" \
		2026-08-01 2027-03-31 3 >"$again"
	house "$d" "" "" 4
	{ fill "$d" "$accounts" && keep "$d"; } || no_ledger "$d"
	# The second import of each round goes on from the first one's ledger.
	{
		row sqlite3 "$IMPORT_N" "rm -f $W/bare.db" \
			"sqlite3 $W/bare.db 'create table t($columns)' '.import --csv --skip 1 $first t'"
		row dunmail "$IMPORT_N" "back $d" \
			"$(gate_text "$d" import invoices "$first") >$d/said" \
			"imported $d $IMPORT_N added && rm -rf $d.full && cp -a $d/var $d.full"
		row dunmail-again "$IMPORT_N" \
			"rm -rf ${d:?}/var && cp -a $d.full $d/var && sync -f $d/var" \
			"$(gate_text "$d" import invoices "$again") >$d/said" \
			"imported $d $((IMPORT_N * 3 / 100)) changed"
	} | side_by_side import sqlite3 "import $IMPORT_N invoices"
	rm -rf "$d.full" "$W/bare.db"
}

# A ledger of COUNT invoices of which none is due for a year, looked at a week
# ago and told this morning that nothing has changed.
idle_house() { # DIR COUNT
	local day=2027-11-01
	[ "$1/made.$2" -nt "$DUNMAIL" ] && return
	say "a ledger of $2 invoices"
	house "$1" "" "" 4
	NOW=$WEEK_AGO fill "$1" $(($2 / 10 + 1)) || return
	python3 "$BENCH/gen_ledger.py" invoices "$2" $(($2 / 10 + 1)) \
		$day 2028-03-31 | NOW=$WEEK_AGO gate "$1" import invoices - >"$1/said"
	imported "$1" "$2" added && NOW=$WEEK_AGO gate "$1" tick >/dev/null &&
		python3 "$BENCH/gen_ledger.py" invoices 1 $(($2 / 10 + 1)) \
			$day $day | gate "$1" import invoices - >/dev/null &&
		gate "$1" tick >/dev/null && echo made >"$1/made.$2"
}

part_tick() {
	idle_house "$W/house.small" "$BENCH_SMALL" || no_ledger small
	idle_house "$W/house.big" "$BENCH_BIG" || no_ledger big
	{
		row small 1 "test -e $W/house.small/made.$BENCH_SMALL" \
			"$(gate_text "$W/house.small" tick)"
		row big 1 "test -e $W/house.big/made.$BENCH_BIG" \
			"$(gate_text "$W/house.big" tick)"
	} | ROUNDS=$((ROUNDS * 3)) side_by_side tick small \
		"a tick with nothing due: $BENCH_SMALL and $BENCH_BIG invoices"
}

# due_again DIR: those that are due are due once more, nothing was said. What
# was looked at a week ago is looked at before DUE_NEXT, the others behind it.
DUE_NEXT=$(date -ud 2026-12-25 +%s)
export DUE_NEXT
due_again() {
	sqlite3 "$1/var/ledger.db" "
		DELETE FROM touch_invoice;
		DELETE FROM touch;
		DELETE FROM agenda WHERE at >= $DUE_NEXT;
		INSERT INTO agenda SELECT 'invoicing', 1, account FROM invoice
			WHERE id >= 'DUE-' AND id < 'DUE.';
		PRAGMA wal_checkpoint(TRUNCATE);" >/dev/null && sync -f "$1/var"
}
nothing_due() {
	sqlite3 "$1/var/ledger.db" "
		DELETE FROM agenda WHERE at = 1;
		PRAGMA wal_checkpoint(TRUNCATE);" >/dev/null && sync -f "$1/var"
}
export -f due_again nothing_due

# DIR INVOICES: a thousand accounts of the idle ledger have a step due.
step_house() {
	idle_house "$1" "$2" || return
	[ -e "$1/due.$2" ] && return
	python3 "$BENCH/gen_ledger.py" due "$DUE_N" $(($2 / 10 + 1)) 2026-11-18 |
		gate "$1" import invoices - >"$1/said" &&
		imported "$1" "$DUE_N" added && echo due >"$1/due.$2"
}

planned() { # DIR COUNT
	local got
	got=$(sqlite3 "$1/var/ledger.db" "SELECT count(*) FROM touch")
	[ "$got" = "$2" ] || { echo "$got of $2 steps were planned"; return 1; }
}
export -f planned

# Twenty in a row, or the clock is too coarse.
twenty() { echo "for i in $(seq -s ' ' 20); do $* >/dev/null; done"; }

part_due() {
	local small=$W/house.small big=$W/house.big
	step_house "$small" "$BENCH_SMALL" || no_ledger small
	step_house "$big" "$BENCH_BIG" || no_ledger big
	{
		row small "$DUE_N" "due_again $small" \
			"$(gate_text "$small" tick --stage plan)" "planned $small $DUE_N"
		row big "$DUE_N" "due_again $big" \
			"$(gate_text "$big" tick --stage plan)" "planned $big $DUE_N"
		row idle 20 "nothing_due $big" \
			"$(twenty "$(gate_text "$big" tick --stage plan)")"
		row version 20 true "$(twenty "$DUNMAIL" --version)"
	} | side_by_side due small \
		"plan $DUE_N due steps among $BENCH_SMALL and $BENCH_BIG invoices"
}

part_start() {
	local d=$W/house.start mail classify
	classify="$DUNMAIL -c $d/gateway.conf classify --json $W/one.eml"
	house "$d" "" "" 1
	python3 "$BENCH/gen_replies.py" 1 10 "$W/one"
	mail=$(find "$W/one/cur" -type f | head -n 1)
	cp "$mail" "$W/one.eml"
	{
		row empty "$STARTS" true "$W/empty"
		row version "$STARTS" true "$DUNMAIL --version" \
			"$DUNMAIL --version | grep -q ."
		row classify "$STARTS" true "$classify" "$classify | grep -q intents"
	} | side_by_side start empty "start to first answer" --direct
}

# nginx_static DIR: a static file of 4 KB. Sets NGINX_PORT.
nginx_static() {
	NGINX_PORT=$(free_port)
	mkdir -p "$1/www" "$1/tmp"
	head -c 3072 /dev/urandom | base64 -w 0 | head -c 4096 >"$1/www/f.html"
	chmod -R a+rX "$1/www"
	cat >"$1/nginx.conf" <<-EOF
	daemon off;
	worker_processes $(nproc);
	error_log $1/nginx.log;
	pid $1/nginx.pid;
	events { worker_connections 1024; }
	http {
	  access_log off; sendfile on; tcp_nopush on;
	  keepalive_requests 100000000; open_file_cache max=100;
	  client_body_temp_path $1/tmp/a; proxy_temp_path $1/tmp/b;
	  fastcgi_temp_path $1/tmp/c; uwsgi_temp_path $1/tmp/d;
	  scgi_temp_path $1/tmp/e;
	  server { listen 127.0.0.1:$NGINX_PORT; root $1/www; }
	}
	EOF
	nginx -c "$1/nginx.conf" &
	PIDS+=($!)
	wait_port "$NGINX_PORT"
}

# portal_server DIR ACCOUNTS: the portal over that house, and a link for each
# account in DIR/links. Sets PORTAL_PORT, PORTAL_PID (of who serves).
portal_server() {
	local d=$1 i parent
	PORTAL_PORT=$(free_port)
	sed -i "s,^base = .*,base = http://127.0.0.1:$PORTAL_PORT," \
		"$d/gateway.conf"
	cat >>"$d/gateway.conf" <<-EOF
	[portal]
	listen = 127.0.0.1:$PORTAL_PORT
	texts = $ROOT/portal
	threads = $(nproc)
	per_address = 1000
	per_link = 1000000
	per_minute = 1000000
	EOF
	for i in $(seq 0 $(($2 - 1))); do
		gate "$d" link account "$(printf 'A%07d' "$i")"
	done >"$d/links"
	"$DUNMAIL" -c "$d/gateway.conf" --now "$NOW" portal \
		2>"$d/portal.log" &
	parent=$!
	PIDS+=("$parent")
	wait_port "$PORTAL_PORT"
	PORTAL_PID=$(cat "/proc/$parent/task/$parent/children")
	PORTAL_PID=${PORTAL_PID%% *}
}

wrk_text() { # PORT PATH SECONDS
	echo "wrk -t1 -c200 -d$3s --latency -s $BENCH/portal.lua" \
		"http://127.0.0.1:$1$2"
}
# What the portal has taken at most, in megabytes.
peak_text() {
	echo "awk '/VmHWM/ { print \"rss_mb=\" \$2 / 1024 }' /proc/$1/status"
}

part_portal() {
	local d=$W/house.portal n=400 env
	house "$d" "" "" 1
	stock "$d" $n $((n * 50)) 2026-10-01 2026-12-20 || no_ledger "$d"
	nginx_static "$d"
	portal_server "$d" $n
	env="LINKS=$d/links"
	{
		row nginx 1 true "$(wrk_text "$NGINX_PORT" /f.html "$PORTAL_SECS")"
		row portal 1 true "$env $(wrk_text "$PORTAL_PORT" / \
			"$PORTAL_SECS") | tee $d/out; $(peak_text "$PORTAL_PID")" \
			"! grep -q errors= $d/out"
		row portal-paced 1 true "$env PAUSE=100 $(wrk_text \
			"$PORTAL_PORT" / "$PORTAL_SECS") | tee $d/out; $(peak_text \
			"$PORTAL_PID")" "! grep -q errors= $d/out"
	} | side_by_side portal nginx \
		"a static file of 4 KB, and an account with 50 open invoices"
}

mkdir -p "$W"
[ -x "$DUNMAIL" ] || say "$DUNMAIL is not there: its rows will fail"
parts=("$@")
[ $# -gt 0 ] || parts=(start smtp wan imap read import tick due portal)
rm -f "$RESULTS"
for part in "${parts[@]}"; do
	case $part in
	smtp | wan | imap | read | import | tick | due | start | portal)
		"part_$part"
		;;
	*) die "no part named $part: smtp wan imap read import tick due start portal" ;;
	esac
done
python3 "$BENCH/goals.py" "$RESULTS" "$W/results.json"
