/*
 * render.c TEMPLATES [FOLDER/NAME.LANGUAGE...]: every text of every folder
 * (or those named) through the real renderer, once a case of extreme data.
 * Each mail on standard output behind a line "FOLDER/NAME.LANGUAGE CASE SIZE".
 *
 * What a text may say is taken from app/variables.h, so that a new name is in
 * the next golden file without a change here.
 */
#include <stdio.h>
#include <string.h>

#include "app/folder.h"
#include "app/variables.h"
#include "base/day.h"
#include "base/file.h"
#include "base/money.h"
#include "model/limits.h"
#include "render/letter.h"
#include "render/locale.h"

#define TODAY day_of(2028, 2, 29)
#define ROWS  3

struct sample {
	const char *name;
	size_t invoices;
	bool optional;           /* what may be missing is there */
	const char *names[ROWS]; /* of people and companies */
	const char *words;       /* a PO, a reason, a note */
	const char *currencies[ROWS];
	int64_t minor;
};

#define A20  "Aktiengesellschaft-/"
#define A200 A20 A20 A20 A20 A20 A20 A20 A20 A20 "Äpfel & Birnen GmbH"

static const struct sample samples[] = {
    {"none", 0, false, {"Acme Bakery", "Pat Miller", "Ruth"}, "PO-1",
	{"USD", "USD", "USD"}, 0},
    {"one", 1, true, {"山田商店", "Zoë O'Neill", "Ruth Okafor"}, "PO 77/3",
	{"JPY", "JPY", "JPY"}, 1234567},
    {"three", 3, true,
	{"مؤسسة النور للتجارة", "שלום כהן", "<b>Ruth</b> & *Co* _x_"},
	"<script>alert(1)</script> [x](http://x.example) `y` | z # 1. \\ ![i]",
	{"KWD", "JPY", "EUR"}, 987654321},
    {"long", 3, true, {A200, A200, A200}, A200, {"EUR", "USD", "GBP"},
	INT64_C(99999999999999)},
    {"many", 500, true, {"Acme Bakery", "Pat Miller", "Ruth Okafor"}, "PO-1",
	{"EUR", "EUR", "EUR"}, 1099},
};
#define SAMPLES (sizeof(samples) / sizeof(*samples))

static struct arena *a;

