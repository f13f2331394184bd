#include "app/check_job.h"

#include "base/file.h"
#include "decide/rules.h"
#include "model/limits.h"

/* rules has its own word for the same thing; this one also counts. */
static void
told(void *ctx, const char *file, int line, const char *text)
{
	mistake_add(ctx, file, line, "%s", text);
}

static void
add_file(
    struct check_job *j, struct rules **rules, struct str path, struct str lang)
{
	int before = j->m.count;
	struct err why;
	struct buf buf;
	enum rc rc;

	buf_init(&buf, LIMIT_RULE_FILE);
	rc = file_read(path.p, &buf, &why);
	if (rc == RC_OK)
		rc = rules_add(rules, path.p, lang, buf_str(&buf), false, true,
		    told, &j->m, &why);
	if (rc != RC_OK && j->m.count == before)
		mistake_add(&j->m, path.p, 0,
		    "cannot be used (%s); correct it, or move it away",
		    why.text);
	buf_fini(&buf);
}

void
check_filters(struct check_job *j)
{
	struct str dir = j->settings->filters_dir;
	struct rules *rules = NULL;
	int before = j->m.count;
	struct folder f;

	if (!folder_list(j->a, dir.p, STR(".rules"), LIMIT_FILES, &f) ||
	    f.count == 0) {
		check_job_tell(j, &j->settings->filters_dir,
		    "%.*s holds no <language>.rules, so no reply would be "
		    "understood; correct filters in [folders]",
		    STR_ARG(dir));
		return;
	}
	for (size_t i = 0; i < f.count; i++)
		add_file(j, &rules,
		    arena_fmt(
			j->a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(f.names[i])),
		    str_sub(f.names[i], 0, f.names[i].n - 6));
	if (j->m.count == before)
		check_job_well(j, "%.*s: %zu rules in %zu file%s", STR_ARG(dir),
		    rules_count(rules), f.count, f.count == 1 ? "" : "s");
	rules_free(&rules);
}
