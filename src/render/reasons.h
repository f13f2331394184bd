#ifndef DUNMAIL_RENDER_REASONS_H
#define DUNMAIL_RENDER_REASONS_H

#include "base/str.h"
#include "model/intent.h"

/*
 * reasons: why something is disputed, in the reader's language, such that it
 * reads well behind "Reason:". A language without words of its own reads
 * English.
 */
struct str reasons_text(struct str locale, enum dispute_reason reason);

#endif
