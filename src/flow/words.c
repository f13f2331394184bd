#include "flow/words.h"

/* One entry a kind; NULL: its texts need nothing beyond the account. */
static words_fill *const table[SEQUENCE_KINDS] = {
    [SEQUENCE_INVOICING] = NULL,
    [SEQUENCE_MONTH_END] = words_month_end,
    [SEQUENCE_CREDIT] = words_credit,
    [SEQUENCE_ONBOARDING] = words_onboarding,
    [SEQUENCE_WHITE_GLOVE] = words_white_glove,
    [SEQUENCE_DISPUTES] = words_disputes,
    [SEQUENCE_PROMISE] = words_promise,
};

enum rc
words_load(enum sequence_kind kind, const struct words_ask *ask,
    struct words *out, struct err *err)
{
	*out = (struct words){.root = value_map(ask->a)};
	return table[kind] ? table[kind](ask, out, err) : RC_OK;
}
