#ifndef DUNMAIL_APP_FOLDER_H
#define DUNMAIL_APP_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* folder: what is in a folder of the operator's. */
struct folder {
	struct str *names; /* sorted by their bytes */
	size_t count;
	bool cut; /* there were more than the most that are read */
};

/*
 * Names in `path` that end with `ending` ("" takes all), but for those that
 * start with a dot. False: there is no such folder, or it cannot be read;
 * *out is empty then.
 */
bool folder_list(struct arena *a, const char *path, struct str ending,
    size_t most, struct folder *out);

#endif
