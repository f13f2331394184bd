#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "decide/statement.h"

#define ENTRIES 60
#define USES    80
#define MONTHS  14

/* A ledger as it grows: who was matched with what, by index. */
struct ledger {
	struct statement_entry entries[ENTRIES];
	size_t count;
	struct {
		size_t source, invoice;
		int64_t amount;
	} uses[USES];
	size_t use_count;
};

static uint64_t seed;

static int64_t
dice(int64_t sides)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)sides);
}

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static const char *const codes[] = {"BHD", "JPY", "USD"};

/* Currencies one behind the other, days in order, as the store gives them. */
static void
grow(struct ledger *l)
{
	size_t per = (size_t)dice(ENTRIES / 3);

	*l = (struct ledger){.count = 0};
	for (size_t c = 0; c < 3; c++) {
		day_t day = day_of(2026, 1, 1);

		for (size_t i = 0; i < per; i++) {
			struct statement_entry *e = &l->entries[l->count++];

			day += (day_t)dice(25);
			*e = (struct statement_entry){
			    .kind = (enum statement_kind)dice(3),
			    .id = STR("X-1"),
			    .day = day,
			    .due = day + (day_t)dice(60),
			    .amount = money_of(dice(1000000), str_of(codes[c])),
			};
		}
	}
}

static void
match(struct ledger *l)
{
	for (size_t i = 0; i < USES && l->count > 0; i++) {
		size_t s = (size_t)dice((int64_t)l->count);
		size_t v = (size_t)dice((int64_t)l->count);
		struct statement_entry *from = &l->entries[s];
		struct statement_entry *to = &l->entries[v];
		int64_t most;

		if (from->kind == STATEMENT_INVOICE ||
		    to->kind != STATEMENT_INVOICE ||
		    strcmp(from->amount.currency, to->amount.currency) != 0)
			continue;
		most = smaller(from->amount.minor - from->applied,
		    to->amount.minor - to->applied);
		if (most == 0)
			continue;
		most = dice(most) + 1;
		from->applied += most;
		to->applied += most;
		l->uses[l->use_count].source = s;
		l->uses[l->use_count].invoice = v;
		l->uses[l->use_count++].amount = most;
	}
}

/* What was there of it at the end of a month. */
static void
look_back(struct ledger *l, day_t to)
{
	for (size_t i = 0; i < l->count; i++)
		l->entries[i].applied_then = 0;
	for (size_t i = 0; i < l->use_count; i++) {
		struct statement_entry *from = &l->entries[l->uses[i].source];
		struct statement_entry *inv = &l->entries[l->uses[i].invoice];

		/* Each is asked whether the other was there. */
		if (from->day <= to)
			inv->applied_then += l->uses[i].amount;
		if (inv->day <= to)
			from->applied_then += l->uses[i].amount;
	}
}

static const struct statement_section *
section(const struct statement *st, const char *currency)
{
	for (size_t i = 0; i < st->count; i++)
		if (strcmp(st->sections[i].closing.currency, currency) == 0)
			return &st->sections[i];
	return NULL;
}

static int64_t
closing(const struct statement *st, const char *currency)
{
	const struct statement_section *s = section(st, currency);

	return s ? s->closing.minor : 0;
}

static void
check_section(const struct statement_section *s)
{
	int64_t balance = s->opening.minor, items = 0, aged = 0;

	assert_int_equal(s->opening.minor + s->invoiced.minor -
			     s->credited.minor - s->paid.minor,
	    s->closing.minor);
	for (size_t i = 0; i < s->move_count; i++)
		balance += statement_signed(s->moves[i]).minor;
	assert_int_equal(balance, s->closing.minor);
	for (size_t i = 0; i < s->item_count; i++) {
		int64_t open = statement_open(s->items[i]).minor;

		assert_true(open > 0);
		items += s->items[i]->kind == STATEMENT_INVOICE ? open : -open;
	}
	assert_int_equal(items, s->closing.minor);
	for (size_t i = 0; i < AGING_BUCKETS; i++)
		aged += s->aging[i].minor;
	assert_int_equal(aged - s->unapplied.minor, s->closing.minor);
}

/* A thousand ledgers, month after month: each proves, and each begins as the
 * one before it ended. */
static void
months_are_continuous(void **state)
{
	struct arena *a = arena_new(16u << 20);
	struct ledger l;
	size_t seen = 0;

	(void)state;
	for (int round = 0; round < 1000; round++) {
		struct statement before = {.count = 0};

		seed = (uint64_t)round + 1;
		arena_reset(a);
		grow(&l);
		match(&l);
		for (int m = 0; m < MONTHS; m++) {
			day_t to = day_month_end(
			    day_add_months(day_of(2026, 1, 1), m));
			struct statement st;

			look_back(&l, to);
			statement_make(a, to, l.entries, l.count, &st);
			assert_int_equal(st.unproven.n, 0);
			for (size_t i = 0; i < st.count; i++) {
				check_section(&st.sections[i]);
				assert_int_equal(st.sections[i].opening.minor,
				    closing(&before,
					st.sections[i].closing.currency));
			}
			seen += st.count;
			before = st;
		}
	}
	assert_true(seen > 10000);
	arena_free(&a);
}

