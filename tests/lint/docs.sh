#!/bin/bash
# docs.sh [DUNMAIL]: what the documentation names exists. Paths of the tree,
# file.c:function, targets of make, links; and the README's table of commands
# against the program itself, both ways.
# shellcheck disable=SC2016
set -u
cd "$(dirname "$0")/../.." || exit 2
dunmail=${1:-build/dunmail}
pages=$(ls README.md docs/*.md contrib/*.service 2>/dev/null)
bad=0
say() {
	echo "$*"
	bad=1
}
# words REGEX: file:line:word for each match in the pages
# shellcheck disable=SC2086
words() { grep -noE -- "$1" $pages /dev/null; }

# 1. Paths below the tree's own folders.
while IFS=: read -r page line path; do
	path=${path#[!a-z]}
	[ -e "$path" ] || say "$page:$line: no such file: $path"
done < <(words '(^|[^A-Za-z0-9_./-])(src|tests|templates|filters|docs|man|mk|scripts|demo|contrib|mailboxes)/[A-Za-z0-9_./-]*[A-Za-z0-9_]' |
	grep -vE 'NAME|\.XX\.|STEP|ar\.password')

# 2. file.c:function is defined there.
while IFS=: read -r page line file function; do
	[ -e "$file" ] || continue
	grep -qE "^(static )?([a-z_].*[ *])?$function\(" "$file" ||
		say "$page:$line: $file has no function $function"
done < <(words '\bsrc/[a-z0-9_/]+\.c:[a-z0-9_]+')

# 3. Targets of make.
while IFS=: read -r page line target; do
	target=${target#*make }
	target=${target%% *}
	cat Makefile mk/*.mk | grep -qE "^([a-z-]+ )*$target( [a-z-]+)*:" ||
		say "$page:$line: make has no target $target"
done < <(words '`make [a-z]+[` ]' | tr -d '`')

# 4. Links inside the tree and inside the page.
for page in $pages; do
	while IFS= read -r to; do
		case $to in
		http*) ;;
		'#'*)
			sed -n 's/^##* //p' "$page" | tr 'A-Z ' 'a-z-' |
				tr -cd 'a-z0-9\n-' | grep -qx -- "${to#\#}" ||
				say "$page: no such heading: $to"
			;;
		*)
			[ -e "$(dirname "$page")/${to%%#*}" ] ||
				say "$page: no such link: $to"
			;;
		esac
	done < <(tr '\n' ' ' <"$page" | grep -oE '\]\([^) ]+\)' | sed 's/^](//; s/)$//')
done

# 5. The table of commands and the program say the same.
if [ -x "$dunmail" ]; then
	told=$("$dunmail" --help | sed -n 's/^  \([a-z-]*\)  *[a-z].*/\1/p' |
		grep -v '^dunmail$' | sort)
	written=$(sed -n '/^## Commands/,/^## [^C]/p' README.md |
		sed -n 's/^| `\([a-z-]*\)[ `].*/\1/p' | sort)
	manual=$(sed -n '/^\.Sh COMMANDS/,/^\.Sh IMPORT/p' man/dunmail.1 |
		sed -n '/^\.It Xo/{n;s/^/.It /;}; s/^\.It \.\{0,1\}Ic \([a-z-]*\).*/\1/p' |
		sort -u)
	diff <(echo "$told") <(echo "$written") |
		sed -n 's/^</README.md: no row for the command/p; s/^>/README.md: no such command:/p' |
		grep . && bad=1
	diff <(echo "$told") <(echo "$manual") |
		sed -n 's/^</man\/dunmail.1: no word on the command/p; s/^>/man\/dunmail.1: no such command:/p' |
		grep . && bad=1
else
	say "docs.sh: $dunmail is missing: make builds it"
fi

# 6. The unit allows each call by which a process locks itself in.
while IFS= read -r call; do
	grep -qE "^SystemCallFilter=.*\b$call\b" contrib/dunmail.service ||
		say "contrib/dunmail.service: $call is not allowed"
done < <(cat src/port/sandbox*.c | grep -oE 'SYS_landlock_[a-z_]+' |
	sed 's/SYS_//' | sort -u)

[ $bad -eq 0 ] && echo "docs: clean"
exit $bad
