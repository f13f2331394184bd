#include <string.h>

#include "model/limits.h"
#include "port/imap_tree.h"

/*
 * What clients call these folders where the server does not say which is
 * which (RFC 6154): the program's own name and its translations, lower case in
 * ASCII, the more usual first.
 */
static const char *const drafts[] = {"drafts", "draft", "entw\xc3\xbcrfe",
    "brouillons", "borradores", "rascunhos", "bozze", "concepten",
    "wersje robocze", "utkast", "kladder", "luonnokset", "koncepty",
    "piszkozatok", "ciorne", "taslaklar",
    "\xd1\x87\xd0\xb5\xd1\x80\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb8\xd0\xba\xd0\xb8",
    "\xd0\xa7\xd0\xb5\xd1\x80\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb8\xd0\xba\xd0\xb8",
    "\xe4\xb8\x8b\xe6\x9b\xb8\xe3\x81\x8d", "\xe8\x8d\x89\xe7\xa8\xbf",
    "\xe8\x8d\x89\xe7\xa8\xbf\xe7\xae\xb1", NULL};
static const char *const sent[] = {"sent", "sent items", "sent messages",
    "sent mail", "sent-mail", "gesendet", "gesendete objekte",
    "gesendete elemente", "gesendete nachrichten", "envoy\xc3\xa9s",
    "messages envoy\xc3\xa9s", "\xc3\xa9l\xc3\xa9ments envoy\xc3\xa9s",
    "\xc3\x89l\xc3\xa9ments envoy\xc3\xa9s", "enviados", "elementos enviados",
    "mensajes enviados", "itens enviados", "mensagens enviadas",
    "posta inviata", "inviata", "inviati", "verzonden", "verzonden items",
    "wys\xc5\x82"
    "ane",
    "elementy wys\xc5\x82"
    "ane",
    "skickat", "skickade objekt", "sendt", "sendte elementer",
    "l\xc3\xa4hetetyt", "odeslan\xc3\xa9", "odeslan\xc3\xa1 po\xc5\xa1ta",
    "elk\xc3\xbcld\xc3\xb6tt elemek", "trimise",
    "g\xc3\xb6nderilmi\xc5\x9f \xc3\xb6\xc4\x9f"
    "eler",
    "\xd0\x9e\xd1\x82\xd0\xbf\xd1\x80\xd0\xb0\xd0\xb2\xd0\xbb\xd0\xb5\xd0\xbd"
    "\xd0\xbd\xd1\x8b\xd0\xb5",
    "\xe9\x80\x81\xe4\xbf\xa1\xe6\xb8\x88\xe3\x81\xbf",
    "\xe5\xb7\xb2\xe5\x8f\x91\xe9\x80\x81", NULL};

static bool
is_use(const struct mailimap_mailbox_list *mb, const char *attribute)
{
	const struct mailimap_mbx_list_flags *flags = mb->mb_flag;

	for (clistiter *i = flags && flags->mbf_oflags
				? clist_begin(flags->mbf_oflags)
				: NULL;
	     i; i = clist_next(i)) {
		const struct mailimap_mbx_list_oflag *f = clist_content(i);

		if (f->of_type == MAILIMAP_MBX_LIST_OFLAG_FLAG_EXT &&
		    f->of_flag_ext &&
		    str_fold_eqc(str_of(f->of_flag_ext), attribute))
			return true;
	}
	return false;
}

/* Place of the last level in the list of names; SIZE_MAX: not there. */
static size_t
rank(const char *const *names, struct str name)
{
	size_t slash = str_rchr(name, '/');

	if (slash != STR_NPOS)
		name = str_sub(name, slash + 1, name.n);
	for (size_t i = 0; names[i]; i++) {
		if (str_fold_eqc(name, names[i]))
			return i;
	}
	return SIZE_MAX;
}

/* Levels below the top; "[Gmail]/Drafts" and "INBOX/Drafts" count as none. */
static size_t
depth(struct str name)
{
	size_t n = 0;

	if (str_fold_starts(name, STR("INBOX/")) ||
	    str_fold_starts(name, STR("[Gmail]/")) ||
	    str_fold_starts(name, STR("[Google Mail]/")))
		name = str_sub(name, str_chr(name, '/') + 1, name.n);
	for (size_t i = 0; i < name.n; i++)
		n += name.p[i] == '/';
	return n;
}

struct best {
	char *name;
	size_t size;
	size_t rank; /* SIZE_MAX: none; 0: the server says so */
};

/* A folder of somebody else's archive may be called "Sent" as well: only one
 * at the top is taken by its name. */
static void
consider(struct imap *s, const struct mailimap_mailbox_list *mb,
    enum imap_use use, struct best *best)
{
	bool told = is_use(mb, use == IMAP_DRAFTS ? "Drafts" : "Sent");
	char name[1024];
	size_t r = 0;

	if (!mb->mb_name || !imap_tree_real(mb) ||
	    !imap_tree_plain(s, mb->mb_name, name, sizeof(name)))
		return;
	if (!told) {
		r = rank(use == IMAP_DRAFTS ? drafts : sent, str_of(name));
		if (r == SIZE_MAX || depth(str_of(name)) > 0)
			return;
		r++;
	}
	if (r < best->rank && strlen(name) < best->size) {
		memcpy(best->name, name, strlen(name) + 1);
		best->rank = r;
	}
}

enum rc
imap_folder_of_use(
    struct imap *s, enum imap_use use, char *name, size_t size, struct err *err)
{
	struct best best = {name, size, SIZE_MAX};
	clist *list = NULL;
	enum rc rc;
	int r;

	rc = imap_tree_ask(s, err);
	if (rc == RC_OK)
		rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc != RC_OK)
		return rc;
	/* The plain form: all servers that know SPECIAL-USE tell it there,
	 * and not all know LIST (SPECIAL-USE). */
	r = mailimap_list(s->session, "", "*", &list);
	rc = imap_session_result(s, r, "list", err);
	if (rc != RC_OK)
		return rc;
	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i))
		consider(s, clist_content(i), use, &best);
	if (list)
		mailimap_list_result_free(list);
	if (best.rank < SIZE_MAX)
		return RC_OK;
	return err_set(err, RC_MISS, "no folder for %s",
	    use == IMAP_DRAFTS ? "drafts" : "sent mail");
}
