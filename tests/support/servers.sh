#!/usr/bin/env bash
#
# servers.sh: a real mail server for tests, on free loopback ports, with all
# it owns below one work directory. Root, Dovecot, Postfix and openssl needed.
#
#	servers.sh start DIR	makes DIR/env (NAME=value lines) when all listen
#	servers.sh stop DIR	ends what start started, leaves DIR
#
# Every address of every domain is a mailbox: LMTP makes it at the first mail,
# IMAP and SMTP log in with the full address and the one PASSWORD. Nothing
# leaves the machine. Special local parts, in any domain:
#
#	gone@	refused with 550 at RCPT
#	later@	refused with 450 at RCPT
#	bounce@	accepted, then a delivery report comes back
#
# Ports: IMAP (STARTTLS), IMAPS, SUBMISSION (STARTTLS), SMTPS, and MX, which
# takes mail without log-in, as from the internet. Mail that came in with a
# log-in says `Authentication-Results: AUTHSERV_ID; ... dmarc=pass`, mail from
# the MX port says dmarc=fail. WRONGHOST, EXPIRED, SELFSIGNED and OLDTLS are
# TLS ports nobody may speak to; what was said all the same is in DIR/bad/*.log.
#
# With OAUTH_URL in the environment a token that is active there (RFC 7662) logs
# in too, by XOAUTH2 or OAUTHBEARER; DIR/dovecot/mechanisms says by which ones,
# and `doveadm reload` with DIR/dovecot/dovecot.conf reads it again.
set -euo pipefail
support=$(cd "$(dirname "$0")" && pwd)

