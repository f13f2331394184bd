#ifndef DUNMAIL_FLOW_IMPORT_NEWS_H
#define DUNMAIL_FLOW_IMPORT_NEWS_H

#include "flow/import_kind.h"

/*
 * import_news: what a row of customers begins: onboarding for an account that
 * is new, white-glove for one that is marked so. The first import of a ledger
 * brings customers that are known for long: nothing begins for them.
 */
enum rc import_news_begin(
    struct import_run *run, enum import_greet greet, struct err *err);

/* Of a row that is being written, in its transaction. */
enum rc import_news_row(struct import_run *run, const struct import_row *row,
    const struct import_pair *pair, struct err *err);

#endif
