#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "decide/posting.h"
#include "decide/posting_file.h"
#include "decide/posting_value.h"
#include "flow/postform.h"
#include "model/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct facts_invoice invoices[] = {
    {.id = STR_INIT("INV-1"), .open = {184250, "USD"}},
    {.id = STR_INIT("INV-2"), .open = {5000, "USD"}},
    {.id = STR_INIT("INV-3"), .open = {700, "KWD"}},
};
static struct contact pat = {
    .id = STR_INIT("P"), .email = STR_INIT("pat@acme.example")};
static struct facts_account facts = {
    .account = {.id = STR_INIT("C-1")},
    .invoices = invoices,
    .invoice_count = 3,
    .today = 20759,
    .locale = STR_INIT("en-US"),
};

/* Nothing that passes is more than is open, in the past or anybody else's. */
static void
check(enum posting_kind kind, const struct posting_read *r)
{
	if (r->wrong_count > 0)
		return;
	if (r->has_amount &&
	    (r->amount.minor <= 0 || r->amount.minor > 184250 + 5000))
		abort();
	if (kind == POSTING_PROMISE &&
	    (r->day < facts.today || r->day > facts.today + LIMIT_PROMISE_DAYS))
		abort();
	if ((kind == POSTING_DISPUTE || kind == POSTING_PROMISE) &&
	    (r->invoice_count == 0 || r->invoice_count > 3))
		abort();
	if (r->words.n > LIMIT_POST_WORDS || r->from < 0 || r->to > 1440)
		abort();
}

static void
read_all(struct arena *a, const struct posting_form *form, struct str locale)
{
	struct posting_ask ask = {&facts, &pat, locale};

	for (int k = 0; k < POSTING_KINDS; k++) {
		struct posting_read r;
		struct posting in = {.kind = (enum posting_kind)k,
		    .read = &r,
		    .account = &facts,
		    .contact = &pat,
		    .documents_per_day = 5};
		struct posting_result out;

		posting_read(a, in.kind, form, &ask, &r);
		check(in.kind, &r);
		posting_decide(a, &in, &out);
	}
}

/* Lines "name=value"; all of it is a name of a file, an amount and a day. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const locales[] = {"en-US", "de-DE", "fr-FR", ""};
	struct arena *a = arena_new(64 << 20);
	struct str all = {(const char *)data, size}, rest = all, line, name;
	struct posting_form form = {0}, kept;
	struct money m;

	if (posting_file_name(a, all).n > 104)
		abort();
	posting_file_type(all);
	while (str_line(&rest, &line)) {
		struct str *to;

		if (!str_cut(&line, '=', &name))
			continue;
		to = postform_field(&form, name);
		if (to != NULL)
			*to = line;
	}
	for (size_t i = 0; i < 4; i++) {
		struct str locale = str_of(locales[i]);

		if (posting_value_amount(all, locale, STR("USD"), &m) &&
		    m.minor < 0)
			abort();
		posting_value_day(all, locale);
		read_all(a, &form, locale);
	}
	if (str_is_utf8(all)) {
		postform_read(a, postform_write(a, &form), &kept);
		if (!str_eq(kept.words, form.words) ||
		    !str_eq(kept.amount, form.amount))
			abort();
	}
	postform_read(a, all, &kept);
	arena_free(&a);
	return 0;
}
