#ifndef DUNMAIL_TESTS_UNIT_APP_TREE_H
#define DUNMAIL_TESTS_UNIT_APP_TREE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/mistake.h"
#include "base/err.h"
#include "base/file.h"
#include "base/str.h"

/*
 * tree: a folder of configuration files that lives as long as a test, and a
 * list of the mistakes that were told about it.
 */
#define TREE_MISTAKES 1000

struct tree {
	char dir[64];
	struct {
		char file[256];
		int line;
		char text[1024];
	} told[TREE_MISTAKES];
	int count;
};

static inline void
tree_path(const struct tree *t, const char *name, char out[512])
{
	snprintf(out, 512, "%s/%s", t->dir, name);
}

static inline void
tree_put(const struct tree *t, const char *name, const char *text)
{
	char path[512], *slash;
	struct err err;

	tree_path(t, name, path);
	slash = strrchr(path, '/');
	*slash = '\0';
	if (file_mkdirs(path, &err) != RC_OK)
		abort();
	*slash = '/';
	if (file_write(path, str_of(text), 0600, &err) != RC_OK)
		abort();
}

static inline void
tree_open(struct tree *t)
{
	memset(t, 0, sizeof(*t));
	strncpy(t->dir, "/tmp/dunmail-test-XXXXXX", sizeof(t->dir) - 1);
	if (mkdtemp(t->dir) == NULL)
		abort();
}

static inline void
tree_remove(const char *path)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execlp("rm", "rm", "-rf", "--", path, (char *)NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, &status, 0);
}

static inline void
tree_close(struct tree *t)
{
	tree_remove(t->dir);
}

/* A config_report: keeps what it is told, the file relative to the folder. */
static inline void
tree_told(void *ctx, const char *file, int line, const char *text)
{
	struct tree *t = ctx;
	size_t n = strlen(t->dir);

	if (t->count == TREE_MISTAKES)
		return;
	if (n > 0 && strncmp(file, t->dir, n) == 0 && file[n] == '/')
		file += n + 1;
	snprintf(t->told[t->count].file, sizeof(t->told[0].file), "%s", file);
	snprintf(t->told[t->count].text, sizeof(t->told[0].text), "%s", text);
	t->told[t->count++].line = line;
}

static inline bool
tree_has(const struct tree *t, const char *file, int line, const char *words)
{
	for (int i = 0; i < t->count; i++)
		if (strcmp(t->told[i].file, file) == 0 &&
		    t->told[i].line == line &&
		    strstr(t->told[i].text, words) != NULL)
			return true;
	return false;
}

/* For a test that is about to fail. */
static inline void
tree_show(const struct tree *t)
{
	for (int i = 0; i < t->count; i++)
		fprintf(stderr, "  %s:%d: %s\n", t->told[i].file,
		    t->told[i].line, t->told[i].text);
}

#define GATEWAY_OK                                                             \
	"[company]\nname = X\nemail = ar@example.com\ncurrency = EUR\n"        \
	"[links]\nbase = https://pay.example.com\n"                            \
	"[staff]\nfallback = staff@example.com\n"
#define MAILBOX_OK                                                             \
	"[mailbox]\naddress = ar@example.com\n"                                \
	"[send]\nchannel = maildir\nmaildir = var/out\n"                       \
	"[read]\nchannel = maildir\nmaildir = var/in\n"
#define SEQUENCE_OK "[step reminder-1]\nday = 3\n"

#endif
