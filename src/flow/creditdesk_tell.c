#include "flow/creditdesk.h"

#include <string.h>

#include "base/file.h"
#include "flow/facts.h"
#include "flow/hookout.h"
#include "model/limits.h"
#include "port/js.h"
#include "render/msgid.h"
#include "store/agenda.h"
#include "store/meta.h"
#include "store/outbox.h"

#define META_ON        "credit.on"        /* all were looked at since */
#define META_CHANGED   "credit.changed"   /* the last change */
#define META_PUBLISHED "credit.published" /* the one that the file shows */
#define BODY_MAX       4096
#define PAGE           500
#define FILE_MODE      0640 /* its folder says who may look */

static struct str
webhook_body(
    const struct creditdesk_ask *ask, const struct creditdesk_news *news)
{
	struct js *j = js_object();
	char day[DAY_TEXT];
	struct str text;
	struct buf b;

	js_set_str(j, "event", str_of(news->event));
	js_set_str(j, "account", ask->facts->account.id);
	js_set_str(j, "reason", news->reason);
	js_set_str(j, "since", str_of(day_iso(ask->facts->today, day)));
	buf_init(&b, BODY_MAX);
	js_write(j, &b);
	text = arena_dup(ask->a, str_trim(buf_str(&b)));
	buf_fini(&b);
	js_free(&j);
	return text;
}

/* No step of the sequence: of those inward only the highest would be said, and
 * the order desk's mail is one. */
static enum rc
add_webhook(const struct creditdesk_ask *ask,
    const struct creditdesk_news *news, struct err *err)
{
	const struct flow *f = ask->f;
	struct outbox_touch t = {
	    .account = ask->facts->account.id,
	    .kind = STR("spool"),
	    .channel = str_of(step_channels[STEP_WEBHOOK]),
	    .sequence = str_of(sequence_kind_name(SEQUENCE_CREDIT)),
	    .step = str_of(news->event),
	    .mailbox = f->set->mailboxes[0].name,
	    .reason = news->reason,
	    .planned_at = ask->facts->now,
	    .not_before = ask->facts->now,
	};
	enum rc rc;

	t.params = webhook_body(ask, news);
	t.natural_key = arena_fmt(
	    ask->a, "webhook|%.*s|%s", STR_ARG(news->course), news->event);
	t.id = msgid_touch(ask->a, f->key, t.natural_key);
	rc = outbox_add(f->store, &t, err);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
creditdesk_tell(const struct creditdesk_ask *ask,
    const struct creditdesk_news *news, struct err *err)
{
	struct str change = arena_fmt(ask->a, "%.*s/%s/%.*s/%lld",
	    STR_ARG(news->course), news->event ? news->event : "",
	    STR_ARG(news->reason), (long long)ask->facts->now);
	enum rc rc = meta_put(ask->f->store, META_CHANGED, change, err);

	if (rc == RC_OK && news->event != NULL &&
	    (ask->f->set->credit_webhook ||
		hookout_wants(ask->f->set, news->event)))
		rc = add_webhook(ask, news, err);
	return rc;
}

/* Quoted always; a spreadsheet shall not take a name for a formula. */
static void
put_cell(struct buf *b, struct str s, char end)
{
	buf_addc(b, '"');
	if (s.n > 0 && strchr("=+-@\t\r", s.p[0]) != NULL)
		buf_addc(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, s.p[i] == '\r' || s.p[i] == '\n' ? ' ' : s.p[i]);
	}
	buf_addc(b, '"');
	buf_addc(b, end);
}

static void
put_money(struct buf *b, int64_t minor, struct str currency, char end)
{
	char text[MONEY_TEXT];

	buf_adds(b, money_plain(money_of(minor, currency), text));
	buf_addc(b, end);
}

static void
put_row(struct buf *b, const struct facts_account *facts,
    const struct creditdesk *desk)
{
	struct str currency = facts->account.currency;
	char day[DAY_TEXT];

	put_cell(b, facts->account.id, ',');
	put_cell(b, facts->account.name, ',');
	buf_adds(b, desk->book.held ? "yes," : "no,");
	put_cell(b, desk->book.reason, ',');
	put_cell(b, str_of(day_iso(desk->book.since, day)), ',');
	put_money(b, desk->figures.limit, currency, ',');
	put_money(b, desk->figures.open, currency, ',');
	put_money(b, desk->figures.past_due, currency, '\n');
}

