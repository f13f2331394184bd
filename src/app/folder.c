#include "app/folder.h"

#include <dirent.h>
#include <stdlib.h>

static int
by_name(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

bool
folder_list(struct arena *a, const char *path, struct str ending, size_t most,
    struct folder *out)
{
	DIR *d = opendir(path);
	struct dirent *e;
	size_t cap = 0;

	*out = (struct folder){.names = NULL};
	if (d == NULL)
		return false;
	while (!out->cut && (e = readdir(d)) != NULL) {
		struct str name = str_of(e->d_name);

		if (name.p[0] == '.' || !str_ends(name, ending))
			continue;
		out->cut = out->count == most;
		if (out->cut)
			break;
		out->names = arena_grow(
		    a, out->names, out->count, &cap, sizeof(*out->names));
		out->names[out->count++] = arena_dup(a, name);
	}
	closedir(d);
	if (out->count > 0)
		qsort(out->names, out->count, sizeof(*out->names), by_name);
	return true;
}
