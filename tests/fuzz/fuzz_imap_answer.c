#include <libetpan/libetpan.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "port/imap_guard.h"
#include "port/imap_name.h"
#include "port/imap_session.h"

/*
 * What an IMAP server answers, through the guard into libetpan's parser, as
 * imap_stream does it. The first byte says how much comes at a time, the
 * second which command is answered. Names of folders are read both ways.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Brings in what imap_stream.c puts in the place of two of libetpan's. */
int (*const fuzz_imap_answer_keep)(
    struct imap_stream *, mailstream *) = imap_stream_ready;

/* libetpan loses memory on answers it cannot parse; the link then ends. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}

#define START "* PREAUTH hi\r\n* 3 EXISTS\r\n1 OK done\r\n"

struct source {
	struct imap_guard guard;
	const uint8_t *p;
	size_t n;
	size_t step;
	size_t started;
};

static ssize_t
low_read(mailstream_low *low, void *p, size_t n)
{
	struct source *s = low->data;

	if (s->started < sizeof(START) - 1) {
		if (n > sizeof(START) - 1 - s->started)
			n = sizeof(START) - 1 - s->started;
		memcpy(p, &START[s->started], n);
		s->started += n;
		return (ssize_t)n;
	}
	if (n > s->step)
		n = s->step;
	if (n > s->n)
		n = s->n;
	if (n > s->guard.left)
		n = (size_t)s->guard.left;
	if (n == 0)
		return -1;
	memcpy(p, s->p, n);
	s->p += n;
	s->n -= n;
	return imap_guard(&s->guard, p, n) ? (ssize_t)n : -1;
}

static ssize_t
low_write(mailstream_low *low, const void *p, size_t n)
{
	(void)low;
	(void)p;
	return (ssize_t)n;
}

static int
low_close(mailstream_low *low)
{
	(void)low;
	return 0;
}

static void
low_free(mailstream_low *low)
{
	free(low);
}

static mailstream_low_driver driver = {
    .mailstream_read = low_read,
    .mailstream_write = low_write,
    .mailstream_close = low_close,
    .mailstream_get_fd = low_close,
    .mailstream_free = low_free,
    .mailstream_cancel = low_free,
};

/* The guard must judge the same however the bytes are cut. */
static void
check_guard(const uint8_t *data, size_t size)
{
	struct imap_guard whole = {.left = 1 << 20};
	struct imap_guard single = {.left = 1 << 20};
	bool ok = true;

	if (size > 1 << 20)
		return;
	for (size_t i = 0; i < size && ok; i++)
		ok = imap_guard(&single, (const char *)data + i, 1);
	if (imap_guard(&whole, (const char *)data, size) != ok)
		abort();
	if (ok && (whole.literal != single.literal || whole.at != single.at ||
		      whole.left != single.left))
		abort();
}

/* A name that can be read is the one that would be written. */
static void
check_name(const uint8_t *data, size_t size)
{
	struct str wire = {(const char *)data, size};
	struct buf name, back;

	buf_init(&name, 4096);
	buf_init(&back, 8192);
	if (imap_name_decode(wire, &name) &&
	    (!imap_name_encode(buf_str(&name), &back) ||
		!str_eq(buf_str(&back), wire)))
		abort();
	buf_fini(&name);
	buf_fini(&back);
}

static void
fetch(mailimap *session)
{
	struct mailimap_fetch_type *type =
	    mailimap_fetch_type_new_fetch_att(mailimap_fetch_att_new_uid());
	struct mailimap_set *set = mailimap_set_new_interval(1, 500);
	clist *list = NULL;

	if (mailimap_uid_fetch(session, set, type, &list) == 0 && list)
		mailimap_fetch_list_free(list);
	mailimap_fetch_type_free(type);
	mailimap_set_free(set);
}

static void
names(mailimap *session, bool namespaces)
{
	struct mailimap_namespace_data *data = NULL;
	clist *list = NULL;

	if (!namespaces) {
		if (mailimap_list(session, "", "*", &list) == 0 && list)
			mailimap_list_result_free(list);
	} else if (mailimap_namespace(session, &data) == 0 && data) {
		mailimap_namespace_data_free(data);
	}
}

/* COPYUID, APPENDUID and what may stand in their place. */
static void
transfer(mailimap *session, bool append)
{
	struct mailimap_set *set = mailimap_set_new_single(7);
	struct mailimap_set *source = NULL;
	struct mailimap_set *dest = NULL;
	uint32_t validity, uid;

	if (append)
		(void)mailimap_uidplus_append(
		    session, "Sent", NULL, NULL, "a\r\n", 3, &validity, &uid);
	else
		(void)mailimap_uidplus_uid_move(
		    session, set, "Done", &validity, &source, &dest);
	mailimap_set_free(set);
	if (source)
		mailimap_set_free(source);
	if (dest)
		mailimap_set_free(dest);
}

/* MODSEQ and VANISHED, through our own reading of them. */
static void
changes(mailimap *session)
{
	const struct mailimap_response_info *info;

	if (mailimap_custom_command(session, "UID FETCH 1:* (UID)") != 0)
		return;
	info = session->imap_response_info;
	for (clistiter *i = clist_begin(info->rsp_extension_list); i;
	     i = clist_next(i)) {
		const struct mailimap_extension_data *x = clist_content(i);
		const struct mailimap_qresync_vanished *v = x->ext_data;

		if (x->ext_extension->ext_id == MAILIMAP_EXTENSION_QRESYNC &&
		    x->ext_type == MAILIMAP_QRESYNC_TYPE_VANISHED && v)
			(void)imap_session_size(v->qr_known_uids);
	}
}

static void
ask(mailimap *session, uint8_t which)
{
	uint64_t highest;

	switch (which % 7) {
	case 0:
		fetch(session);
		break;
	case 1:
	case 2:
		names(session, which % 7 == 1);
		break;
	case 3:
	case 4:
		transfer(session, which % 7 == 3);
		break;
	case 5:
		changes(session);
		break;
	default:
		(void)mailimap_select_condstore(session, "INBOX", &highest);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source s = {.guard = {.left = 1 << 16}};
	mailimap *session;

	if (size < 2)
		return 0;
	check_guard(data, size);
	check_name(data, size);
	s.step = 1 + data[0];
	s.p = data + 2;
	s.n = size - 2;
	session = mailimap_new(0, NULL);
	if (mailimap_connect(session,
		mailstream_new(mailstream_low_new(&s, &driver), 4096)) >
		MAILIMAP_NO_ERROR_NON_AUTHENTICATED ||
	    mailimap_select(session, "INBOX") != MAILIMAP_NO_ERROR)
		abort();
	ask(session, data[1]);
	mailimap_free(session);
	return 0;
}
