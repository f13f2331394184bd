#ifndef DUNMAIL_PORT_MIME_H
#define DUNMAIL_PORT_MIME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * mime: the structure of a mail's body as a flat list of parts, by GMime
 * where its shape is not a plain one (port/mime_plain).
 * Bodies are decoded when they are asked for. Depth and number of parts are
 * bounded by limits.h. Hostile bytes may cost memory: see flow/parser.
 */
enum mime_kind {
	MIME_LEAF,
	MIME_MULTI,   /* multipart: its children follow it */
	MIME_MESSAGE, /* message/rfc822: the inner body follows it */
};

enum mime_coding {
	MIME_AS_IS,
	MIME_BASE64,
	MIME_QUOTED, /* quoted-printable */
	MIME_UU,
};

struct mime_part {
	enum mime_kind kind;
	struct str type;        /* lower case "text/plain" */
	struct str disposition; /* lower case, may be empty */
	struct str name;        /* file name (RFC 2231, 2047), may be empty */
	struct str charset;     /* may be empty */
	bool has_id;            /* a Content-ID */
	int parent;             /* index, -1 for the root */
	unsigned depth;
	struct str encoded; /* bytes of a leaf, as long as the struct mime */
	enum mime_coding coding;
	void *object;      /* GMime's; NULL if it was read without, and then: */
	struct str params; /* of its type */
	struct str head;   /* of the mail inside */
};

struct mime {
	struct mime_part *v; /* v[0] is the root */
	size_t n;
	bool truncated;
	void *root;          /* GMime's */
	struct mime *grafts; /* what mime_graft() took over */
};

/*
 * Read body, whose own header fields (Content-Type and the like, each ending
 * with LF) are in head; both stay until mime_close(). The list lives in the
 * arena, GMime's objects until mime_close(). Always gives at least the root.
 */
void mime_open(
    struct arena *a, struct str head, struct str body, struct mime *out);
/* The same by GMime, whatever the shape: for a test of the plain reader. */
void mime_open_any(
    struct arena *a, struct str head, struct str body, struct mime *out);
void mime_close(struct mime *m);

/* Parts that somebody else found inside of part i, a leaf, take its place: the
 * root of sub stands there then. Takes over what sub holds. */
void mime_graft(struct arena *a, struct mime *m, size_t i, struct mime *sub);

/* What lies inside of part i, a mail, becomes all there is. False, and nothing
 * is changed, if nothing lies there. */
bool mime_keep_inside(struct arena *a, struct mime *m, size_t i);

/* Does part i belong to a mail that is attached? */
bool mime_is_attached(const struct mime *m, size_t i);

/* Parameter of the part's Content-Type, empty if there is none. */
struct str mime_param(
    struct arena *a, const struct mime_part *p, const char *name);

/* Decoded bytes of a leaf, at most max of them. *cut tells of more. */
struct str mime_bytes(
    struct arena *a, const struct mime_part *p, size_t max, bool *cut);

/* Size of a leaf, decoded. */
size_t mime_size(const struct mime_part *p);

/* The header block of the mail in a MIME_MESSAGE part. */
struct str mime_head(struct arena *a, const struct mime_part *p);

/* Load what the library loads on first use. */
void mime_warm(void);

#endif
