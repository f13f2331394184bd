#include "model/effect.h"

struct effect *
effect_add(struct effects *e, enum effect_kind kind)
{
	struct effect *x;

	e->v = arena_grow(e->a, e->v, e->n, &e->cap, sizeof(*e->v));
	x = &e->v[e->n++];
	*x = (struct effect){.kind = kind, .day = DAY_NONE};
	return x;
}

const char *
effect_kind_name(enum effect_kind kind)
{
	static const char *const names[EFFECT_KINDS] = {
	    [EFFECT_NOTE] = "note",
	    [EFFECT_REST] = "rest",
	    [EFFECT_DISPUTE] = "dispute",
	    [EFFECT_PROMISE] = "promise",
	    [EFFECT_ANSWER] = "answer",
	    [EFFECT_TASK] = "task",
	    [EFFECT_CONTACT] = "contact",
	    [EFFECT_BOUNCED] = "bounced",
	    [EFFECT_FACT] = "fact",
	    [EFFECT_HOURS] = "hours",
	    [EFFECT_VISIT] = "visit",
	    [EFFECT_LANGUAGE] = "language",
	    [EFFECT_NO_TEXTS] = "no-texts",
	    [EFFECT_WITHDRAW] = "withdraw",
	    [EFFECT_CANCEL] = "cancel",
	    [EFFECT_CLOSE] = "close",
	    [EFFECT_LIFT] = "lift",
	    [EFFECT_DRAFT] = "draft",
	    [EFFECT_TELL] = "tell",
	};

	return kind < EFFECT_KINDS ? names[kind] : "?";
}

const char *
effect_answer_name(enum document_answer answer)
{
	switch (answer) {
	case ANSWER_NONE:
		return "none";
	case ANSWER_SEND:
		return "send";
	case ANSWER_SEND_ON_FILE:
		return "send-to-on-file-contact";
	case ANSWER_REFUSE:
		return "refuse-and-note";
	}
	return "none";
}
