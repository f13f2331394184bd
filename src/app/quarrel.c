#include "app/quarrel.h"

#include <string.h>

#include "model/limits.h"

bool
quarrel_args(int argc, char **argv, struct quarrel_args *out)
{
	*out = (struct quarrel_args){.by = STR("operator")};
	for (int i = 1; i < argc; i++) {
		struct str *option = strcmp(argv[i], "--text") == 0 ? &out->text
				     : strcmp(argv[i], "--by") == 0 ? &out->by
								    : NULL;

		if (option != NULL && i + 1 == argc)
			return false;
		if (option != NULL)
			*option = str_trim(str_of(argv[++i]));
		else if (argv[i][0] == '-' || out->count == 3)
			return false;
		else
			out->words[out->count++] = str_of(argv[i]);
	}
	return out->count >= 2 && out->by.n > 0 && str_is_utf8(out->text) &&
	       str_is_utf8(out->by);
}

struct str
quarrel_amount(const struct quarrel_args *args)
{
	return args->count > 2 ? args->words[2] : (struct str){NULL, 0};
}

int
quarrel_run(
    struct app *app, const struct quarrel_args *args, quarrel_work *work)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct contest c = {
	    .f = &app->flow,
	    .a = a,
	    .invoice = args->words[0],
	    .by = args->by,
	    .text = args->text,
	    .now = app_now(app),
	};
	struct err err = {{0}};
	enum rc rc = store_begin(app->flow.store, &err);

	if (rc == RC_OK) {
		rc = work(&c, args, &err);
		if (rc == RC_OK)
			rc = store_commit(app->flow.store, &err);
		else
			store_rollback(app->flow.store);
	}
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}
