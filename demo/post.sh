#!/bin/sh
# post.sh: what mutt of the demo hands its mail to. All of it goes to the
# gateway's Maildir, whoever it is addressed to.
box=$(dirname "$0")/../var/demo/mail/ar@harbourpine.example
name=$(date +%s).$$.post
mkdir -p "$box/tmp" "$box/new" "$box/cur"
cat >"$box/tmp/$name" && mv "$box/tmp/$name" "$box/new/$name"
