#include "flow/import_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "flow/import_cell.h"
#include "model/limits.h"

#define COPY_BYTES 65536
#define LIST_BYTES 400

static enum rc
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return RC_DOWN;
		p += done;
		n -= (size_t)done;
	}
	return RC_OK;
}

static int
nameless_file(void)
{
	char name[] = P_tmpdir "/dunmail-import-XXXXXX";
	int fd = mkostemp(name, O_CLOEXEC);

	if (fd >= 0)
		unlink(name);
	return fd;
}

/* Into a file without a name, which takes the place of the descriptor. */
static enum rc
copy(struct import_file *file, struct err *err)
{
	int from = file->fd, to = nameless_file();
	char bytes[COPY_BYTES];
	ssize_t n = 1;

	file->fd = to;
	while (to >= 0 && n != 0) {
		n = read(from, bytes, sizeof(bytes));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || write_all(to, bytes, (size_t)n) != RC_OK)
			break;
	}
	if (to < 0 || n != 0)
		err_set(err, RC_DOWN, "%s: cannot be copied to %s: %s",
		    file->name, P_tmpdir, strerror(errno));
	if (from != STDIN_FILENO)
		close(from);
	return to < 0 || n != 0 ? RC_DOWN : RC_OK;
}

static enum rc
open_path(struct import_file *file, const char *path, struct err *err)
{
	bool input = strcmp(path, "-") == 0;
	struct stat st;

	file->name = input ? "standard input" : path;
	file->fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (file->fd < 0 || fstat(file->fd, &st) != 0)
		return err_set(
		    err, RC_BAD, "%s: %s", file->name, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return err_set(err, RC_BAD, "%s: is a folder", file->name);
	if (input || !S_ISREG(st.st_mode))
		return copy(file, err);
	return RC_OK;
}

/* The one column of the kind with this name, or -1. */
static int
column_of(const struct import_kind *kind, struct str name)
{
	for (size_t i = 0; i < kind->count; i++)
		if (kind->columns[i].type != IMPORT_DERIVED &&
		    str_fold_eqc(name, kind->columns[i].name))
			return (int)i;
	return -1;
}

static enum rc
match_cell(struct import_file *file, const struct import_kind *kind, size_t i,
    const struct import_sink *sink, struct err *err)
{
	struct str name = str_trim(file->header[i]);
	int column = column_of(kind, name);
	struct err text;

	if (column >= 0 && file->at[column] >= 0)
		return err_set(err, RC_BAD, "%s: the column %s is there twice",
		    file->name, kind->columns[column].name);
	if (column >= 0) {
		file->at[column] = (int)i;
		return RC_OK;
	}
	if (sink->warn && name.n > 0) {
		err_set(&text, RC_BAD, "column \"%.*s\" is ignored",
		    STR_ARG(import_cell_clip(name)));
		sink->warn(sink->ctx, 1, text.text);
	}
	return RC_OK;
}

static enum rc
match_header(struct import_file *file, const struct import_kind *kind,
    const struct import_sink *sink, struct err *err)
{
	char missing[LIST_BYTES] = "";
	size_t n = 0, k = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < IMPORT_COLUMNS; i++)
		file->at[i] = -1;
	for (size_t i = 0; rc == RC_OK && i < file->width; i++)
		rc = match_cell(file, kind, i, sink, err);
	for (size_t i = 0; i < kind->count; i++) {
		if (!kind->columns[i].required || file->at[i] >= 0)
			continue;
		n += (size_t)snprintf(missing + n, sizeof(missing) - n, "%s%s",
		    k++ ? ", " : "", kind->columns[i].name);
	}
	if (rc == RC_OK && k > 0)
		return err_set(err, RC_BAD,
		    "%s: the first line names no column%s %s", file->name,
		    k > 1 ? "s" : "", missing);
	return rc;
}

static enum rc
start(struct import_file *file, struct csv_row *header, struct err *err)
{
	enum rc rc;

	csv_close(&file->csv);
	if (lseek(file->fd, 0, SEEK_SET) != 0)
		return err_set(
		    err, RC_DOWN, "%s: %s", file->name, strerror(errno));
	rc = csv_open(file->fd, &file->csv, err);
	if (rc == RC_OK)
		rc = csv_next(file->csv, header, err);
	if (rc == RC_MISS)
		rc = err_set(err, RC_BAD, "the file is empty");
	if (rc == RC_OK && header->fault)
		rc = err_set(err, RC_BAD, "line %lld: %s",
		    (long long)header->line, header->fault);
	return rc == RC_OK ? rc : err_prefix(err, rc, "%s", file->name);
}

enum rc
import_file_open(struct import_file *file, struct arena *a, const char *path,
    const struct import_kind *kind, const struct import_sink *sink,
    struct err *err)
{
	struct csv_row header;
	struct stat st;
	enum rc rc;

	*file = (struct import_file){.fd = -1};
	rc = open_path(file, path, err);
	if (rc == RC_OK)
		rc = start(file, &header, err);
	if (rc != RC_OK)
		return rc;
	if (fstat(file->fd, &st) == 0)
		file->size = st.st_size;
	file->width = header.count;
	file->header = arena_array(a, header.count, sizeof(*file->header));
	for (size_t i = 0; i < header.count; i++)
		file->header[i] = arena_dup(a, header.cells[i]);
	return match_header(file, kind, sink, err);
}

void
import_file_close(struct import_file *file)
{
	csv_close(&file->csv);
	if (file->fd > STDIN_FILENO)
		close(file->fd);
	file->fd = -1;
}

enum rc
import_file_again(struct import_file *file, struct err *err)
{
	struct csv_row header;

	return start(file, &header, err);
}

static bool
is_empty(const struct csv_row *csv)
{
	for (size_t i = 0; i < csv->count; i++)
		if (str_trim(csv->cells[i]).n > 0)
			return false;
	return csv->fault == NULL;
}

bool
import_file_row(const struct import_file *file, const struct import_kind *kind,
    const struct csv_row *csv, struct import_row *row)
{
	import_row_init(row, csv->line);
	if (csv->fault != NULL) {
		import_refuse(row, "%s", csv->fault);
		return true;
	}
	if (is_empty(csv))
		return false;
	if (csv->count != file->width) {
		import_refuse(row, "%zu value%s, but the header has %zu",
		    csv->count, csv->count == 1 ? "" : "s", file->width);
		return true;
	}
	for (size_t i = 0; i < kind->count; i++) {
		if (file->at[i] < 0)
			continue;
		row->cells[i].given = true;
		row->cells[i].text = csv->cells[file->at[i]];
	}
	return true;
}
