#ifndef DUNMAIL_FLOW_PROVIDER_H
#define DUNMAIL_FLOW_PROVIDER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/money.h"
#include "model/settings.h"

/*
 * provider: whoever takes cards and bank debits on a hosted page: one file
 * that fills one struct provider. No card or account number is ever known
 * here. Amounts are ours (minor units of ISO 4217); how a provider counts is
 * its own file's business. What a session is now is asked of the provider;
 * an event only says that it is worth asking.
 */
struct provider_line {
	struct str invoice;
	int64_t amount;
};

/* A hosted page that is wanted. */
struct provider_ask {
	struct str key;      /* the same for every try of the same thing */
	struct str checkout; /* our id, which they repeat */
	struct str digest;   /* of invoices and amounts, which they repeat */
	struct str email;    /* of the contact; empty: they ask for it */
	struct str locale;
	struct str method;
	struct money total;
	const struct provider_line *lines;
	size_t count;
	int64_t expires_at;
	struct str success_url, cancel_url;
};

enum provider_state {
	PROVIDER_OPEN,
	PROVIDER_PROCESSING, /* begun, and not paid */
	PROVIDER_PAID,
	PROVIDER_FAILED, /* after it was begun */
	PROVIDER_EXPIRED,
};

/* All that is to be known of one, at the moment that it was asked for. */
struct provider_session {
	struct str id, url;
	struct str payment;  /* their id of the payment; empty: none yet */
	struct str checkout; /* ours */
	struct str digest;
	struct money amount;
	enum provider_state state;
	int64_t received, refunded;
	int64_t withdrawn; /* by a dispute that stands or was lost */
	bool disputed;     /* there was one */
	struct str reason; /* of a failure: a word of theirs */
};

/* What an event is about; empty where it does not say. */
struct provider_event {
	struct str type;
	struct str session, payment, checkout;
	bool has_amount;
	struct money amount; /* of the session */
	bool processing;     /* it was begun, and is not paid */
	bool ended;          /* nobody paid on that page, nor will */
};

struct provider_method {
	const char *name;
	const char *currencies; /* "USD CAD"; NULL: any */
	const char *countries;  /* of the payer; NULL: any */
};

struct provider {
	const char *name; /* as in hook_event and checkout */
	const struct provider_method *methods;
	size_t method_count;

	/* The least and the most that they take; false: not in this currency,
	 * or not this amount to the last digit. */
	bool (*takes)(struct money m, int64_t *least, int64_t *most);

	/* RC_BAD: no key, or a file that others can read. */
	enum rc (*open)(
	    const struct settings *set, void **session, struct err *err);
	void (*close)(void **session);

	/* All three: RC_BAD they refuse it, RC_LATER no answer, or none yet,
	 * RC_DOWN they refuse us. Texts go to the arena. */
	enum rc (*create)(void *session, struct arena *a,
	    const struct provider_ask *ask, struct provider_session *out,
	    struct err *err);
	enum rc (*read)(void *session, struct arena *a, struct str id,
	    struct provider_session *out, struct err *err);
	/* RC_MISS: it is not open any more. */
	enum rc (*expire)(
	    void *session, struct arena *a, struct str id, struct err *err);

	/* RC_MISS: about nothing of ours. RC_BAD: cannot be read. */
	enum rc (*event)(struct arena *a, struct str bytes,
	    struct provider_event *out, struct err *err);
	/* A version of the API that it can speak. */
	bool (*version)(struct str version);
};

/* That of the settings; NULL: none. */
const struct provider *provider_find(const struct settings *set);

/* The methods of the settings for payers of that country in that currency,
 * whatever the amount. */
size_t provider_ways(const struct settings *set, struct str currency,
    struct str country, const struct provider_method **out, size_t room);
#define PROVIDER_WAYS 16
/* "DE" of "de-DE"; empty: it names none. */
struct str provider_country(struct str locale);

/* The methods of the settings that this payment can be made by, in their
 * order. 0: by bank transfer only. country: of the payer, "DE"; may be
 * empty. */
size_t provider_offer(const struct settings *set, struct money total,
    struct str country, const struct provider_method **out, size_t room);
/* A name in [payments] methods that no provider has; empty: none. */
struct str provider_odd_method(const struct settings *set);

extern const struct provider provider_stripe;

#endif
