#include <libetpan/libetpan.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "port/imap_guard.h"
#include "port/imap_stream.h"

/*
 * What an IMAP server answers, through the guard into libetpan's parser, as
 * imap_stream does it. The first byte says how much comes at a time.
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source s = {.guard = {.left = 1 << 16}};
	struct mailimap_fetch_type *type;
	struct mailimap_set *set;
	clist *list = NULL;
	mailimap *session;

	if (size < 1)
		return 0;
	check_guard(data, size);
	s.step = 1 + data[0];
	s.p = data + 1;
	s.n = size - 1;
	session = mailimap_new(0, NULL);
	if (mailimap_connect(session,
		mailstream_new(mailstream_low_new(&s, &driver), 4096)) >
		MAILIMAP_NO_ERROR_NON_AUTHENTICATED ||
	    mailimap_select(session, "INBOX") != MAILIMAP_NO_ERROR)
		abort();
	type = mailimap_fetch_type_new_fetch_att(mailimap_fetch_att_new_uid());
	set = mailimap_set_new_interval(1, 500);
	if (mailimap_uid_fetch(session, set, type, &list) == 0 && list)
		mailimap_fetch_list_free(list);
	mailimap_fetch_type_free(type);
	mailimap_set_free(set);
	mailimap_free(session);
	return 0;
}
