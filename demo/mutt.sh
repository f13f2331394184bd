#!/bin/sh
# mutt.sh ADDRESS: be that customer. Replies go to the gateway's mailbox.
cd "$(dirname "$0")/.." || exit 1
who=${1:?usage: demo/mutt.sh ADDRESS}
command -v mutt >/dev/null || {
	echo "apt-get install mutt, then again" >&2
	exit 1
}
exec mutt -n -F /dev/null \
	-e "set from='$who' use_from=yes realname='' record='' mbox_type=Maildir" \
	-e "set sendmail='$PWD/demo/post.sh' edit_headers=yes" \
	-f "var/demo/mail/$who"
