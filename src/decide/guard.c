#include "decide/guard.h"

#include "decide/autoreply.h"
#include "decide/bounce.h"
#include "decide/bulk.h"
#include "decide/marks.h"
#include "decide/receipt.h"
#include "decide/ticketing.h"

/* True when the rule knows the kind and has filled *out. */
typedef bool guard_rule(struct marks *k, struct guard *out);

/*
 * The first rule to speak wins. What a mail is by its structure comes before
 * what its header claims, and that before what its words suggest; a person is
 * what is left.
 */
static guard_rule *const rules[] = {
    receipt_complaint,
    receipt_disposition,
    bounce_report,
    receipt_calendar,
    bounce_prose,
    receipt_words,
    ticketing_passed_on,
    autoreply_header,
    autoreply_subject,
    bulk_list,
    autoreply_words,
    bulk_notice,
};

void
guard_judge(struct arena *a, const struct message *m, struct guard *out)
{
	struct marks marks;

	*out = (struct guard){
	    .kind = KIND_HUMAN,
	    .rule = "person",
	    .severity = BOUNCE_NONE,
	    .returns = DAY_NONE,
	};
	marks_read(a, m, &marks);
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (rules[i](&marks, out))
			return;
}