fail()
{
	echo "servers.sh: $*" >&2
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

# make_cert NAME ALT FROM TO: NAME.pem and NAME.key, signed by the test CA
make_cert()
{
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
	printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$2" >"$1.ext"
	openssl ca -batch -notext -config ca.conf -name test -in "$1.csr" \
		-extfile "$1.ext" -startdate "$3" -enddate "$4" -out "$1.pem" \
		2>/dev/null
}

make_certs()
{
	local alt=DNS:localhost,DNS:mail.example.com,IP:127.0.0.1
	local from to

	mkdir -p "$DIR/ca"
	cd "$DIR/ca"
	: >index.txt
	cat >ca.conf <<-EOF
		[test]
		database = index.txt
		rand_serial = yes
		new_certs_dir = .
		certificate = ca.pem
		private_key = ca.key
		default_md = sha256
		policy = any
		unique_subject = no
		[any]
		commonName = supplied
		[req]
		distinguished_name = none
		[none]
	EOF
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout ca.key -out ca.pem -days 3650 \
		-subj "/CN=dunmail test CA" 2>/dev/null
	from=$(date -u -d yesterday +%Y%m%d000000Z)
	to=$(date -u -d '+10 years' +%Y%m%d000000Z)
	make_cert server "$alt" "$from" "$to"
	make_cert wronghost DNS:other.example "$from" "$to"
	make_cert expired "$alt" 20200101000000Z 20200201000000Z
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout selfsigned.key -out selfsigned.pem -days 365 \
		-subj /CN=localhost -addext "subjectAltName=$alt" 2>/dev/null
	cd - >/dev/null
}

# oauth FOLDER
oauth()
{
	echo "auth_mechanisms = plain login xoauth2 oauthbearer" >"$1/mechanisms"
	cat >"$1/oauth.conf" <<-EOF
		auth_verbose = yes
		# No longer wait after each refusal: Postfix has ten seconds.
		service anvil {
		  unix_listener anvil-auth-penalty {
		    mode = 0
		  }
		}
		passdb {
		  driver = oauth2
		  mechanisms = xoauth2 oauthbearer
		  args = $1/oauth2.conf.ext
		}
	EOF
	cat >"$1/oauth2.conf.ext" <<-EOF
		introspection_mode = post
		introspection_url = $OAUTH_URL
		force_introspection = yes
		username_attribute = username
		active_attribute = active
		active_value = true
	EOF
}

start_dovecot()
{
	local d=$DIR/dovecot

	mkdir -p "$d" "$DIR/mail"
	chown nobody:nogroup "$DIR/mail"
	: >"$d/oauth.conf"
	echo "auth_mechanisms = plain login" >"$d/mechanisms"
	[ -z "${OAUTH_URL:-}" ] || oauth "$d"
	cat >"$d/dovecot.conf" <<-EOF
		base_dir = $d/run
		state_dir = $d/state
		log_path = $d/dovecot.log
		protocols = imap lmtp
		listen = 127.0.0.1
		ssl = yes
		ssl_cert = <$DIR/ca/server.pem
		ssl_key = <$DIR/ca/server.key
		ssl_min_protocol = TLSv1.2
		!include $d/mechanisms
		!include $d/oauth.conf
		auth_failure_delay = 0
		mail_location = maildir:$DIR/mail/%u
		first_valid_uid = 1
		recipient_delimiter = +
		mail_max_userip_connections = 50
		passdb {
		  driver = static
		  mechanisms = plain login
		  args = password=$PASSWORD
		}
		userdb {
		  driver = static
		  args = uid=nobody gid=nogroup home=$DIR/mail/%u allow_all_users=yes
		}
		namespace inbox {
		  inbox = yes
		  separator = /
		  mailbox Entwuerfe {
		    special_use = \\Drafts
		  }
		  mailbox Raus {
		    special_use = \\Sent
		  }
		}
		service imap-login {
		  service_count = 0
		  inet_listener imap {
		    port = $IMAP_PORT
		  }
		  inet_listener imaps {
		    port = $IMAPS_PORT
		    ssl = yes
		  }
		}
		service auth {
		  unix_listener postfix-auth {
		    mode = 0666
		  }
		}
		service lmtp {
		  unix_listener postfix-lmtp {
		    mode = 0666
		  }
		}
		service stats {
		  unix_listener stats-writer {
		    mode = 0666
		  }
		}
		protocol lmtp {
		  postmaster_address = postmaster@example.com
		}
	EOF
	dovecot -c "$d/dovecot.conf" || fail "dovecot: $(tail -n 3 "$d/dovecot.log")"
}

postfix_main()
{
	cat <<-EOF
		compatibility_level = 3.6
		queue_directory = $1/spool
		data_directory = $1/data
		command_directory = /usr/sbin
		daemon_directory = /usr/lib/postfix/sbin
		mail_owner = postfix
		setgid_group = postdrop
		maillog_file = $1/postfix.log
		maillog_file_prefixes = $DIR
		myhostname = mail.example.com
		mydestination =
		mynetworks = 127.0.0.0/8
		inet_interfaces = 127.0.0.1
		inet_protocols = ipv4
		smtpd_peername_lookup = no
		disable_dns_lookups = yes
		in_flow_delay = 0
		alias_maps =
		local_recipient_maps =
		message_size_limit = 40000000
		mailbox_size_limit = 0
		recipient_delimiter = +
		virtual_mailbox_domains = static:all
		virtual_mailbox_maps = static:all
		virtual_transport = lmtp:unix:$DIR/dovecot/run/postfix-lmtp
		transport_maps = regexp:$1/etc/transport
		smtpd_tls_cert_file = $DIR/ca/server.pem
		smtpd_tls_key_file = $DIR/ca/server.key
		smtpd_tls_mandatory_protocols = >=TLSv1.2
		smtpd_tls_auth_only = yes
		smtpd_sasl_type = dovecot
		smtpd_sasl_path = $DIR/dovecot/run/postfix-auth
		smtpd_relay_restrictions = reject_unauth_destination
		smtpd_recipient_restrictions = check_recipient_access regexp:$1/etc/rcpt
	EOF
}

postfix_master()
{
	local in="-o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o {smtpd_sender_restrictions=check_sender_access regexp:$1/etc/pass}"

	cat <<-EOF
		127.0.0.1:$MX_PORT inet n - n - - smtpd
		  -o {smtpd_sender_restrictions=check_sender_access regexp:$1/etc/fail}
		127.0.0.1:$SUBMISSION_PORT inet n - n - - smtpd
		  -o smtpd_tls_security_level=encrypt
		  $in
		127.0.0.1:$SMTPS_PORT inet n - n - - smtpd
		  -o smtpd_tls_wrappermode=yes
		  $in
		pickup unix n - n 60 1 pickup
		cleanup unix n - n - 0 cleanup
		qmgr unix n - n 300 1 qmgr
		tlsmgr unix - - n 1000? 1 tlsmgr
		rewrite unix - - n - - trivial-rewrite
		bounce unix - - n - 0 bounce
		defer unix - - n - 0 bounce
		trace unix - - n - 0 bounce
		verify unix - - n - 1 verify
		flush unix n - n 1000? 0 flush
		proxymap unix - - n - - proxymap
		proxywrite unix - - n - 1 proxymap
		showq unix n - n - - showq
		error unix - - n - - error
		retry unix - - n - - error
		discard unix - - n - - discard
		lmtp unix - - n - - lmtp
		smtp unix - - n - - smtp
		relay unix - - n - - smtp
		anvil unix - - n - 1 anvil
		scache unix - - n - 1 scache
		bouncer unix - n n - - pipe
		  user=nobody argv=/bin/sh -c {echo 550 5.1.1 no such mailbox; exit 67}
		postlog unix-dgram n - n - 1 postlogd
	EOF
}

start_postfix()
{
	local d=$DIR/postfix
	local ar="PREPEND Authentication-Results: $AUTHSERV_ID;"

	mkdir -p "$d/etc" "$d/spool" "$d/data"
	chown postfix "$d/data"
	postfix_main "$d" >"$d/etc/main.cf"
	postfix_master "$d" >"$d/etc/master.cf"
	echo "/@(.+)\$/ $ar spf=pass smtp.mailfrom=\$1;" \
		"dkim=pass header.d=\$1; dmarc=pass header.from=\$1" \
		>"$d/etc/pass"
	echo "/@(.+)\$/ $ar spf=fail smtp.mailfrom=\$1;" \
		"dkim=none; dmarc=fail header.from=\$1" >"$d/etc/fail"
	cat >"$d/etc/rcpt" <<-'EOF'
		/^gone@/ 550 5.1.1 No such user here
		/^later@/ 450 4.2.0 Try again later
	EOF
	echo '/^bounce@/ bouncer:' >"$d/etc/transport"
	postfix -c "$d/etc" start >>"$d/start.log" 2>&1 ||
		fail "postfix: $(tail -n 3 "$d/start.log" "$d/postfix.log" 2>&1)"
}

start()
{
	local p port

	[ "$(id -u)" = 0 ] || fail "must be root"
	[ ! -e "$DIR/env" ] || fail "$DIR/env exists: stop it first"
	mkdir -p "$DIR/bad"
	touch "$DIR"/bad/{wronghost,expired,selfsigned,oldtls}.log
	chmod 755 "$DIR"
	PASSWORD=correct-horse-7
	AUTHSERV_ID=mx.example.com
	read -ra p <<<"$(free_ports 9)"
	IMAP_PORT=${p[0]} IMAPS_PORT=${p[1]} SUBMISSION_PORT=${p[2]}
	SMTPS_PORT=${p[3]} MX_PORT=${p[4]}
	(umask 077 && echo "$PASSWORD" >"$DIR/password")
	make_certs
	start_dovecot
	start_postfix
	python3 "$support/bad_tls.py" "$DIR" "wronghost:${p[5]}:wronghost" \
		"expired:${p[6]}:expired" "selfsigned:${p[7]}:selfsigned" \
		"oldtls:${p[8]}:server:old" </dev/null >"$DIR/bad/err" 2>&1 &
	echo $! >"$DIR/bad/pid"
	disown
	for port in "${p[@]}"; do
		wait_port "$port"
	done
	cat >"$DIR/env.new" <<-EOF
		IMAP_PORT=$IMAP_PORT
		IMAPS_PORT=$IMAPS_PORT
		SUBMISSION_PORT=$SUBMISSION_PORT
		SMTPS_PORT=$SMTPS_PORT
		MX_PORT=$MX_PORT
		WRONGHOST_PORT=${p[5]}
		EXPIRED_PORT=${p[6]}
		SELFSIGNED_PORT=${p[7]}
		OLDTLS_PORT=${p[8]}
		MAIL_HOST=localhost
		CA_FILE=$DIR/ca/ca.pem
		PASSWORD=$PASSWORD
		PASSWORD_FILE=$DIR/password
		AUTHSERV_ID=$AUTHSERV_ID
		MAIL_DIR=$DIR/mail
		USERS="ar@example.com anna@example.com ap@acme.example ap@globex.example"
	EOF
	mv "$DIR/env.new" "$DIR/env"
}

# A process that ended and was not waited for yet is no process.
lives()
{
	local stat

	stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
	case ${stat##*)} in " Z"*) return 1 ;; esac
}

stop()
{
	local file pid pids=

	for file in "$DIR/dovecot/run/master.pid" "$DIR/bad/pid" \
		"$DIR/postfix/spool/pid/master.pid"; do
		[ -e "$file" ] || continue
		pid=$(tr -d ' ' <"$file")
		kill "$pid" 2>/dev/null && pids="$pids $pid"
	done
	for pid in $pids; do
		for _ in $(seq 50); do
			lives "$pid" || break
			sleep 0.1
		done
	done
	rm -f "$DIR/env" "$DIR/bad/pid"
}

[ $# = 2 ] || fail "usage: servers.sh start|stop DIR"
mkdir -p "$2"
DIR=$(cd "$2" && pwd)
case $1 in
start) start ;;
stop) stop ;;
*) fail "usage: servers.sh start|stop DIR" ;;
esac
