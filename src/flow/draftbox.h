#ifndef DUNMAIL_FLOW_DRAFTBOX_H
#define DUNMAIL_FLOW_DRAFTBOX_H

#include <limits.h>

#include "base/arena.h"
#include "base/day.h"
#include "model/settings.h"
#include "port/imap_folder.h"

/*
 * draftbox: a collector's own mailbox, on a server or in a Maildir: its folder
 * for drafts and that of what they sent. Nothing else in it is opened; of mails
 * that are not ours no more is read than the lines of imap_folder_heads. One
 * folder is open at a time. Between the files of drafting only.
 */
#define DRAFTBOX_NAME 1024

struct draftbox {
	const struct collector_settings *set;
	const struct draftbox_door *door;
	struct imap *imap;   /* NULL: not connected, or a Maildir */
	int64_t validity;    /* of the open folder; 0: of a Maildir */
	uint32_t upcoming;   /* the next uid when it was opened; 0: not told */
	char path[PATH_MAX]; /* of the open folder of a Maildir */
	char folder[DRAFTBOX_NAME]; /* that is open */
};

/* Where to begin: at that uid, as long as the folder is the same, else with
 * what came on that day. A Maildir is looked at as a whole. */
struct draftbox_from {
	int64_t validity, uid;
	day_t since;
};

typedef enum rc draftbox_head(
    void *ctx, struct str place, struct str head, struct err *err);
typedef enum rc draftbox_mail(void *ctx, struct str raw, struct err *err);

struct draftbox_door {
	/* RC_MISS: there is no such folder. */
	enum rc (*open)(
	    struct draftbox *box, enum imap_use use, struct err *err);
	/* *next: the uid to go on from. */
	enum rc (*heads)(struct draftbox *box, const struct draftbox_from *from,
	    draftbox_head *each, void *ctx, int64_t *next, struct err *err);
	/* Not called for one that is not there any more; raw is empty for one
	 * that is larger than LIMIT_MAIL_RAW. */
	enum rc (*read)(struct draftbox *box, struct str place,
	    draftbox_mail *each, void *ctx, struct err *err);
	/* Into the open folder, as a draft. key: of a file. *place: empty when
	 * the server does not say. */
	enum rc (*put)(struct draftbox *box, struct arena *a, struct str key,
	    struct str raw, struct str *place, struct err *err);
	/* RC_MISS: it is not there. */
	enum rc (*remove)(
	    struct draftbox *box, struct str place, struct err *err);
	void (*close)(struct draftbox *box);
};

extern const struct draftbox_door draftbox_imap, draftbox_maildir;

#endif
