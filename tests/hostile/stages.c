#include <stdio.h>
#include <time.h>

#include "../unit/decide/shipped.h"
#include "decide/classify.h"
#include "decide/guard.h"
#include "mail/message.h"
#include "mail/wire.h"

/*
 * stages FILE...: for each mail a line of its name and the CPU milliseconds
 * of parsing, guard and rules, the rules of all languages on the whole reply
 * whatever the guard says. In one process: a crash of it is one of the parser.
 */
static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Parsed, and sent over the wire as a child would. */
static struct message *
read_mail(struct arena *a, const char *file)
{
	struct message *m = NULL, *back = NULL;
	struct err err = {{0}};
	struct buf raw, wire;

	buf_init(&raw, LIMIT_MAIL_RAW);
	buf_init(&wire, LIMIT_MAIL_WIRE);
	if (file_read(file, &raw, &err) == RC_OK &&
	    message_parse(a, arena_dup(a, buf_str(&raw)), &m, &err) == RC_OK) {
		wire_put(&wire, m);
		if (wire.full || wire_get(a, arena_dup(a, buf_str(&wire)),
				     &back, &err) != RC_OK)
			snprintf(err.text, sizeof(err.text), "the wire");
	}
	if (back == NULL)
		printf("%s: %s\n", file, err.text);
	buf_fini(&raw);
	buf_fini(&wire);
	return back;
}

static void
measure(struct rules *rules, const char *file)
{
	struct classify_context ctx = {
	    .locale = STR("en-US"), .threshold = 0.6};
	struct arena *a = arena_new((size_t)1 << 30);
	double began = now_ms(), parsed, guarded;
	struct message *m = read_mail(a, file);
	struct guard g;
	struct intent intent;

	if (m != NULL) {
		parsed = now_ms();
		guard_judge(a, m, &g);
		guarded = now_ms();
		classify_message(rules, a, m, &ctx, &intent);
		printf("%s %.1f %.1f %.1f\n", file, parsed - began,
		    guarded - parsed, now_ms() - guarded);
	}
	arena_free(&a);
}

int
main(int argc, char **argv)
{
	struct rules *rules = shipped_rules(false);

	for (int i = 1; i < argc; i++)
		measure(rules, argv[i]);
	rules_free(&rules);
	return 0;
}
