#include "port/imap_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap_name.h"

#define PREFIX_MAX 256

static bool
is_inbox(struct str name)
{
	return str_fold_eqc(name, "INBOX");
}

/* The server's own words go back to it in every command. */
static bool
acceptable(struct str prefix)
{
	for (size_t i = 0; i < prefix.n; i++) {
		if ((unsigned char)prefix.p[i] < 0x20 ||
		    (unsigned char)prefix.p[i] >= 0x7f)
			return false;
	}
	return prefix.n <= PREFIX_MAX;
}

static enum rc
ask_namespace(struct imap *s, struct err *err)
{
	struct mailimap_namespace_data *data = NULL;
	const struct mailimap_namespace_info *own = NULL;
	enum rc rc;
	int r;

	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc != RC_OK)
		return rc;
	r = mailimap_namespace(s->session, &data);
	rc = imap_session_result(s, r, "namespace", err);
	if (rc != RC_OK || !data)
		return rc == RC_DOWN ? rc : RC_MISS;
	if (data->ns_personal && data->ns_personal->ns_data_list &&
	    !clist_isempty(data->ns_personal->ns_data_list))
		own =
		    clist_content(clist_begin(data->ns_personal->ns_data_list));
	if (own && own->ns_prefix && acceptable(str_of(own->ns_prefix))) {
		buf_adds(&s->prefix, own->ns_prefix);
		s->separator = own->ns_delimiter;
	}
	mailimap_namespace_data_free(data);
	return own ? RC_OK : RC_MISS;
}

/* RFC 3501, 6.3.8: LIST "" "" tells the separator. */
static enum rc
ask_separator(struct imap *s, struct err *err)
{
	clist *list = NULL;
	enum rc rc;
	int r;

	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc != RC_OK)
		return rc;
	r = mailimap_list(s->session, "", "", &list);
	rc = imap_session_result(s, r, "list", err);
	if (rc == RC_DOWN)
		return rc;
	s->separator = '/';
	if (rc == RC_OK && list && !clist_isempty(list)) {
		const struct mailimap_mailbox_list *mb =
		    clist_content(clist_begin(list));

		if (mb)
			s->separator = mb->mb_delimiter;
	}
	if (rc == RC_OK && list)
		mailimap_list_result_free(list);
	return RC_OK;
}

enum rc
imap_tree_ask(struct imap *s, struct err *err)
{
	enum rc rc = RC_MISS;

	if (s->asked)
		return RC_OK;
	if (s->namespaces)
		rc = ask_namespace(s, err);
	if (rc == RC_MISS)
		rc = ask_separator(s, err);
	s->asked = rc == RC_OK;
	return rc;
}

/* One level in UTF-8 to the end of *out. */
static bool
add_level(const struct imap *s, struct str level, struct buf *out)
{
	struct buf clean;
	bool ok;

	buf_init(&clean, IMAP_WIRE_MAX);
	for (size_t i = 0; i < level.n; i++)
		buf_addc(&clean, s->separator && level.p[i] == s->separator
				     ? '_'
				     : level.p[i]);
	ok = imap_name_encode(buf_str(&clean), out);
	buf_fini(&clean);
	return ok;
}

static bool
add_levels(const struct imap *s, struct str folder, struct buf *out)
{
	bool first = true;
	struct str level;

	while (str_cut(&folder, '/', &level)) {
		if (!first)
			buf_addc(out, s->separator ? s->separator : '-');
		if (first && is_inbox(level))
			level = STR("INBOX");
		if (!add_level(s, level, out))
			return false;
		first = false;
	}
	return !first;
}

/* "INBOX." + "Sent", but INBOX and INBOX.Sent as they are. */
static bool
with_prefix(const struct imap *s, struct buf *name)
{
	struct str prefix = buf_str(&s->prefix);
	struct buf whole;

	if (prefix.n == 0 || is_inbox(buf_str(name)) ||
	    str_fold_starts(buf_str(name), prefix))
		return true;
	buf_init(&whole, IMAP_WIRE_MAX);
	buf_add_str(&whole, prefix);
	buf_add_str(&whole, buf_str(name));
	if (whole.full) {
		buf_fini(&whole);
		return false;
	}
	buf_fini(name);
	*name = whole;
	return true;
}

enum rc
imap_tree_wire(
    struct imap *s, struct str folder, struct buf *out, struct err *err)
{
	bool levels = str_chr(folder, '/') != STR_NPOS;
	struct buf plain;
	enum rc rc = RC_OK;
	bool ok;

