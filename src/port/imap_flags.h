#ifndef DUNMAIL_PORT_IMAP_FLAGS_H
#define DUNMAIL_PORT_IMAP_FLAGS_H

#include "port/imap_session.h"

/*
 * imap_flags: flags on the way to the server, and what the selected folder
 * keeps of them (PERMANENTFLAGS).
 */

/* Letters, digits and a few signs: no server takes it for anything else. */
bool imap_flags_word(struct str keyword);

/* "\Seen $Dispute" as libetpan has it; NULL: something in it is no flag.
 * *keywords says whether others than the system's are among them. */
struct mailimap_flag_list *imap_flags_of(const char *text, bool *keywords);

/* The same without keywords. */
struct mailimap_flag_list *imap_flags_system(const char *text);

/* Does the selected folder keep that keyword, and may mails be \Deleted? */
bool imap_flags_keeps(const struct imap *s, struct str keyword);
bool imap_flags_deletes(const struct imap *s);

/* Is \Deleted among the flags of an answer to FETCH? */
bool imap_flags_deleted(const struct mailimap_msg_att_dynamic *dyn);

/* UID STORE uid +FLAGS.SILENT; frees the list. */
enum rc imap_flags_add(struct imap *s, uint32_t uid,
    struct mailimap_flag_list *flags, struct err *err);

#endif
