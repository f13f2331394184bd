#ifndef DUNMAIL_DECIDE_ANSWER_FORM_H
#define DUNMAIL_DECIDE_ANSWER_FORM_H

#include "decide/inbound.h"

/*
 * answer_form: the reply to a welcome mail fills the account's record. Only
 * from a proven contact of that account; what others write goes to a person.
 * An address that is named is never written to before a person has put it on
 * file. True: nothing else is to be understood in the mail.
 */
bool answer_form(const struct inbound *in, const struct inbound_limits *limits,
    struct inbound_result *out);

#endif
