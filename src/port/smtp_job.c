#include "port/smtp_job.h"

#include <stdlib.h>

#include "base/xalloc.h"

void
smtp_job_init(struct smtp_job *job, struct smtp_mail *mails, size_t count)
{
	*job = (struct smtp_job){
	    .mails = mails,
	    .count = count,
	    .left = count,
	    .tried = xcalloc(count, sizeof(*job->tried)),
	};
	for (size_t i = 0; i < count; i++)
		mails[i].settled = false;
}

void
smtp_job_fini(struct smtp_job *job)
{
	free(job->tried);
}

size_t
smtp_job_waiting(const struct smtp_job *job)
{
	return job->count - job->next + job->again_n;
}

struct smtp_mail *
smtp_job_take(struct smtp_job *job)
{
	if (job->again_n > 0)
		return &job->mails[job->again[--job->again_n]];
	if (job->next < job->count)
		return &job->mails[job->next++];
	return NULL;
}

void
smtp_job_report(struct smtp_job *job, struct smtp_mail *mail)
{
	mail->settled = true;
	job->left--;
	job->news = true;
	if (job->settled)
		job->settled(job->ctx, mail);
}

void
smtp_job_back(struct smtp_job *job, const struct smtp_mail *mail)
{
	job->again[job->again_n++] = (size_t)(mail - job->mails);
}

void
smtp_job_retry(struct smtp_job *job, struct smtp_mail *mail)
{
	bool *tried = &job->tried[mail - job->mails];

	if (*tried)
		smtp_job_report(job, mail);
	else
		smtp_job_back(job, mail);
	*tried = true;
}

void
smtp_job_give_up(struct smtp_job *job)
{
	while (job->again_n > 0) {
		size_t at = job->again[--job->again_n];

		if (job->tried[at])
			smtp_job_report(job, &job->mails[at]);
	}
}
