#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/limits.h"
#include "port/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look_at(const struct csv_row *row, int64_t *line)
{
	size_t all = 0;

	if (row->line <= *line || row->raw.n == 0 ||
	    row->raw.n > LIMIT_CSV_LINE || (row->fault && row->count > 0) ||
	    row->count > LIMIT_CSV_CELLS)
		__builtin_trap();
	*line = row->line;
	for (size_t i = 0; i < row->count; i++) {
		all += row->cells[i].n;
		if (!str_is_utf8(row->cells[i]))
			__builtin_trap();
	}
	if (all > row->raw.n)
		__builtin_trap();
}

/* Every byte is read once, lines only go forward. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("csv", 0);
	struct csv *csv = NULL;
	struct csv_row row;
	struct err err;
	int64_t line = 0;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size ||
	    lseek(fd, 0, SEEK_SET) != 0)
		__builtin_trap();
	if (csv_open(fd, &csv, &err) == RC_OK) {
		while (csv_next(csv, &row, &err) == RC_OK)
			look_at(&row, &line);
		if (csv_offset(csv) != (int64_t)size)
			__builtin_trap();
		csv_close(&csv);
	}
	close(fd);
	return 0;
}
