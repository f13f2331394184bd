#ifndef DUNMAIL_APP_PAY_H
#define DUNMAIL_APP_PAY_H

#include "app/app.h"
#include "flow/checkout.h"

/*
 * pay: the one process that holds the key of the payment provider. Without
 * [payments] it does not exist.
 */
bool pay_is_on(const struct app *app);

/* Reads the key. RC_BAD: there is none, or others can read it. */
enum rc pay_open(
    const struct app *app, struct checkout_pay *out, struct err *err);
void pay_close(struct checkout_pay *pay);

/* One round, said in the log where something happened. */
enum rc pay_once(const struct checkout_pay *pay, int64_t now,
    struct checkout_stats *out, struct err *err);

/* Opens, does all that is due, closes: for `tick`. */
enum rc pay_tick(const struct app *app, int64_t now, struct checkout_stats *sum,
    struct err *err);

#endif
