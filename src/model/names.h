#ifndef DUNMAIL_MODEL_NAMES_H
#define DUNMAIL_MODEL_NAMES_H

#include <stdbool.h>

#include "base/str.h"
#include "model/intent.h"

/* Enum <-> the words of the contract. Texts are static; parse is exact. */
const char *name_kind(enum mail_kind kind);
const char *name_intent(enum intent_kind intent);
const char *name_reason(enum dispute_reason reason);
const char *name_document(enum document_type type);
const char *name_severity(enum bounce_severity severity); /* NONE: "" */

bool name_intent_parse(struct str s, enum intent_kind *out);
bool name_reason_parse(struct str s, enum dispute_reason *out);
bool name_document_parse(struct str s, enum document_type *out);

#endif
