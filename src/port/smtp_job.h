#ifndef DUNMAIL_PORT_SMTP_JOB_H
#define DUNMAIL_PORT_SMTP_JOB_H

#include "port/smtp.h"

#define SMTP_LINKS_MAX 64

/*
 * smtp_job: the mails of one smtp_send: which wait, which were settled.
 */
struct smtp_job {
	struct smtp_mail *mails;
	size_t count;
	size_t next; /* first that was never begun */
	size_t left; /* not settled */
	bool news;   /* settled since the last round was told */
	bool *tried; /* handed to a second link already */
	size_t again[SMTP_LINKS_MAX];
	size_t again_n;
	smtp_settled *settled;
	void *ctx;
};

void smtp_job_init(struct smtp_job *job, struct smtp_mail *mails, size_t count);
void smtp_job_fini(struct smtp_job *job);

size_t smtp_job_waiting(const struct smtp_job *job);
/* The next that waits, or NULL. */
struct smtp_mail *smtp_job_take(struct smtp_job *job);

/* It is settled: tell. */
void smtp_job_report(struct smtp_job *job, struct smtp_mail *mail);
/* A link is gone that was not yet told of it: it waits again. */
void smtp_job_back(struct smtp_job *job, const struct smtp_mail *mail);
/* The server knows of it but has no byte: once more, or its outcome stays. */
void smtp_job_retry(struct smtp_job *job, struct smtp_mail *mail);
/* No link is to be had: what was begun is settled, the rest stays. */
void smtp_job_give_up(struct smtp_job *job);

#endif
