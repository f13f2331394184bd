#ifndef DUNMAIL_APP_CMD_IMPORT_SHOW_H
#define DUNMAIL_APP_CMD_IMPORT_SHOW_H

#include "flow/import.h"
#include "store/batch.h"

/*
 * cmd_import_show: what `import` says: refusals and a progress bar on
 * standard error, results on standard output.
 */
struct cmd_import_show {
	const char *file;
	int64_t refused;
	bool terminal;
	bool drawn;
	double since, last; /* seconds of a clock that only goes forward */
};

void cmd_import_show_start(
    struct cmd_import_show *show, struct import_sink *sink);
void cmd_import_show_end(struct cmd_import_show *show);

void cmd_import_show_result(const struct import_options *options,
    const struct import_result *r, bool json);
void cmd_import_show_undone(const char *batch, bool json);
void cmd_import_show_list(const struct batch *batches, size_t n, bool json);

#endif
