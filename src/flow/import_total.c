#include "flow/import_total.h"

#include <string.h>

#include "flow/import_cell.h"
#include "flow/import_seen.h"

static struct money *
sum_of(struct money *sums, size_t count, const char *currency)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(sums[i].currency, currency) == 0)
			return &sums[i];
	return NULL;
}

bool
import_total_add(struct money sums[IMPORT_SUMS], size_t *count, struct money m)
{
	struct money *sum = sum_of(sums, *count, m.currency);

	if (sum != NULL)
		return money_add(*sum, m, sum);
	if (*count == IMPORT_SUMS)
		return false;
	sums[(*count)++] = m;
	return true;
}

struct str
import_total_text(struct arena *a, const struct money *sums, size_t count)
{
	struct str out = STR("");
	char text[MONEY_TEXT];

	for (size_t i = 0; i < count; i++)
		out =
		    arena_fmt(a, "%.*s%s%s %s", STR_ARG(out), i > 0 ? ", " : "",
			sums[i].currency, money_plain(sums[i], text));
	return count > 0 ? out : STR("none");
}

/* What can be read of a row, well or not. */
static enum rc
add_row(struct import_run *run, struct import_seen *seen,
    const struct import_row *row, struct err *err)
{
	const struct import_kind *kind = run->kind;
	struct str id = str_trim(row->cells[kind->id].text);
	uint64_t hash = import_seen_hash(kind->name, id, STR(""));
	struct money m;

	if (!money_parse(str_trim(row->cells[kind->amount].text),
		str_trim(row->cells[kind->currency].text), &m))
		return RC_OK;
	if (kind->many && import_seen_has(seen, hash))
		return RC_OK;
	if (!import_total_add(run->sums, &run->sum_count, m))
		return err_set(err, RC_BAD,
		    "line %lld: the amounts cannot be summed up",
		    (long long)row->line);
	return kind->many ? import_seen_add(seen, hash, err) : RC_OK;
}

static bool
agree(const struct import_run *run, const struct import_options *options)
{
	struct money want[IMPORT_SUMS];
	size_t n = 0;

	memcpy(want, run->sums, sizeof(want));
	for (size_t i = 0; i < options->total_count; i++) {
		struct money *sum =
		    sum_of(want, run->sum_count, options->totals[i].currency);

		if (sum == NULL && options->totals[i].minor == 0)
			continue;
		if (sum == NULL || sum->minor != options->totals[i].minor)
			return false;
		n++;
	}
	for (size_t i = 0; i < run->sum_count; i++)
		if (want[i].minor == 0 &&
		    sum_of((struct money *)options->totals,
			options->total_count, want[i].currency) == NULL)
			n++;
	return n == run->sum_count;
}

static enum rc
add_all(struct import_run *run, struct import_seen *seen,
    struct import_file *file, struct err *err)
{
	struct csv_row csv;
	struct import_row row;
	enum rc rc;

	while ((rc = csv_next(file->csv, &csv, err)) == RC_OK) {
		if (!import_file_row(file, run->kind, &csv, &row))
			continue;
		rc = add_row(run, seen, &row, err);
		if (rc != RC_OK)
			return rc;
	}
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
import_total_check(struct import_run *run, struct import_file *file,
    const struct import_options *options, struct err *err)
{
	struct import_seen *seen = import_seen_new();
	struct str is, want;
	enum rc rc = add_all(run, seen, file, err);

	if (rc == RC_OK && !agree(run, options)) {
		want = import_total_text(
		    run->scratch, options->totals, options->total_count);
		is = import_total_text(run->scratch, run->sums, run->sum_count);
		rc = err_set(err, RC_BAD,
		    "%s: the control total is %.*s, the file's amounts come "
		    "to %.*s; nothing was changed",
		    file->name, STR_ARG(want), STR_ARG(is));
	}
	run->sum_count = 0;
	import_seen_free(&seen);
	return rc == RC_OK ? import_file_again(file, err) : rc;
}
