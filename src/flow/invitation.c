#include "flow/invitation.h"

#include "flow/facts.h"
#include "flow/visit.h"
#include "port/itip.h"
#include "render/msgid.h"

#define MINUTES 15 /* a talk */

static struct str
organizer(const struct invitation *in)
{
	const struct mailbox_settings *box =
	    flow_mailbox(in->f, in->touch->mailbox);

	return box->reply_tag ? msgid_reply_address(in->a, in->f->key,
				    in->touch->id, box->reply_address)
			      : box->reply_address;
}

struct letter_file
invitation_file(const struct invitation *in)
{
	const struct visit *v = in->visit;
	struct itip_request r = {
	    .uid = visit_uid(in->f, in->a, v->uid),
	    .sequence = in->sequence,
	    .stamp = in->facts->now,
	    .start = facts_instant(in->f, in->facts, v->day, v->minute),
	    .minutes = MINUTES,
	    .summary = arena_fmt(in->a, "%.*s / %.*s",
		STR_ARG(in->f->set->company_name),
		STR_ARG(in->facts->account.name)),
	    .organizer_name = in->facts->account.collector,
	    .organizer = organizer(in),
	    .attendee_name = in->attendee_name,
	    .attendee = in->attendee,
	    .cancel = in->cancel,
	};
	char day[DAY_TEXT];

	return (struct letter_file){
	    .name = arena_fmt(in->a, "%s.ics", day_iso(v->day, day)),
	    .type = STR("text/calendar"),
	    .bytes = itip_write(in->a, &r),
	    .method = in->cancel ? STR("CANCEL") : STR("REQUEST"),
	};
}
