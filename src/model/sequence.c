#include "model/sequence.h"

const char *const sequence_kinds[] = {
    [SEQUENCE_INVOICING] = "invoicing",
    [SEQUENCE_ONBOARDING] = "onboarding",
    [SEQUENCE_DISPUTES] = "disputes",
    [SEQUENCE_PROMISE] = "promise",
    [SEQUENCE_MONTH_END] = "month-end",
    [SEQUENCE_CREDIT] = "credit",
    [SEQUENCE_WHITE_GLOVE] = "white-glove",
    [SEQUENCE_KINDS] = NULL,
};

const char *const step_anchors[] = {
    [ANCHOR_ISSUED] = "issued",
    [ANCHOR_DUE] = "due",
    [ANCHOR_DUE_EOM] = "due-eom",
    [ANCHOR_PREVIOUS] = "previous",
    [ANCHOR_CREATED] = "created",
    [ANCHOR_FIRST_DUE] = "first-due",
    [ANCHOR_OPENED] = "opened",
    [ANCHOR_ACKNOWLEDGED] = "acknowledged",
    [ANCHOR_ANSWERED] = "answered",
    [ANCHOR_RESOLVED] = "resolved",
    [ANCHOR_MADE] = "made",
    [ANCHOR_CONFIRMED] = "confirmed",
    [ANCHOR_KEPT] = "kept",
    [ANCHOR_PARTLY_KEPT] = "partly-kept",
    [ANCHOR_BROKEN] = "broken",
    [ANCHOR_BROKEN_AGAIN] = "broken-again",
    [ANCHOR_CANCELLED] = "cancelled",
    [ANCHOR_MONTH_END] = "month-end",
    [ANCHOR_USED] = "used",
    [ANCHOR_WARNED] = "warned",
    [ANCHOR_HELD] = "held",
    [ANCHOR_RELEASED] = "released",
    [ANCHOR_REVIEW] = "review",
    [ANCHOR_REQUESTED] = "requested",
    [ANCHOR_DECIDED] = "decided",
    [ANCHOR_MARKED] = "marked",
    [ANCHOR_MOVED] = "moved",
    [ANCHOR_VISIT] = "visit",
    [ANCHOR_COUNT] = NULL,
};

const char *const step_channels[] = {
    [STEP_EMAIL] = "email",
    [STEP_SMS] = "sms",
    [STEP_CALL] = "call",
    [STEP_PHONE] = "phone",
    [STEP_LETTER] = "letter",
    [STEP_DRAFT] = "draft",
    [STEP_INVITE] = "invite",
    [STEP_INTERNAL] = "internal",
    [STEP_WEBHOOK] = "webhook",
    [STEP_AGENCY] = "agency",
    [STEP_CHANNELS] = NULL,
};

/* Which kind each anchor belongs to, and whether it ends a course. */
static const struct {
	enum sequence_kind kind;
	bool last;
} homes[ANCHOR_COUNT] = {
    [ANCHOR_ISSUED] = {SEQUENCE_INVOICING, false},
    [ANCHOR_DUE] = {SEQUENCE_INVOICING, false},
    [ANCHOR_DUE_EOM] = {SEQUENCE_INVOICING, false},
    [ANCHOR_PREVIOUS] = {SEQUENCE_INVOICING, false},
    [ANCHOR_CREATED] = {SEQUENCE_ONBOARDING, false},
    [ANCHOR_FIRST_DUE] = {SEQUENCE_ONBOARDING, true},
    [ANCHOR_OPENED] = {SEQUENCE_DISPUTES, false},
    [ANCHOR_ACKNOWLEDGED] = {SEQUENCE_DISPUTES, false},
    [ANCHOR_ANSWERED] = {SEQUENCE_DISPUTES, false},
    [ANCHOR_RESOLVED] = {SEQUENCE_DISPUTES, true},
    [ANCHOR_MADE] = {SEQUENCE_PROMISE, false},
    [ANCHOR_CONFIRMED] = {SEQUENCE_PROMISE, false},
    [ANCHOR_KEPT] = {SEQUENCE_PROMISE, true},
    [ANCHOR_PARTLY_KEPT] = {SEQUENCE_PROMISE, true},
    [ANCHOR_BROKEN] = {SEQUENCE_PROMISE, true},
    [ANCHOR_BROKEN_AGAIN] = {SEQUENCE_PROMISE, true},
    [ANCHOR_CANCELLED] = {SEQUENCE_PROMISE, true},
    [ANCHOR_MONTH_END] = {SEQUENCE_MONTH_END, true},
    [ANCHOR_USED] = {SEQUENCE_CREDIT, true},
    [ANCHOR_WARNED] = {SEQUENCE_CREDIT, false},
    [ANCHOR_HELD] = {SEQUENCE_CREDIT, false},
    [ANCHOR_RELEASED] = {SEQUENCE_CREDIT, true},
    [ANCHOR_REVIEW] = {SEQUENCE_CREDIT, true},
    [ANCHOR_REQUESTED] = {SEQUENCE_CREDIT, false},
    [ANCHOR_DECIDED] = {SEQUENCE_CREDIT, true},
    [ANCHOR_MARKED] = {SEQUENCE_WHITE_GLOVE, true},
    [ANCHOR_MOVED] = {SEQUENCE_WHITE_GLOVE, false},
    [ANCHOR_VISIT] = {SEQUENCE_WHITE_GLOVE, true},
};

static bool
find(const char *const *names, struct str s, size_t *out)
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (str_eqc(s, names[i])) {
			*out = i;
			return true;
		}
	return false;
}

const char *
sequence_kind_name(enum sequence_kind kind)
{
	return sequence_kinds[kind];
}

bool
sequence_kind_parse(struct str s, enum sequence_kind *out)
{
	size_t at;

	if (!find(sequence_kinds, s, &at))
		return false;
	*out = (enum sequence_kind)at;
	return true;
}

bool
step_anchor_parse(struct str s, enum step_anchor *out)
{
	size_t at;

	if (!find(step_anchors, s, &at))
		return false;
	*out = (enum step_anchor)at;
	return true;
}

bool
step_channel_parse(struct str s, enum step_channel *out)
{
	size_t at;

	if (!find(step_channels, s, &at))
		return false;
	*out = (enum step_channel)at;
	return true;
}

bool
step_anchor_fits(enum sequence_kind kind, enum step_anchor anchor)
{
	return homes[anchor].kind == kind;
}

bool
step_anchor_is_last(enum step_anchor anchor)
{
	return homes[anchor].last;
}

bool
step_is_outward(const struct sequence_step *step)
{
	switch (step->channel) {
	case STEP_EMAIL:
	case STEP_SMS:
	case STEP_CALL:
	case STEP_LETTER:
	case STEP_INVITE:
		return true;
	case STEP_PHONE:
	case STEP_DRAFT:
	case STEP_INTERNAL:
	case STEP_WEBHOOK:
	case STEP_AGENCY:
	case STEP_CHANNELS:
		break;
	}
	return false;
}
