#ifndef DUNMAIL_FLOW_COMPOSE_JOB_H
#define DUNMAIL_FLOW_COMPOSE_JOB_H

#include "flow/compose.h"
#include "flow/params.h"
#include "flow/values.h"
#include "model/limits.h"
#include "render/letter.h"

/* All that one letter is made from: compose.c reads it, compose_write.c makes
 * the letter. */
struct compose {
	const struct flow *f;
	struct arena *a;
	const struct outbox_touch *t;
	int64_t now;
	struct facts_account facts;
	const struct contact *contact;
	const struct mailbox_settings *mailbox;
	struct params params;
	struct outbox_line *lines;
	size_t line_count;
	size_t *shown; /* indexes of open invoices that go into the table */
	size_t shown_count;
	struct link links[LINK_DOCUMENT];
	bool linked; /* the links are made */
	struct str locale;
	const struct letter_template *letter;
	const struct template *layout;
	struct letter_head head;
	struct letter_file files[LIMIT_ATTACHMENTS];
	size_t file_count;
};

/* The links that it shows, made when first asked for. */
enum rc compose_write_links(struct compose *j, struct err *err);

struct values_in compose_write_values(const struct compose *j);

#endif