static enum rc
put_account(const struct flow *f, struct arena *a, struct str account,
    int64_t now, struct buf *b, struct err *err)
{
	struct facts_ask facts_ask = {
	    arena_dup(a, account), now, NULL, LEDGER_UNAPPLIED};
	struct facts_account facts;
	struct creditdesk_ask ask = {.f = f, .a = a, .facts = &facts};
	struct creditdesk desk;
	enum rc rc = facts_load(f, a, &facts_ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	ask.seq = flow_sequence_for(f, SEQUENCE_CREDIT, &facts);
	rc = creditdesk_load(&ask, &desk, err);
	if (rc == RC_OK)
		put_row(b, &facts, &desk);
	return rc;
}

/* All who are held, and those who are warned. */
static enum rc
put_rows(const struct flow *f, struct arena *keep, int64_t now, struct buf *b,
    struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct str after = {NULL, 0}, *v = NULL;
	size_t n = PAGE;
	enum rc rc = RC_OK;

	buf_adds(b, "account,name,held,reason,since,limit,open,past_due\n");
	while (rc == RC_OK && n == PAGE) {
		rc = creditbook_held(f->store, keep, after, PAGE, &v, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			arena_reset(a);
			rc = put_account(f, a, v[i], now, b, err);
		}
		if (rc == RC_OK && n > 0)
			after = v[n - 1];
	}
	arena_free(&a);
	return rc;
}

static enum rc
write_file(const struct flow *f, struct arena *a, int64_t now, struct err *err)
{
	const char *path = arena_cstr(a, f->set->credit_holds_file);
	size_t slash = str_rchr(f->set->credit_holds_file, '/');
	struct buf b;
	enum rc rc = RC_OK;

	buf_init(&b, LIMIT_JOB_ARENA);
	if (slash != STR_NPOS && slash > 0)
		rc = file_mkdirs(
		    arena_cstr(a, str_sub(f->set->credit_holds_file, 0, slash)),
		    err);
	if (rc == RC_OK)
		rc = put_rows(f, a, now, &b, err);
	if (rc == RC_OK)
		rc = file_write(path, buf_str(&b), FILE_MODE, err);
	buf_fini(&b);
	return rc;
}

static enum rc
read_meta(struct store *st, struct arena *a, const char *name, struct str *out,
    struct err *err)
{
	enum rc rc = meta_get(st, a, name, out, err);

	return rc == RC_MISS ? RC_OK : rc;
}

/* RC_MISS: the file is right. */
static enum rc
find_change(
    const struct flow *f, struct arena *a, struct str *change, struct err *err)
{
	struct str shown = {NULL, 0};
	enum rc rc;

	*change = shown;
	rc = read_meta(f->store, a, META_CHANGED, change, err);
	if (rc == RC_OK)
		rc = read_meta(f->store, a, META_PUBLISHED, &shown, err);
	if (rc == RC_OK && str_eq(*change, shown))
		return RC_MISS;
	return rc;
}

/* Within a transaction that writes: nothing changes between reading and the
 * file, and of two that write it the later one knows more. */
enum rc
creditdesk_publish(const struct flow *f, int64_t now, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct str change;
	enum rc rc = find_change(f, a, &change, err);

	if (rc == RC_OK)
		rc = store_begin(f->store, err);
	if (rc != RC_OK)
		goto out;
	rc = find_change(f, a, &change, err);
	if (rc == RC_OK)
		rc = write_file(f, a, now, err);
	if (rc == RC_OK)
		rc = meta_put(f->store, META_PUBLISHED, change, err);
	if (rc == RC_OK)
		rc = store_commit(f->store, err);
	else
		store_rollback(f->store);
out:
	arena_free(&a);
	return rc == RC_MISS ? RC_OK : rc;
}

/* Switched on or off since the last round: on, everybody is looked at; off,
 * what is under way is ended by the same look. */
enum rc
creditdesk_begin(const struct flow *f, int64_t now, struct err *err)
{
	struct arena *a = arena_new(BODY_MAX * 16);
	struct str was = STR("no"), is = STR("no");
	enum rc rc;

	if (f->set->credit_watch)
		is = f->set->credit_holds ? STR("holds") : STR("yes");
	rc = read_meta(f->store, a, META_ON, &was, err);
	if (rc != RC_OK || str_eq(was, is))
		goto out;
	rc = store_begin(f->store, err);
	if (rc != RC_OK)
		goto out;
	rc = agenda_credit(f->store, now, err);
	if (rc == RC_OK)
		rc = meta_put(f->store, META_ON, is, err);
	if (rc == RC_OK)
		rc = store_commit(f->store, err);
	else
		store_rollback(f->store);
out:
	arena_free(&a);
	return rc;
}
