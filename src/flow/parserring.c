#include "flow/parserring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "model/limits.h"

/* What does not fit into a slot has a place of its own, one at a time. Pages
 * that nobody touched cost nothing. */
#define SLOT  ((size_t)256 << 10)
#define FILES ((uint32_t)1 << 31) /* beside the size of a mail */
#define LINE  64                  /* of the processor's cache */

struct memory {
	alignas(LINE) _Atomic uint32_t handed; /* mails so far */
	_Atomic uint32_t taken;                /* answers so far */
	alignas(LINE) _Atomic uint32_t answered;
	alignas(LINE) _Atomic uint32_t parent_sleeps;
	_Atomic uint32_t wake_at; /* answers, for a parent that sleeps */
	_Atomic uint32_t child_sleeps;
	alignas(LINE) struct {
		_Atomic uint32_t mail, answer;
	} size[PARSERRING_SLOTS];
	alignas(4096) char mail[PARSERRING_SLOTS][SLOT];
	char answer[PARSERRING_SLOTS][SLOT];
	char large_mail[LIMIT_MAIL_RAW];
	char large_answer[LIMIT_MAIL_WIRE];
};

/* One side. What it has counted itself is not shared. */
struct parserring {
	struct memory *m;
	int socket;
	uint32_t mails, answers; /* handed or got, taken or given */
	bool large;              /* the large place is in use ... */
	uint32_t large_at;       /* ... for this one */
	bool files;              /* wanted of the mail that was got last */
};

static struct memory *
map(int fd)
{
	void *p = mmap(NULL, sizeof(struct memory), PROT_READ | PROT_WRITE,
	    MAP_SHARED, fd, 0);

	return p == MAP_FAILED ? NULL : p;
}

enum rc
parserring_new(
    struct parserring **out, int socket, int *memory, struct err *err)
{
	int fd = memfd_create("mails", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	struct memory *m = NULL;

	/* Sealed: memory that shrinks ends who reads it. */
	if (fd >= 0 && ftruncate(fd, sizeof(*m)) == 0 &&
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) ==
		0)
		m = map(fd);
	if (m == NULL) {
		err_set(err, RC_DOWN, "shared memory: %s", strerror(errno));
		if (fd >= 0)
			close(fd);
		return RC_DOWN;
	}
	*out = xcalloc(1, sizeof(**out));
	(*out)->m = m;
	(*out)->socket = socket;
	*memory = fd;
	return RC_OK;
}

void
parserring_free(struct parserring **r)
{
	if (*r == NULL)
		return;
	munmap((*r)->m, sizeof(struct memory));
	free(*r);
	*r = NULL;
}

