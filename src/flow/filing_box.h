#ifndef DUNMAIL_FLOW_FILING_BOX_H
#define DUNMAIL_FLOW_FILING_BOX_H

#include "base/arena.h"
#include "model/settings.h"
#include "store/filing.h"

/*
 * filing_box: a mailbox with folders, on a server or in a Maildir. One folder
 * is open at a time. Between the files of filing only.
 */
struct filing_box {
	const struct mailbox_settings *set;
	const struct filing_door *door;
	struct imap *imap; /* NULL: not connected, or a Maildir */
	struct str folder; /* that is open */
	struct filing_look look;
	bool wordless;   /* it keeps no keywords */
	char *path;      /* of the open folder of a Maildir */
	char *paths[16]; /* written to, and not synced yet */
	size_t path_count;
};

/* A mail of the folder; raw lives until the callback returns, and is empty
 * when it is larger than LIMIT_MAIL_RAW. */
typedef enum rc filing_mail(void *ctx, struct str place, int64_t received_at,
    struct str raw, struct err *err);

struct filing_door {
	/* Open a folder, made where absent when make is set (else RC_MISS),
	 * and look at it: box->look is what it is like now. */
	enum rc (*open)(struct filing_box *box, struct str folder, bool make,
	    struct err *err);
	/* Does the same look mean that nothing changed? */
	enum rc (*changed)(struct filing_box *box,
	    const struct filing_look *last, bool *changed, struct err *err);
	enum rc (*list)(struct filing_box *box, struct arena *a,
	    struct str **places, size_t *count, struct err *err);
	enum rc (*read)(struct filing_box *box, const struct str *places,
	    size_t count, filing_mail *each, void *ctx, struct err *err);
	/* RC_MISS: it is not there any more. *to: its new place, or empty. */
	enum rc (*move)(struct filing_box *box, struct str place,
	    struct str folder, struct arena *a, struct str *to,
	    struct err *err);
	enum rc (*mark)(struct filing_box *box, struct str place,
	    const struct str *words, size_t count, struct err *err);
	/* All moves are durable. */
	enum rc (*sync)(struct filing_box *box, struct err *err);
	void (*close)(struct filing_box *box);
};

extern const struct filing_door filing_imap, filing_maildir;

#endif
