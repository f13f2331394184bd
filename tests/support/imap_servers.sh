#!/usr/bin/env bash
#
# imap_servers.sh: more IMAP servers beside those of servers.sh, which must
# run: they use its certificates and password.
#
#	imap_servers.sh start DIR	makes DIR/imap_env
#	imap_servers.sh stop DIR
#
# PLAIN: a Dovecot that hides MOVE, UIDPLUS, CONDSTORE and QRESYNC, has its
# folders below "INBOX." with "." between the levels, and knows its Drafts.
# COURIER: Courier, without MOVE and without keywords; COURIERKW: with them.
# Each name with _PORT behind, TLS from the first byte. Courier is unpacked
# before (tests/support/courier.sh).
set -euo pipefail
support=$(cd "$(dirname "$0")" && pwd)
imapd=$support/../../build/courier/usr/bin/imapd

fail()
{
	echo "imap_servers.sh: $*" >&2
	exit 1
}

free_ports()
{
	python3 - "$1" <<'EOF'
import socket, sys
socks = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in socks:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in socks))
EOF
}

wait_port()
{
	local i

	for i in $(seq 100); do
		(: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
		sleep 0.1
	done
	fail "nothing listens on port $1"
}

start_plain()
{
	local d=$DIR/plain

	mkdir -p "$d/mail"
	chown nobody:nogroup "$d/mail"
	cat >"$d/dovecot.conf" <<-EOF
		base_dir = $d/run
		state_dir = $d/state
		log_path = $d/dovecot.log
		protocols = imap
		listen = 127.0.0.1
		ssl = required
		ssl_cert = <$DIR/ca/server.pem
		ssl_key = <$DIR/ca/server.key
		auth_mechanisms = plain login
		mail_location = maildir:$d/mail/%u
		first_valid_uid = 1
		imap_capability = IMAP4rev1 IDLE NAMESPACE SPECIAL-USE CHILDREN
		passdb {
		  driver = static
		  args = password=$PASSWORD
		}
		userdb {
		  driver = static
		  args = uid=nobody gid=nogroup home=$d/mail/%u allow_all_users=yes
		}
		namespace inbox {
		  inbox = yes
		  separator = .
		  prefix = INBOX.
		  mailbox "Mes brouillons" {
		    special_use = \\Drafts
		    auto = create
		  }
		}
		service imap-login {
		  inet_listener imap {
		    port = 0
		  }
		  inet_listener imaps {
		    port = $1
		    ssl = yes
		  }
		}
	EOF
	dovecot -c "$d/dovecot.conf" ||
		fail "dovecot: $(tail -n 3 "$d/dovecot.log")"
}

# start_courier PORT [keywords]
start_courier()
{
	mkdir -p "$DIR/courier/mail${2:-}"
	python3 "$support/courier.py" "$1" "$DIR/ca/server.pem" \
		"$DIR/ca/server.key" "$imapd" "$DIR/courier/mail${2:-}" \
		"$PASSWORD" ${2:+"$2"} </dev/null >"$DIR/courier/log" 2>&1 &
	echo $! >>"$DIR/courier/pids"
	disown
}

start()
{
	local p port

	[ -x "$imapd" ] || fail "no Courier: courier.sh unpack"
	[ -e "$DIR/env" ] || fail "servers.sh must run"
	# shellcheck disable=SC1091
	. "$DIR/env"
	read -ra p <<<"$(free_ports 3)"
	start_plain "${p[0]}"
	mkdir -p "$DIR/courier"
	start_courier "${p[1]}"
	start_courier "${p[2]}" keywords
	for port in "${p[@]}"; do
		wait_port "$port"
	done
	cat >"$DIR/imap_env" <<-EOF
		PLAIN_PORT=${p[0]}
		COURIER_PORT=${p[1]}
		COURIERKW_PORT=${p[2]}
	EOF
}

stop()
{
	local pid

	for pid in $(cat "$DIR/plain/run/master.pid" "$DIR/courier/pids" \
		2>/dev/null); do
		kill "$pid" 2>/dev/null || true
	done
	rm -f "$DIR/imap_env" "$DIR/courier/pids"
}

[ $# = 2 ] || fail "usage: imap_servers.sh start|stop DIR"
DIR=$(cd "$2" && pwd)
case $1 in
start) start ;;
stop) stop ;;
*) fail "usage: imap_servers.sh start|stop DIR" ;;
esac
