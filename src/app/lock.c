#include "app/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum rc
lock_ledger(struct str ledger_path, int *fd, struct err *err)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%.*s.lock", STR_ARG(ledger_path));
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return err_set(err, RC_DOWN, "%s: %s", path, strerror(errno));
	if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
		return RC_OK;
	close(*fd);
	*fd = -1;
	return err_set(err, RC_BAD,
	    "another gateway works on this ledger (%s is locked)", path);
}
