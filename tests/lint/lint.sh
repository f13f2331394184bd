#!/bin/bash
# lint.sh: the house rules that a machine can check. Prints file:line: what.
set -u
cd "$(dirname "$0")/../.." || exit 2
bad=0
say() { echo "$*"; bad=1; }

world=$(grep -v '^#' tests/lint/world)
is_world() { # stem: its own name or one of the family (imap_idle is imap's)
	local w
	for w in $world; do
		[ "$1" = "$w" ] && return 0
		case $1 in "$w"_*) return 0 ;; esac
	done
	return 1
}
room_of() { # path below src/
	local room=${1%%/*} stem
	if [ "$room" = port ]; then
		stem=${1##*/}
		stem=${stem%.*}
		if is_world "$stem"; then echo port-world; else echo port-pure; fi
	else
		echo "$room"
	fi
}

# 1. No room includes an upper one.
while IFS=: read -r file line text; do
	inc=${text#*\"}
	inc=${inc%%\"*}
	from=$(room_of "${file#src/}")
	to=$(room_of "$inc")
	allowed=$(sed -n "s/^$from://p" tests/lint/rooms)
	case " $allowed " in
	*" $to "* | *" $inc "*) ;;
	*)
		[ "$from" = "$to" ] || say "$file:$line: $from may not include $inc ($to)"
		;;
	esac
	[ -e "src/$inc" ] || [ -e "build/gen/${inc##*/}" ] ||
		say "$file:$line: no such header $inc"
done < <(grep -nE '^#include "' -r src --include='*.c' --include='*.h')

# 2. Functions that are banned, whoever calls them.
while IFS= read -r hit; do
	say "$hit: banned function"
done < <(grep -nE '\b(strcpy|strcat|sprintf|gets|strtok|atoi|atol|strtol|strtod|system|popen|alloca|localtime|gmtime|ctime|setlocale|rand|random)\(' \
	-r src --include='*.c' | grep -vE '^\S+:\s*(/?\*|//)')

# 3. The clock is handed in: only app asks it (base/log stamps its lines).
while IFS= read -r hit; do
	say "$hit: reads the clock"
done < <(grep -nE '\b(time|gettimeofday)\(' -r src --include='*.c' |
	grep -vE '^src/(app/|base/log\.c|port/(connect|smtp|imap|maildir|sandbox|db|httpd))|datetime\(|_time\(')

# 4. SQL lives in store/sql.def and the schema.
while IFS= read -r hit; do
	say "$hit: SQL outside the store"
done < <(grep -nE '"(SELECT|INSERT INTO|UPDATE|DELETE FROM) ' -r src --include='*.c' --include='*.h' |
	grep -vE '^src/(store/|port/db)')

# 5. Only flow, web, app and the log itself log.
while IFS= read -r hit; do
	say "$hit: logs below flow"
done < <(grep -nE '\blog_event\(' -r src --include='*.c' | grep -vE '^src/(flow|web|app|base/log)')

# 6. Sizes: lines of 80 columns, functions of 80 lines, files of 400.
for f in $(find src -name '*.c' -o -name '*.h'); do
	awk -v f="$f" '
		{ line = $0; col = 0
		  n = length(line)
		  for (i = 1; i <= n; i++) {
			c = substr(line, i, 1)
			if (c == "\t") col += 8 - col % 8
			else if (c < "\200" || c > "\277") col++
		  }
		  if (col > 80 && line !~ /https?:/) {
			printf "%s:%d: %d columns\n", f, NR, col; bad = 1 } }
		/^{/ { start = NR }
		/^}/ { if (start && NR - start > 80) {
			printf "%s:%d: function of %d lines\n", f, start, NR - start; bad = 1 }
			start = 0 }
		END { if (NR > 400 && f !~ /word/) { # tables of words are data
			printf "%s: %d lines\n", f, NR; bad = 1 }
		      exit bad }' "$f" || bad=1
done

# 7. Layout.
if command -v clang-format >/dev/null; then
	for f in $(find src tests scripts -name '*.c' -o -name '*.h'); do
		clang-format --dry-run -Werror "$f" 2>&1 | head -n 1 | grep . && bad=1
	done
else
	say "clang-format is missing: make test installs it"
fi

# 8. Nothing unfinished, no path of a machine.
while IFS= read -r hit; do
	say "$hit: unfinished"
done < <(grep -nE '\b(TODO|FIXME|XXX)\b' -r src tests/unit filters templates demo scripts mk Makefile 2>/dev/null)
while IFS= read -r hit; do
	say "$hit: a path of a machine"
done < <(git grep -nIE '(^|[^a-z])/(work|root|home)/[a-z]' -- . ':!*.eml' ':!tests/lint/lint.sh' 2>/dev/null)

[ $bad -eq 0 ] && echo "lint: clean"
exit $bad
