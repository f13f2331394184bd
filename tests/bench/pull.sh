#!/usr/bin/env bash
# pull.sh DIR PORT USER COUNT: mbsync's plain pull of the INBOX, as it comes
# (each mail synced to the disk), into an empty Maildir.
set -eu
dir=$1 port=$2 user=$3 count=$4
mkdir -p "$dir"
cat >"$dir/rc" <<EOF
IMAPAccount far
Host 127.0.0.1
Port $port
User $user
Pass bench
SSLType None
AuthMechs LOGIN

IMAPStore far
Account far

MaildirStore near
Path $dir/
Inbox $dir/inbox

Channel pull
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
SyncState $dir/
EOF
mbsync -q -c "$dir/rc" pull
got=$(find "$dir/inbox/new" "$dir/inbox/cur" -type f | wc -l)
[ "$got" -ge "$count" ] || { echo "mbsync pulled $got of $count"; exit 1; }
