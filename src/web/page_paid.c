#include "web/pages.h"

#include "store/checkouts.h"

/* Where the provider's page leads back to: it only reads, and says how one
 * payment stands and no more, for its address was known to others. */
#define REFRESH       5
#define REFRESH_UNTIL 300

static const char *
word(const struct page_ask *ask, const struct checkout *c)
{
	switch (c->state) {
	case CHECKOUT_PROCESSING:
		return "is_processing";
	case CHECKOUT_PAID:
	case CHECKOUT_REFUNDED:
	case CHECKOUT_DISPUTED:
		return "is_paid";
	case CHECKOUT_FAILED:
		return "is_failed";
	case CHECKOUT_EXPIRED:
		return "is_ended";
	case CHECKOUT_CREATED:
	case CHECKOUT_OPEN:
	case CHECKOUT_MISMATCH:
	case CHECKOUT_STATES:
		break;
	}
	return ask->now - c->at < REFRESH_UNTIL ? "is_waiting" : "is_unknown";
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct checkout c;
	const char *w = "is_unknown";
	enum rc rc = checkouts_get(ask->f->store, ask->a, ask->rest, &c, err);

	if (rc == RC_OK)
		w = word(ask, &c);
	else if (rc != RC_MISS)
		return rc;
	out->form = PAGE_HTML;
	out->template_name = "paid";
	value_set_bool(ask->a, out->values, w, true);
	out->refresh = strcmp(w, "is_waiting") == 0 ? REFRESH : 0;
	return RC_OK;
}

const struct page page_paid = {
    .name = "paid",
    .anybody = true,
    .show = show,
};
