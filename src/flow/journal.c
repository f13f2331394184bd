#include "flow/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "port/seal.h"

#define BOOT_FILE "/proc/sys/kernel/random/boot_id"

struct journal {
	char path[PATH_MAX];
	char boot[64];
	int fd;
	bool dead;       /* of this batch nothing more is written */
	struct buf out;  /* not written yet */
	struct buf left; /* what journal_load read */
};

static bool
read_boot(char boot[64])
{
	struct buf b;
	struct str id;
	bool ok;

	buf_init(&b, 128);
	ok = file_read(BOOT_FILE, &b, NULL) == RC_OK;
	id = str_trim(buf_str(&b));
	ok = ok && id.n > 0 && id.n < 64;
	if (ok)
		snprintf(boot, 64, "%.*s", STR_ARG(id));
	buf_fini(&b);
	return ok;
}

struct journal *
journal_open(struct str ledger_path)
{
	struct journal *j;
	int n;

	if (str_find(ledger_path, STR("://")) != STR_NPOS)
		return NULL;
	j = xcalloc(1, sizeof(*j));
	buf_init(&j->out, LIMIT_JOURNAL);
	buf_init(&j->left, LIMIT_JOURNAL);
	n = snprintf(
	    j->path, sizeof(j->path), "%.*s.sending", STR_ARG(ledger_path));
	j->fd = -1;
	if (n > 0 && (size_t)n < sizeof(j->path) && read_boot(j->boot))
		j->fd = open(j->path,
		    O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	j->dead = j->fd < 0;
	if (j->dead)
		log_event(LOG_WARN, "journal-off", "why=%s", strerror(errno));
	return j;
}

void
journal_close(struct journal **j)
{
	if (*j == NULL)
		return;
	if ((*j)->fd >= 0)
		close((*j)->fd);
	buf_fini(&(*j)->out);
	buf_fini(&(*j)->left);
	free(*j);
	*j = NULL;
}

/* Nothing of this batch can be believed any more; the mail goes on. */
static void
give_up(struct journal *j)
{
	log_event(LOG_WARN, "journal-lost", "why=%s", strerror(errno));
	j->dead = true;
	buf_clear(&j->out);
	if (ftruncate(j->fd, 0) != 0)
		(void)unlink(j->path);
}

void
journal_flush(struct journal *j)
{
	ssize_t n;

	if (j == NULL || j->dead || j->out.n == 0)
		return;
	n = write(j->fd, j->out.p, j->out.n);
	if (n != (ssize_t)j->out.n || j->out.full)
		give_up(j);
	buf_clear(&j->out);
}

bool
journal_begin(struct journal *j, char batch[JOURNAL_BATCH])
{
	unsigned char id[8];

	seal_random(id, sizeof(id));
	seal_hex(id, sizeof(id), batch);
	if (j == NULL)
		return false;
	j->dead = j->fd < 0;
	if (j->dead)
		return false;
	buf_clear(&j->out);
	if (ftruncate(j->fd, 0) != 0) {
		give_up(j);
		return false;
	}
	buf_fmt(&j->out, "boot %s batch %s\n", j->boot, batch);
	journal_flush(j);
	return !j->dead;
}

void
journal_dot(struct journal *j, struct str touch)
{
	if (j != NULL && !j->dead)
		buf_fmt(&j->out, "dot %.*s\n", STR_ARG(touch));
}

void
journal_reply(struct journal *j, struct str touch, bool ok, int code)
{
	if (j != NULL && !j->dead)
		buf_fmt(&j->out, "%s %.*s %d\n", ok ? "ok" : "no",
		    STR_ARG(touch), code);
}

void
journal_end(struct journal *j)
{
	if (j == NULL || j->dead)
		return;
	buf_clear(&j->out);
	if (ftruncate(j->fd, 0) != 0)
		give_up(j);
}

void
journal_load(struct journal *j)
{
	if (j == NULL)
		return;
	buf_clear(&j->left);
	if (j->fd >= 0 && file_read(j->path, &j->left, NULL) != RC_OK)
		buf_clear(&j->left);
}

/* "VERB TOUCH[ CODE]" of a line that is about this touch. */
static enum journal_mark
read_event(struct str line, struct str touch, enum journal_mark was, int *code)
{
	struct str verb, name;
	int64_t n = 0;

	if (!str_cut(&line, ' ', &verb) || !str_cut(&line, ' ', &name) ||
	    !str_eq(name, touch))
		return was;
	if (str_eqc(verb, "dot"))
		return JOURNAL_OPEN;
	if (!str_to_i64(line, 0, 999, &n))
		return was;
	if (str_eqc(verb, "no"))
		return JOURNAL_UNSENT;
	*code = (int)n;
	return str_eqc(verb, "ok") ? JOURNAL_ACCEPTED : was;
}

/* The next whole line; what a kill cut off says nothing. */
static bool
next_line(struct str *rest, struct str *line)
{
	return str_chr(*rest, '\n') != STR_NPOS && str_line(rest, line);
}

enum journal_mark
journal_look(
    const struct journal *j, struct str batch, struct str touch, int *code)
{
	enum journal_mark mark = JOURNAL_UNSENT;
	struct str rest, line;
	char first[128];

	*code = 0;
	if (j == NULL || str_is_empty(batch))
		return JOURNAL_UNKNOWN;
	rest = buf_str(&j->left);
	snprintf(first, sizeof(first), "boot %s batch %.*s", j->boot,
	    STR_ARG(batch));
	if (!next_line(&rest, &line) || !str_eqc(line, first))
		return JOURNAL_UNKNOWN;
	while (next_line(&rest, &line))
		mark = read_event(line, touch, mark, code);
	return mark;
}
