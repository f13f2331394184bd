#include "app/hold_show.h"

#include <stdio.h>

#include "base/printable.h"

static void
put(struct str text)
{
	struct buf b;

	buf_init(&b, 4096);
	printable_text(&b, text);
	fputs(b.p ? b.p : "", stdout);
	buf_fini(&b);
}

void
hold_show_print(const struct plan_item *it)
{
	char day[DAY_TEXT];

	for (size_t i = 0; i < it->hold_count; i++) {
		const struct hold *h = &it->holds[i];

		fputs("  held    ", stdout);
		put(h->kind);
		putchar(' ');
		put(h->subject.n ? h->subject : STR("(the account)"));
		fputs(h->reason.n ? ": " : "", stdout);
		put(h->reason);
		printf("; since %s", day_iso(day_of_instant(h->since), day));
		fputs(h->by.n ? " by " : "", stdout);
		put(h->by);
		if (h->day == DAY_NONE)
			puts(", until a person lets go");
		else
			printf(", until %s\n", day_iso(h->day, day));
	}
}

struct js *
hold_show_json(const struct plan_item *it)
{
	struct js *list = js_array();
	char stamp[INSTANT_TEXT], day[DAY_TEXT];

	for (size_t i = 0; i < it->hold_count; i++) {
		const struct hold *h = &it->holds[i];
		struct js *o = js_object();

		js_set_str(o, "kind", h->kind);
		js_set_str(o, "subject", h->subject);
		js_set_str(o, "reason", h->reason);
		js_set_str(o, "by", h->by);
		js_set_str(
		    o, "since", str_of(day_instant_iso(h->since, stamp)));
		if (h->day != DAY_NONE)
			js_set_str(o, "until", str_of(day_iso(h->day, day)));
		else
			js_set_null(o, "until");
		if (h->until != 0)
			js_set_str(o, "until_at",
			    str_of(day_instant_iso(h->until, stamp)));
		else
			js_set_null(o, "until_at");
		js_push(list, o);
	}
	return list;
}