/* Without waiting: a bell that rings already need not be rung again. */
static void
wake(int socket, _Atomic uint32_t *sleeps)
{
	if (atomic_exchange(sleeps, 0))
		send(socket, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static bool
put(struct parserring *r, struct str mail, uint32_t mark)
{
	size_t at = r->mails % PARSERRING_SLOTS;
	bool large = mail.n > SLOT;

	if (r->mails - r->answers == PARSERRING_SLOTS || (large && r->large))
		return false;
	if (large) {
		r->large = true;
		r->large_at = r->mails;
	}
	if (mail.n)
		memcpy(
		    large ? r->m->large_mail : r->m->mail[at], mail.p, mail.n);
	atomic_store(&r->m->size[at].mail, (uint32_t)mail.n | mark);
	atomic_store(&r->m->handed, ++r->mails);
	/* A child that sleeps has answered all but those it has not seen. */
	if (r->mails - atomic_load(&r->m->answered) >= PARSERRING_SLOTS / 4)
		wake(r->socket, &r->m->child_sleeps);
	return true;
}

bool
parserring_put(struct parserring *r, struct str mail)
{
	return put(r, mail, 0);
}

bool
parserring_put_files(struct parserring *r, struct str mail)
{
	return put(r, mail, FILES);
}

bool
parserring_wants_files(const struct parserring *r)
{
	return r->files;
}

enum parserring_state
parserring_look(struct parserring *r, struct str *answer)
{
	uint32_t given = atomic_load(&r->m->answered) - r->answers;
	size_t at = r->answers % PARSERRING_SLOTS;
	uint32_t n;

	if (given == 0)
		return PARSERRING_NONE;
	n = atomic_load(&r->m->size[at].answer);
	if (given > r->mails - r->answers || n == 0 || n > LIMIT_MAIL_WIRE)
		return PARSERRING_BAD;
	*answer =
	    (struct str){n > SLOT ? r->m->large_answer : r->m->answer[at], n};
	return PARSERRING_GIVEN;
}

void
parserring_done(struct parserring *r)
{
	size_t at = r->answers % PARSERRING_SLOTS;
	bool large = atomic_load(&r->m->size[at].answer) > SLOT;

	if (r->large && r->large_at == r->answers) {
		r->large = false;
		madvise(r->m->large_mail, LIMIT_MAIL_RAW, MADV_REMOVE);
	}
	if (large)
		madvise(r->m->large_answer, LIMIT_MAIL_WIRE, MADV_REMOVE);
	atomic_store(&r->m->taken, ++r->answers);
	if (large)
		wake(r->socket, &r->m->child_sleeps);
}

bool
parserring_sleep(struct parserring *r)
{
	uint32_t some = r->mails - r->answers;

	if (some > PARSERRING_SLOTS / 2)
		some = PARSERRING_SLOTS / 2;
	atomic_store(&r->m->wake_at, r->answers + some);
	atomic_store(&r->m->parent_sleeps, 1);
	wake(r->socket, &r->m->child_sleeps);
	return atomic_load(&r->m->answered) == r->answers;
}

struct parserring *
parserring_join(int memory)
{
	struct memory *m = map(memory);
	struct parserring *r;

	if (m == NULL)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->m = m;
	return r;
}

/* Between two looks at what is waited for: the first call only announces that
 * we sleep, so that nothing that happens in between is missed. */
static bool
doze(struct parserring *r, int socket, bool *announced)
{
	char bells[64];
	ssize_t n;

	if (!*announced) {
		atomic_store(&r->m->child_sleeps, 1);
		*announced = true;
		return true;
	}
	*announced = false;
	n = recv(socket, bells, sizeof(bells), 0);
	return n > 0 || (n < 0 && errno == EINTR);
}

bool
parserring_next(struct parserring *r, int socket, struct str *mail)
{
	size_t at = r->mails % PARSERRING_SLOTS;
	bool announced = false;
	uint32_t n;

	while (atomic_load(&r->m->handed) == r->mails)
		if (!doze(r, socket, &announced))
			return false;
	n = atomic_load(&r->m->size[at].mail);
	r->files = (n & FILES) != 0;
	n &= ~FILES;
	*mail = (struct str){n > SLOT ? r->m->large_mail : r->m->mail[at], n};
	r->mails++;
	return n <= LIMIT_MAIL_RAW;
}

/* Is the large place free again? */
static bool
large_is_free(const struct parserring *r)
{
	return !r->large ||
	       (int32_t)(atomic_load(&r->m->taken) - r->large_at) > 0;
}

bool
parserring_answer(struct parserring *r, int socket, struct str answer)
{
	size_t at = r->answers % PARSERRING_SLOTS;
	bool large = answer.n > SLOT, announced = false;

	if (answer.n == 0 || answer.n > LIMIT_MAIL_WIRE)
		return false;
	while (large && !large_is_free(r)) {
		wake(socket, &r->m->parent_sleeps);
		if (!doze(r, socket, &announced))
			return false;
	}
	if (large) {
		r->large = true;
		r->large_at = r->answers;
	}
	memcpy(
	    large ? r->m->large_answer : r->m->answer[at], answer.p, answer.n);
	atomic_store(&r->m->size[at].answer, (uint32_t)answer.n);
	atomic_store(&r->m->answered, ++r->answers);
	if ((int32_t)(r->answers - atomic_load(&r->m->wake_at)) >= 0)
		wake(socket, &r->m->parent_sleeps);
	return true;
}