	buf_init(out, IMAP_WIRE_MAX);
	buf_init(&plain, IMAP_WIRE_MAX);
	/* Before the server is asked anything because of it. */
	ok = imap_name_encode(folder, &plain);
	buf_fini(&plain);
	if (ok && !is_inbox(folder) && (levels || s->namespaces))
		rc = imap_tree_ask(s, err);
	if (ok && rc == RC_OK)
		ok = (levels ? add_levels(s, folder, out)
			     : imap_name_encode(folder, out)) &&
		     with_prefix(s, out) && !out->full;
	if (ok && rc == RC_OK)
		return RC_OK;
	buf_fini(out);
	return rc != RC_OK ? rc : err_set(err, RC_BAD, "not a folder name");
}

bool
imap_tree_plain(struct imap *s, const char *wire, char *name, size_t size)
{
	struct str rest = str_of(wire);
	struct buf plain;
	bool ok = true;

	if (str_fold_starts(rest, buf_str(&s->prefix)) && !is_inbox(rest))
		rest = str_sub(rest, s->prefix.n, rest.n);
	buf_init(&plain, size - 1);
	if (!imap_name_decode(rest, &plain))
		ok = false;
	for (size_t i = 0; ok && i < plain.n; i++) {
		if (plain.p[i] == s->separator)
			plain.p[i] = '/';
		else if (plain.p[i] == '/')
			ok = false;
	}
	if (ok)
		memcpy(name, plain.p, plain.n + 1);
	buf_fini(&plain);
	return ok;
}

bool
imap_tree_real(const struct mailimap_mailbox_list *mb)
{
	const struct mailimap_mbx_list_flags *flags = mb->mb_flag;

	if (!flags)
		return true;
	if (flags->mbf_type == MAILIMAP_MBX_LIST_FLAGS_SFLAG &&
	    flags->mbf_sflag == MAILIMAP_MBX_LIST_SFLAG_NOSELECT)
		return false;
	for (clistiter *i = flags->mbf_oflags ? clist_begin(flags->mbf_oflags)
					      : NULL;
	     i; i = clist_next(i)) {
		const struct mailimap_mbx_list_oflag *f = clist_content(i);

		if (f->of_type == MAILIMAP_MBX_LIST_OFLAG_FLAG_EXT &&
		    f->of_flag_ext &&
		    str_fold_eqc(str_of(f->of_flag_ext), "NonExistent"))
			return false;
	}
	return true;
}

enum rc
imap_tree_has(struct imap *s, const char *wire, struct err *err)
{
	clist *list = NULL;
	bool found = false;
	enum rc rc;
	int r;

	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc != RC_OK)
		return rc;
	r = mailimap_list(s->session, "", wire, &list);
	rc = imap_session_result(s, r, "list", err);
	if (rc != RC_OK)
		return rc;
	/* '*' and '%' in the name stand for others, too. */
	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i)) {
		const struct mailimap_mailbox_list *mb = clist_content(i);

		if (mb->mb_name && strcmp(mb->mb_name, wire) == 0)
			found = found || imap_tree_real(mb);
	}
	if (list)
		mailimap_list_result_free(list);
	return found ? RC_OK : err_set(err, RC_MISS, "no such folder");
}

/* One level. A CREATE of what is there is refused: the LIST then decides. */
static enum rc
make_one(struct imap *s, const char *wire, struct err *err)
{
	struct err ignored;
	enum rc rc;
	int r;

	rc = imap_tree_has(s, wire, err);
	if (rc == RC_MISS) {
		r = mailimap_create(s->session, wire);
		rc = imap_session_result(s, r, "create", err);
		/* Another session may have been faster. */
		if (rc == RC_LATER && imap_tree_has(s, wire, &ignored) == RC_OK)
			rc = RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	r = mailimap_subscribe(s->session, wire);
	rc = imap_session_result(s, r, "subscribe", &ignored);
	/* A server without subscriptions has the folder all the same. */
	return rc == RC_DOWN ? err_set(err, rc, "%s", ignored.text) : RC_OK;
}

enum rc
imap_tree_make(struct imap *s, const char *wire, struct err *err)
{
	struct str whole = str_of(wire);
	size_t from = s->prefix.n;
	enum rc rc = RC_OK;

	if (!str_fold_starts(whole, buf_str(&s->prefix)))
		from = 0;
	for (size_t i = from; i < whole.n && rc != RC_DOWN; i++) {
		char *parent;

		if (!s->separator || wire[i] != s->separator || i == 0)
			continue;
		parent = xstrndup(wire, i);
		/* A refusal matters only if the folder itself is refused. */
		rc =
		    is_inbox(str_of(parent)) ? RC_OK : make_one(s, parent, err);
		free(parent);
	}
	return rc == RC_DOWN ? rc : make_one(s, wire, err);
}
