#include "flow/tokenstore.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "model/limits.h"
#include "port/seal.h"

#define LOCK_WAIT_MS 150000 /* more than the longest request */
#define LOCK_STEP_MS 50

static const struct {
	const char *name;
	size_t at;
} numbers[] = {
    {"fetched", offsetof(struct tokenstore, fetched)},
    {"expires", offsetof(struct tokenstore, expires)},
    {"failures", offsetof(struct tokenstore, failures)},
    {"retry", offsetof(struct tokenstore, retry_at)},
    {"refused", offsetof(struct tokenstore, refused_at)},
    {"stopped", offsetof(struct tokenstore, stopped)},
};

#define NUMBERS (sizeof(numbers) / sizeof(numbers[0]))

static bool
path_of(struct str path, const char *end, char out[PATH_MAX])
{
	return snprintf(out, PATH_MAX, "%.*s%s", STR_ARG(path), end) < PATH_MAX;
}

static void
take_mark(char to[TOKENSTORE_MARK], struct str value)
{
	if (value.n < TOKENSTORE_MARK) {
		memcpy(to, value.p, value.n);
		to[value.n] = '\0';
	}
}

static void
take(struct tokenstore *t, struct str name, struct str value)
{
	int64_t n;

	if (str_eqc(name, "refresh"))
		t->refresh = value;
	else if (str_eqc(name, "why"))
		t->why = value;
	else if (str_eqc(name, "seed"))
		take_mark(t->seed, value);
	else if (str_eqc(name, "asks"))
		take_mark(t->asks, value);
	for (size_t i = 0; i < NUMBERS; i++)
		if (str_eqc(name, numbers[i].name) &&
		    str_to_i64(value, 0, INT64_MAX, &n))
			memcpy((char *)t + numbers[i].at, &n, sizeof(n));
}

enum rc
tokenstore_read(struct str path, struct tokenstore *out, struct err *err)
{
	char p[PATH_MAX];
	struct str rest, line, name;
	enum rc rc;

	*out = (struct tokenstore){.fetched = 0};
	buf_init(&out->bytes, LIMIT_OAUTH_STORE);
	if (!path_of(path, "", p))
		return err_set(err, RC_DOWN, "store: path too long");
	/* Room for all of it: a buffer that grows leaves copies behind. */
	(void)buf_reserve(&out->bytes, LIMIT_OAUTH_STORE - 1);
	rc = file_read_secret(p, &out->bytes, err);
	if (rc == RC_MISS)
		return rc;
	if (rc != RC_OK)
		return RC_DOWN;
	rest = buf_str(&out->bytes);
	if (str_line(&rest, &line))
		out->access = line;
	while (str_line(&rest, &line))
		if (str_cut(&line, ' ', &name))
			take(out, name, line);
	return RC_OK;
}

static void
put(struct buf *b, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_adds(b, name);
	buf_addc(b, ' ');
	buf_add_str(b, value);
	buf_addc(b, '\n');
}

enum rc
tokenstore_write(struct str path, const struct tokenstore *t, struct err *err)
{
	char p[PATH_MAX], *slash;
	struct buf b;
	enum rc rc = RC_OK;

	if (!path_of(path, "", p))
		return err_set(err, RC_DOWN, "store: path too long");
	buf_init(&b, LIMIT_OAUTH_STORE);
	(void)buf_reserve(&b, LIMIT_OAUTH_STORE - 1);
	buf_add_str(&b, t->access);
	buf_addc(&b, '\n');
	put(&b, "refresh", t->refresh);
	for (size_t i = 0; i < NUMBERS; i++) {
		int64_t n;

		memcpy(&n, (const char *)t + numbers[i].at, sizeof(n));
		if (n != 0)
			buf_fmt(&b, "%s %lld\n", numbers[i].name, (long long)n);
	}
	put(&b, "seed", str_of(t->seed));
	put(&b, "asks", str_of(t->asks));
	put(&b, "why", t->why);
	if (b.full)
		rc = err_set(err, RC_DOWN, "%s: tokens are too long", p);
	slash = strrchr(p, '/');
	if (rc == RC_OK && slash != NULL && slash != p) {
		*slash = '\0';
		rc = file_mkdirs(p, err);
		*slash = '/';
	}
	if (rc == RC_OK)
		rc = file_write(p, buf_str(&b), 0600, err);
	explicit_bzero(b.p, b.cap);
	buf_fini(&b);
	return rc;
}

void
tokenstore_fini(struct tokenstore *t)
{
	if (t->bytes.p)
		explicit_bzero(t->bytes.p, t->bytes.cap);
	buf_fini(&t->bytes);
	*t = (struct tokenstore){.fetched = 0};
}

enum rc
tokenstore_lock(struct str path, int *fd, struct err *err)
{
	char p[PATH_MAX], *slash;

	if (!path_of(path, ".lock", p))
		return err_set(err, RC_DOWN, "store: path too long");
	slash = strrchr(p, '/');
	if (slash != NULL && slash != p) {
		*slash = '\0';
		if (file_mkdirs(p, err) != RC_OK)
			return RC_DOWN;
		*slash = '/';
	}
	*fd = open(p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return err_set(err, RC_DOWN, "%s: %s", p, strerror(errno));
	for (int ms = 0; ms < LOCK_WAIT_MS; ms += LOCK_STEP_MS) {
		if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
			return RC_OK;
		usleep(LOCK_STEP_MS * 1000);
	}
	close(*fd);
	*fd = -1;
	return err_set(err, RC_LATER, "%s is held by another process", p);
}

void
tokenstore_mark(struct str text, char out[TOKENSTORE_MARK])
{
	unsigned char hash[SEAL_HASH];

	seal_sha256(text, hash);
	seal_hex(hash, TOKENSTORE_MARK / 2, out);
}
