#include "port/imap_flags.h"

#include <string.h>

#include "base/xalloc.h"
#include "model/limits.h"

bool
imap_flags_word(struct str keyword)
{
	for (size_t i = 0; i < keyword.n; i++) {
		if (!str_is_alnum(keyword.p[i]) &&
		    (keyword.p[i] == '\0' || !strchr("$_-.:", keyword.p[i])))
			return false;
	}
	return keyword.n > 0 && keyword.n <= LIMIT_IMAP_KEYWORD;
}

static struct mailimap_flag *
flag_of(struct str word)
{
	static const struct {
		const char *name;
		struct mailimap_flag *(*make)(void);
	} known[] = {
	    {"\\Seen", mailimap_flag_new_seen},
	    {"\\Draft", mailimap_flag_new_draft},
	    {"\\Answered", mailimap_flag_new_answered},
	    {"\\Flagged", mailimap_flag_new_flagged},
	    {"\\Deleted", mailimap_flag_new_deleted},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (str_fold_eqc(word, known[i].name))
			return known[i].make();
	}
	if (!imap_flags_word(word))
		return NULL;
	return mailimap_flag_new_flag_keyword(xstrndup(word.p, word.n));
}

static struct mailimap_flag_list *
list_of(const char *text, bool system, bool *keywords)
{
	struct mailimap_flag_list *list = mailimap_flag_list_new_empty();
	struct str rest = str_of(text);
	struct str word;

	if (!list)
		xdie("out of memory");
	while (str_cut(&rest, ' ', &word)) {
		struct mailimap_flag *flag;

		if (word.n == 0 || (system && word.p[0] != '\\'))
			continue;
		flag = flag_of(word);
		if (!flag) {
			mailimap_flag_list_free(list);
			return NULL;
		}
		*keywords |= word.p[0] != '\\';
		if (mailimap_flag_list_add(list, flag) != MAILIMAP_NO_ERROR)
			xdie("out of memory");
	}
	return list;
}

struct mailimap_flag_list *
imap_flags_of(const char *text, bool *keywords)
{
	*keywords = false;
	return list_of(text, false, keywords);
}

struct mailimap_flag_list *
imap_flags_system(const char *text)
{
	bool ignored = false;

	return list_of(text, true, &ignored);
}

static const struct mailimap_selection_info *
info_of(const struct imap *s)
{
	return s->session->imap_selection_info;
}

bool
imap_flags_keeps(const struct imap *s, struct str keyword)
{
	const struct mailimap_selection_info *info = info_of(s);

	/* RFC 3501, 7.1: without PERMANENTFLAGS all flags are kept; the STORE
	 * will tell. */
	if (!info || !info->sel_perm_flags)
		return true;
	for (clistiter *i = clist_begin(info->sel_perm_flags); i;
	     i = clist_next(i)) {
		const struct mailimap_flag_perm *p = clist_content(i);

		if (p->fl_type == MAILIMAP_FLAG_PERM_ALL)
			return true;
		if (p->fl_flag &&
		    p->fl_flag->fl_type == MAILIMAP_FLAG_KEYWORD &&
		    p->fl_flag->fl_data.fl_keyword &&
		    str_fold_eqc(keyword, p->fl_flag->fl_data.fl_keyword))
			return true;
	}
	return false;
}

bool
imap_flags_deletes(const struct imap *s)
{
	const struct mailimap_selection_info *info = info_of(s);

	if (!info || !info->sel_perm_flags)
		return true;
	for (clistiter *i = clist_begin(info->sel_perm_flags); i;
	     i = clist_next(i)) {
		const struct mailimap_flag_perm *p = clist_content(i);

		if (p->fl_flag && p->fl_flag->fl_type == MAILIMAP_FLAG_DELETED)
			return true;
	}
	return false;
}

enum rc
imap_flags_add(struct imap *s, uint32_t uid, struct mailimap_flag_list *flags,
    struct err *err)
{
	struct mailimap_store_att_flags *att =
	    mailimap_store_att_flags_new_add_flags_silent(flags);
	struct mailimap_set *set = mailimap_set_new_single(uid);
	enum rc rc;
	int r;

	if (!att || !set)
		xdie("out of memory");
	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc == RC_OK) {
		r = mailimap_uid_store(s->session, set, att);
		rc = imap_session_result(s, r, "store", err);
	}
	mailimap_set_free(set);
	mailimap_store_att_flags_free(att);
	return rc;
}

bool
imap_flags_deleted(const struct mailimap_msg_att_dynamic *dyn)
{
	for (clistiter *i = dyn && dyn->att_list ? clist_begin(dyn->att_list)
						 : NULL;
	     i; i = clist_next(i)) {
		const struct mailimap_flag_fetch *f = clist_content(i);

		if (f->fl_flag && f->fl_flag->fl_type == MAILIMAP_FLAG_DELETED)
			return true;
	}
	return false;
}
