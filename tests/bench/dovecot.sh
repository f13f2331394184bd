#!/usr/bin/env bash
# dovecot.sh DIR MAIL PORT: an IMAP server of our own in the foreground. Any
# user may log in with the password "bench"; mails are in MAIL/<user>.
set -eu
dir=$1 mail=$2 port=$3
mkdir -p "$dir/run" "$dir/state" "$dir/home"
if [ "$(id -u)" = 0 ]; then
	user=nobody group=nogroup extra=
	chown "$user:$group" "$dir/home"
else
	user=$(id -un) group=$(id -gn)
	extra="default_login_user = $user
default_internal_user = $user
default_internal_group = $group
service anvil {
  chroot =
}
service imap-login {
  chroot =
}
service stats {
  chroot =
}"
fi
cat >"$dir/dovecot.conf" <<EOF
base_dir = $dir/run
state_dir = $dir/state
log_path = $dir/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:$mail/%u
maildir_very_dirty_syncs = yes
first_valid_uid = 1
$extra
passdb {
  driver = static
  args = password=bench
}
userdb {
  driver = static
  args = uid=$user gid=$group home=$dir/home/%u
}
service imap-login {
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = 0
  }
}
namespace inbox {
  inbox = yes
}
protocol imap {
  mail_max_userip_connections = 50
}
EOF
exec dovecot -F -c "$dir/dovecot.conf"
