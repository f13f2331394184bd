#!/bin/sh
# Print the migrations given (src/store/schema/NNNN-name.sql, in order) as the
# C table that src/store/schema.h declares.
set -eu

n=0
for file in "$@"; do
	n=$((n + 1))
	name=$(basename "$file" .sql)
	case $name in
	"$(printf '%04d' $n)"-?*) ;;
	*)
		echo "$file: migration $(printf '%04d' $n) must come here" >&2
		exit 1
		;;
	esac
done

printf '#include "store/schema.h"\n\nconst struct schema_step schema_steps[] = {\n'
for file in "$@"; do
	printf '    {"%s",\n' "$(basename "$file" .sql)"
	sed -e 's/[\\"]/\\&/g' -e 's/^/\t"/' -e 's/$/\\n"/' "$file"
	printf '    },\n'
done
printf '};\n\nconst size_t schema_count = %d;\n' $n