static bool
is_in(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

/* What the reader sees as a sum of money. */
static const char *const money_names[] = {"amount", "open", "charges_total",
    "promise.amount", "promise.paid", "promise.missing", "dispute.amount",
    "dispute.credit", "credit_limit", "opening", "invoiced", "credited", "paid",
    "closing", "current", "days_30", "days_60", "days_90", "older",
    "credit.used", "credit.limit", "credit.available", "credit.past_due",
    "credit.requested", "contested_amount", NULL};
static const char *const date_names[] = {"today", "issued", "due",
    "promised_for", "deadline", "promise.date", "dispute.opened",
    "dispute.deadline", "first_due", "credit.grace_until", "credit.review_on",
    "visit.date", "date", "at", NULL};
static const char *const count_names[] = {"terms_days", "days_past_due",
    "credit.used_percent", "credit.oldest_days", "average_days_to_pay",
    "broken_promises", "open_disputes", "promise.broken_count", "worst_days",
    "promises_kept", "promises_open", NULL};
static const char *const people_names[] = {"contact.name", "collector.name",
    "stakeholder.name", "author", "credit.requested_by", NULL};
/* Never missing, in any mail. */
static const char *const fixed_names[] = {"company.name", "company.email",
    "today", "account.id", "account.name", NULL};

static struct str
text_of(const struct sample *s, const char *name, struct str locale, size_t row)
{
	struct str currency = str_of(s->currencies[row % ROWS]);

	if (is_in(name, money_names))
		return locale_money(
		    a, locale, money_of(s->minor + (int64_t)row, currency));
	if (is_in(name, date_names))
		return locale_date(
		    a, locale, TODAY - (day_t)(40 * (row % 4)) - 1);
	if (is_in(name, count_names))
		return arena_fmt(a, "%zu", 40 * (row % 4) + 1);
	if (is_in(name, people_names))
		return str_of(s->names[1 + row % 2]);
	if (strcmp(name, "account.name") == 0)
		return str_of(s->names[0]);
	if (strcmp(name, "number") == 0)
		return arena_fmt(a, "INV-%zu", 10001 + row);
	if (strcmp(name, "reference") == 0)
		return STR("INV-10001");
	if (strcmp(name, "invoice_count") == 0)
		return arena_fmt(a, "%zu", s->invoices);
	if (strcmp(name, "currency") == 0)
		return currency;
	if (strcmp(name, "level") == 0)
		return STR("2");
	if (strcmp(name, "phone") == 0 || strcmp(name, "company.phone") == 0)
		return STR("+1 207 555 0118");
	if (strcmp(name, "company.name") == 0)
		return STR("Harbour & Pine Supply Co.");
	if (strcmp(name, "company.address") == 0)
		return STR("18 Quayside Road\nPortland, ME 04101");
	if (strcmp(name, "company.color") == 0)
		return STR("#1155cc");
	if (strcmp(name, "company.email") == 0 ||
	    strcmp(name, "collector.email") == 0)
		return STR("ar@harbourpine.example");
	if (strcmp(name, "bank") == 0)
		return STR("Casco Bay Bank\nRouting 011200000\nAccount 4471");
	if (strcmp(name, "signature") == 0)
		return STR("Ruth Okafor\nHarbour & Pine Supply Co.");
	if (strcmp(name, "period") == 0)
		return STR("2028-02");
	if (strcmp(name, "account.id") == 0 || strcmp(name, "dispute.id") == 0)
		return STR("C-1042");
	if (str_ends(str_of(name), STR("_url")))
		return STR("https://pay.harbourpine.example/pay/"
			   "Au8DAAAAa18-YA1wKWKFkriwHU5-BfRsPdsDQy0xiM4vVkZCkp3"
			   "bAPFtoh9xwNUxJwst-DUgqIb6PBB-is8LQI2-FTnzhBVb");
	return str_of(s->words);
}

/* "dispute.reason" below the map of "dispute". */
static void
put(struct value *root, const char *name, struct value *v)
{
	const char *dot = strchr(name, '.');
	struct value *map;
	struct str key;

	if (dot == NULL) {
		value_set(a, root, name, v);
		return;
	}
	key = (struct str){name, (size_t)(dot - name)};
	map = (struct value *)value_get(root, key);
	if (map == NULL) {
		map = value_map(a);
		value_put(a, root, key, map);
	}
	value_set(a, map, dot + 1, v);
}

static struct value *
text_value(struct str text)
{
	struct value *v = arena_alloc(a, sizeof(*v));

	*v = (struct value){.kind = VALUE_TEXT, .text = text};
	return v;
}

static struct value *
list_of(const struct sample *s, const char *name, struct str locale)
{
	struct value *list = value_list(a);
	size_t n = strcmp(name, "invoices") == 0 ? s->invoices : ROWS;

	if (strcmp(name, "totals") == 0 || strcmp(name, "net") == 0)
		n = strcmp(s->currencies[0], s->currencies[1]) == 0 ? 1 : ROWS;
	for (size_t i = 0; i < n; i++) {
		struct value *row = value_map(a);

		for (size_t k = 0; k < variables_count; k++) {
			const struct variable *v = &variables[k];

			if (strcmp(v->within, name) != 0)
				continue;
			if (v->kind == VARIABLE_FLAG)
				value_set_bool(a, row, v->name,
				    strcmp(v->name, "past_due") == 0);
			else
				value_set_text(a, row, v->name,
				    text_of(s, v->name, locale, i));
		}
		value_push(a, list, row);
	}
	return list;
}

static struct value *
values_of(const struct sample *s, struct str locale)
{
	struct value *root = value_map(a);

	for (size_t k = 0; k < variables_count; k++) {
		const struct variable *v = &variables[k];

		if (v->within[0] != '\0' ||
		    (!s->optional && !is_in(v->name, fixed_names)))
			continue;
		if (v->kind == VARIABLE_LIST)
			put(root, v->name, list_of(s, v->name, locale));
		else if (v->kind == VARIABLE_TEXT)
			put(root, v->name,
			    text_value(text_of(s, v->name, locale, 0)));
	}
	value_set_bool(a, root, "several", s->invoices > 1);
	value_set_bool(a, root, "earlier", s->invoices > 1);
	if (s->optional) {
		struct value *on = arena_alloc(a, sizeof(*on));

		*on = (struct value){.kind = VALUE_TRUE};
		put(root, s->invoices > 1 ? "dispute.part" : "dispute.upheld",
		    on);
	}
	return root;
}

static bool
render_case(const struct letter_template *t, const struct template *layout,
    const char *text, const struct sample *s)
{
	static const char *const locales[][2] = {
	    {"en", "en-US"}, {"de", "de-DE"}, {"fr", "fr-FR"}, {"es", "es-ES"}};
	struct str language = str_of(strrchr(text, '.') + 1);
	struct str locale = language;
	struct letter_head head = {
	    .from_name = STR("Harbour & Pine"),
	    .from_address = STR("ar@harbourpine.example"),
	    .to_name = str_of(s->names[1]),
	    .to_address = STR("ap@customer.example"),
	    .message_id = STR("dm.1.2@harbourpine.example"),
	    .date = day_instant(TODAY) + 32400,
	    .language = language,
	};
	struct buf out;
	struct err err;
	enum rc rc;

	for (size_t i = 0; i < 4; i++)
		if (str_eqc(language, locales[i][0]))
			locale = str_of(locales[i][1]);
	buf_init(&out, 64 << 20);
	rc = letter_render(
	    a, &head, t, layout, values_of(s, locale), NULL, 0, &out, &err);
	if (rc == RC_OK) {
		printf("%s %s %zu\n", text, s->name, out.n);
		fwrite(out.p, 1, out.n, stdout);
	} else {
		fprintf(stderr, "%s %s: %s\n", text, s->name, err.text);
	}
	buf_fini(&out);
	arena_reset(a);
	return rc == RC_OK;
}

static bool
read_file(const char *path, struct buf *out)
{
	struct err err;

	buf_init(out, LIMIT_TEMPLATE_FILE);
	if (file_read(path, out, &err) == RC_OK)
		return true;
	fprintf(stderr, "%s\n", err.text);
	return false;
}

/* folder/name.language */
static bool
render_text(const char *root, const char *text, const struct template *layout)
{
	struct letter_template *t = NULL;
	char path[512];
	struct buf source;
	struct err err = {{0}};
	bool ok;

	snprintf(path, sizeof(path), "%s/%s.md", root, text);
	ok = read_file(path, &source) &&
	     letter_template_compile(buf_str(&source), &t, &err) == RC_OK;
	if (!ok)
		fprintf(stderr, "%s: %s\n", text, err.text);
	for (size_t i = 0; ok && i < SAMPLES; i++)
		ok = render_case(t, layout, text, &samples[i]);
	letter_template_free(&t);
	buf_fini(&source);
	return ok;
}

static bool
render_folder(const char *root, const char *name, const struct template *layout)
{
	struct arena *names = arena_new(16 << 20);
	struct folder f;
	char path[512];
	bool ok = true;

	snprintf(path, sizeof(path), "%s/%s", root, name);
	folder_list(names, path, STR(".md"), LIMIT_FILES, &f);
	for (size_t i = 0; i < f.count; i++) {
		snprintf(path, sizeof(path), "%s/%.*s", name,
		    (int)f.names[i].n - 3, f.names[i].p);
		ok = render_text(root, path, layout) && ok;
	}
	arena_free(&names);
	return ok;
}

static bool
render_all(const char *root, const struct template *layout)
{
	struct arena *names = arena_new(16 << 20);
	struct folder f;
	bool ok = true;

	folder_list(names, root, STR(""), LIMIT_FILES, &f);
	for (size_t i = 0; i < f.count; i++)
		ok = render_folder(
			 root, arena_cstr(names, f.names[i]), layout) &&
		     ok;
	arena_free(&names);
	return ok;
}

int
main(int argc, char **argv)
{
	struct template *layout = NULL;
	char path[512];
	struct buf source;
	struct err err = {{0}};
	bool ok;

	if (argc < 2) {
		fprintf(stderr, "usage: render TEMPLATES [TEXT...]\n");
		return 2;
	}
	a = arena_new(256 << 20);
	snprintf(path, sizeof(path), "%s/layout.html", argv[1]);
	ok = read_file(path, &source) &&
	     template_compile(buf_str(&source), &layout, &err) == RC_OK;
	if (ok && argc == 2)
		ok = render_all(argv[1], layout);
	for (int i = 2; ok && i < argc; i++)
		ok = render_text(argv[1], argv[i], layout);
	letter_forget();
	template_free(&layout);
	buf_fini(&source);
	arena_free(&a);
	return ok ? 0 : 1;
}