static struct statement_entry
entry(enum statement_kind kind, const char *id, day_t day, int64_t minor)
{
	return (struct statement_entry){.kind = kind,
	    .id = str_of(id),
	    .day = day,
	    .due = day + 30,
	    .amount = money_of(minor, STR("USD"))};
}

struct world {
	struct arena *a;
	struct statement_entry e[4];
	struct statement st;
};

static day_t
october(int d)
{
	return day_of(2026, 10, d);
}

static int
set_up(void **state)
{
	static struct world w;

	w.a = arena_new(1u << 20);
	w.e[0] = entry(STATEMENT_INVOICE, "INV-1", day_of(2026, 8, 10), 10000);
	w.e[1] = entry(STATEMENT_INVOICE, "INV-2", october(5), 4000);
	w.e[2] = entry(STATEMENT_PAYMENT, "P-1", october(20), 3000);
	w.e[3] = entry(STATEMENT_CREDIT, "CR-1", day_of(2026, 11, 2), 500);
	w.e[0].applied = w.e[0].applied_then = 2500;
	w.e[2].applied = w.e[2].applied_then = 2500;
	*state = &w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	arena_free(&w->a);
	return 0;
}

static void
make(struct world *w, size_t n)
{
	statement_make(w->a, october(31), w->e, n, &w->st);
}

static void
a_month_as_it_was(void **state)
{
	struct world *w = *state;
	const struct statement_section *s;

	make(w, 4);
	assert_int_equal(w->st.unproven.n, 0);
	assert_int_equal(w->st.from, october(1));
	assert_int_equal(w->st.count, 1);
	s = &w->st.sections[0];
	assert_int_equal(s->opening.minor, 10000);
	assert_int_equal(s->invoiced.minor, 4000);
	assert_int_equal(s->paid.minor, 3000);
	assert_int_equal(s->credited.minor, 0); /* it came after */
	assert_int_equal(s->closing.minor, 11000);
	assert_int_equal(s->unapplied.minor, 500);
	assert_int_equal(s->item_count, 3);
	assert_int_equal(s->move_count, 2);
	assert_int_equal(s->aging[AGING_60].minor, 7500);
	assert_int_equal(s->aging[AGING_CURRENT].minor, 4000);
}

/* What is open now, less what came since, is another sum. */
static void
what_does_not_prove(void **state)
{
	struct world *w = *state;

	w->e[2].applied = 2000; /* the payment knows of less */
	w->e[2].applied_then = 2000;
	make(w, 4);
	assert_true(str_find(w->st.unproven, STR("closes with")) != STR_NPOS);
	w->e[2].applied_then = 2500;
	make(w, 4);
	assert_true(w->st.unproven.n > 0);
	w->e[2].applied = 2500;
	make(w, 4);
	assert_int_equal(w->st.unproven.n, 0);
	w->e[0].applied = 10001;
	make(w, 4);
	assert_true(str_find(w->st.unproven, STR("INV-1")) != STR_NPOS);
}

static void
sums_too_large_do_not_prove(void **state)
{
	struct world *w = *state;

	w->e[0] = entry(
	    STATEMENT_INVOICE, "INV-1", day_of(2026, 8, 10), INT64_MAX - 1);
	w->e[2].applied = w->e[2].applied_then = 0;
	make(w, 3);
	assert_true(w->st.unproven.n > 0);
}

static void
a_quiet_account_is_not_active(void **state)
{
	struct world *w = *state;

	make(w, 0);
	assert_false(w->st.active);
	assert_int_equal(w->st.count, 0);
	/* Paid long ago. */
	w->e[0].applied = w->e[0].applied_then = 10000;
	w->e[1] = entry(STATEMENT_PAYMENT, "P-0", day_of(2026, 9, 30), 10000);
	w->e[1].applied = w->e[1].applied_then = 10000;
	make(w, 2);
	assert_int_equal(w->st.unproven.n, 0);
	assert_false(w->st.active);
	assert_int_equal(w->st.count, 0);
	/* Only what comes after it. */
	w->e[0] = entry(STATEMENT_INVOICE, "INV-9", day_of(2026, 11, 1), 5);
	make(w, 1);
	assert_false(w->st.active);
	/* On its first and last day. */
	w->e[0].day = october(31);
	make(w, 1);
	assert_true(w->st.active);
	w->e[0].day = october(1);
	make(w, 1);
	assert_int_equal(w->st.sections[0].opening.minor, 0);
	assert_int_equal(w->st.sections[0].invoiced.minor, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(months_are_continuous),
	    cmocka_unit_test_setup_teardown(
		a_month_as_it_was, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_does_not_prove, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		sums_too_large_do_not_prove, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_quiet_account_is_not_active, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
