#include "port/seal_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/file.h"

#define PATH_SIZE 1024

static enum rc
path_in(const char *dir, const char *name, char out[PATH_SIZE], struct err *err)
{
	int n = snprintf(out, PATH_SIZE, "%s/%s", dir, name);

	if (n < 0 || n >= PATH_SIZE)
		return err_set(err, RC_BAD, "%.200s: path too long", dir);
	return RC_OK;
}

static enum rc
id_path(const char *dir, unsigned id, const char *ending, char out[PATH_SIZE],
    struct err *err)
{
	char name[32];

	snprintf(name, sizeof(name), "links-%u.%s", id, ending);
	return path_in(dir, name, out, err);
}

enum rc
seal_file_secret(const char *dir, const char *name,
    unsigned char out[SEAL_FILE_BYTES], struct err *err)
{
	char path[PATH_SIZE];
	struct buf b;
	enum rc rc = path_in(dir, name, path, err);

	if (rc != RC_OK)
		return rc;
	buf_init(&b, SEAL_FILE_BYTES + 1);
	rc = file_read_secret(path, &b, err);
	if (rc == RC_OK && b.n != SEAL_FILE_BYTES)
		rc = err_set(err, RC_BAD,
		    "%.300s: %zu bytes, a key has %d; restore it from the "
		    "backup, or move it away to have a new one made",
		    path, b.n, SEAL_FILE_BYTES);
	else if (rc == RC_OK)
		memcpy(out, b.p, SEAL_FILE_BYTES);
	if (b.p != NULL)
		explicit_bzero(b.p, b.cap);
	buf_fini(&b);
	return rc;
}

enum rc
seal_file_master_write(const char *dir,
    const unsigned char master[SEAL_FILE_BYTES], struct err *err)
{
	struct str bytes = {(const char *)master, SEAL_FILE_BYTES};
	char path[PATH_SIZE], tmp[PATH_SIZE], name[48];
	enum rc rc;

	snprintf(
	    name, sizeof(name), SEAL_FILE_MASTER ".new%ld", (long)getpid());
	rc = path_in(dir, SEAL_FILE_MASTER, path, err);
	if (rc == RC_OK)
		rc = path_in(dir, name, tmp, err);
	if (rc == RC_OK)
		rc = file_mkdirs(dir, err);
	if (rc == RC_OK)
		rc = file_write(tmp, bytes, 0600, err);
	if (rc != RC_OK)
		return rc;
	if (link(tmp, path) != 0 && errno != EEXIST)
		rc = err_set(err, RC_DOWN, "%.300s: %s", path, strerror(errno));
	unlink(tmp);
	return rc;
}

static int
hex_value(char c)
{
	if (str_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
unhex(struct str s, unsigned char out[SEAL_FILE_BYTES])
{
	if (s.n != 2 * SEAL_FILE_BYTES)
		return false;
	for (size_t i = 0; i < SEAL_FILE_BYTES; i++) {
		int high = hex_value(s.p[2 * i]);
		int low = hex_value(s.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

enum rc
seal_file_public(const char *dir, unsigned id,
    unsigned char out[SEAL_FILE_BYTES], struct err *err)
{
	char path[PATH_SIZE];
	struct buf b;
	enum rc rc = id_path(dir, id, "pub", path, err);

	if (rc != RC_OK)
		return rc;
	buf_init(&b, 2 * SEAL_FILE_BYTES + 2);
	rc = file_read(path, &b, err);
	if (rc == RC_OK && !unhex(str_rtrim(buf_str(&b)), out))
		rc = err_set(err, RC_BAD,
		    "%.300s: a public key is %d hex digits", path,
		    2 * SEAL_FILE_BYTES);
	buf_fini(&b);
	return rc;
}

enum rc
seal_file_public_write(const char *dir, unsigned id,
    const unsigned char bytes[SEAL_FILE_BYTES], struct err *err)
{
	static const char digit[] = "0123456789abcdef";
	char path[PATH_SIZE], text[2 * SEAL_FILE_BYTES + 1];
	enum rc rc = id_path(dir, id, "pub", path, err);

	for (size_t i = 0; i < SEAL_FILE_BYTES; i++) {
		text[2 * i] = digit[bytes[i] >> 4];
		text[2 * i + 1] = digit[bytes[i] & 15];
	}
	text[2 * SEAL_FILE_BYTES] = '\n';
	if (rc != RC_OK)
		return rc;
	return file_write(path, (struct str){text, sizeof(text)}, 0644, err);
}

enum rc
seal_file_links_write(const char *dir,
    const unsigned char links[SEAL_FILE_BYTES], struct err *err)
{
	struct str bytes = {(const char *)links, SEAL_FILE_BYTES};
	char path[PATH_SIZE];
	enum rc rc = path_in(dir, SEAL_FILE_LINKS, path, err);

	return rc == RC_OK ? file_write(path, bytes, 0600, err) : rc;
}

enum rc
seal_file_old(const char *dir, unsigned id, int64_t *until, struct err *err)
{
	char path[PATH_SIZE];
	struct buf b;
	enum rc rc = id_path(dir, id, "old", path, err);

	if (rc != RC_OK)
		return rc;
	buf_init(&b, INSTANT_TEXT + 2);
	rc = file_read(path, &b, err);
	if (rc == RC_OK && !day_instant_parse(str_rtrim(buf_str(&b)), until))
		rc = err_set(err, RC_BAD,
		    "%.300s: wants an instant such as 2026-11-22T09:00:00Z",
		    path);
	buf_fini(&b);
	return rc;
}

enum rc
seal_file_old_write(
    const char *dir, unsigned id, int64_t until, struct err *err)
{
	char path[PATH_SIZE], text[INSTANT_TEXT + 1];
	enum rc rc = id_path(dir, id, "old", path, err);

	day_instant_iso(until, text);
	text[INSTANT_TEXT - 1] = '\n';
	return rc == RC_OK ? file_write(path, (struct str){text, INSTANT_TEXT},
				 0644, err)
			   : rc;
}
