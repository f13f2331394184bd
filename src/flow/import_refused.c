#include "base/arena.h"
#include "flow/import_refused.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "model/limits.h"

#define LINE_TEXT 32

struct import_refused {
	char *path;
	char *making; /* its name until it is whole */
	FILE *file;   /* NULL until the first row */
	char separator;
	size_t columns;
	struct buf line;
};

struct str
import_refused_path(struct arena *a, const char *path)
{
	return arena_fmt(
	    a, "%s.refused.csv", str_eqc(str_of(path), "-") ? "import" : path);
}

static void
put_cell(struct import_refused *r, struct str s)
{
	bool formula = s.n > 0 && strchr("=+-@\t\r", s.p[0]) != NULL;
	bool quoted = str_trim(s).n != s.n;

	if (r->line.n > 0)
		buf_addc(&r->line, r->separator);
	for (size_t i = 0; i < s.n && !quoted; i++)
		quoted = s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r' ||
			 s.p[i] == r->separator;
	if (!quoted && s.n == 0 && r->line.n == 0)
		quoted = true; /* so that the first cell is seen */
	if (quoted)
		buf_addc(&r->line, '"');
	if (formula)
		buf_addc(&r->line, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_addc(&r->line, '"');
		buf_addc(&r->line, s.p[i]);
	}
	if (quoted)
		buf_addc(&r->line, '"');
}

struct import_refused *
import_refused_new(
    struct str path, const struct csv_row *header, char separator)
{
	struct import_refused *r = xcalloc(1, sizeof(*r));
	struct buf making;

	r->path = xstrndup(path.p, path.n);
	buf_init(&making, path.n + 8);
	buf_add_str(&making, path);
	buf_adds(&making, ".new");
	r->making = buf_take(&making);
	r->separator = separator;
	r->columns = header->count;
	buf_init(&r->line, 4 * LIMIT_CSV_LINE);
	for (size_t i = 0; i < header->count; i++)
		put_cell(r, header->cells[i]);
	put_cell(r, STR("line"));
	put_cell(r, STR("reason"));
	buf_addc(&r->line, '\n');
	return r;
}

void
import_refused_free(struct import_refused **rp)
{
	struct import_refused *r = *rp;

	*rp = NULL;
	if (r == NULL)
		return;
	if (r->file != NULL) {
		fclose(r->file);
		unlink(r->making);
	}
	buf_fini(&r->line);
	free(r->path);
	free(r->making);
	free(r);
}

static enum rc
cannot(const struct import_refused *r, struct err *err)
{
	return err_set(
	    err, RC_DOWN, "%s: cannot write: %s", r->making, strerror(errno));
}

/* Somebody else's link or file in that place is not followed. */
static enum rc
begin(struct import_refused *r, struct err *err)
{
	int fd;

	unlink(r->making);
	fd = open(r->making, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return cannot(r, err);
	r->file = fdopen(fd, "w");
	if (r->file == NULL) {
		close(fd);
		return cannot(r, err);
	}
	return RC_OK;
}

static enum rc
write_line(struct import_refused *r, struct err *err)
{
	size_t n = fwrite(r->line.p, 1, r->line.n, r->file);
	bool ok = n == r->line.n;

	buf_clear(&r->line);
	return ok ? RC_OK : cannot(r, err);
}

/* A row that was not read is given as it is, in the first column. */
static void
put_row(struct import_refused *r, const struct csv_row *row)
{
	static const struct str none = {NULL, 0};
	struct str raw = str_rtrim(row->raw);

	if (row->count == 0 && !str_is_utf8(raw))
		raw = STR("(not UTF-8)");
	for (size_t i = 0; i < r->columns; i++) {
		if (row->count == 0)
			put_cell(r, i == 0 ? raw : none);
		else
			put_cell(r, i < row->count ? row->cells[i] : none);
	}
}

enum rc
import_refused_add(struct import_refused *r, const struct csv_row *row,
    const char *reason, struct err *err)
{
	char line[LINE_TEXT];
	enum rc rc = RC_OK;

	if (r->file == NULL) {
		rc = begin(r, err);
		if (rc == RC_OK)
			rc = write_line(r, err); /* the header */
	}
	if (rc != RC_OK)
		return rc;
	put_row(r, row);
	snprintf(line, sizeof(line), "%lld", (long long)row->line);
	put_cell(r, str_of(line));
	put_cell(r, str_of(reason));
	buf_addc(&r->line, '\n');
	return write_line(r, err);
}

enum rc
import_refused_finish(struct import_refused *r, bool *any, struct err *err)
{
	FILE *file = r->file;
	bool ok;

	*any = file != NULL;
	if (file == NULL) {
		unlink(r->path);
		return RC_OK;
	}
	ok = fflush(file) == 0 && fsync(fileno(file)) == 0;
	ok = fclose(file) == 0 && ok;
	r->file = NULL;
	if (ok && rename(r->making, r->path) == 0)
		return RC_OK;
	cannot(r, err);
	unlink(r->making);
	return RC_DOWN;
}
