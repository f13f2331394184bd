#ifndef DUNMAIL_RENDER_PDF_JOB_H
#define DUNMAIL_RENDER_PDF_JOB_H

#include "model/aging.h"
#include "render/sheet.h"

/*
 * pdf_job: what the documents of pdf.h share. Between its files only.
 */

/* "Seller - Invoice INV-1 - Customer" heads the second page and on. */
enum rc pdf_job_publish(struct sheet_job *job, struct str title,
    struct str customer, struct buf *out, struct err *err);

/* RC_BAD: more rows than a document may have. */
enum rc pdf_job_rows(size_t rows, struct err *err);

/* What is open by age, and its sum, side by side. */
#define PDF_AGING_HEIGHT 40.0
void pdf_job_aging(struct sheet *s, const struct money buckets[AGING_BUCKETS],
    struct money total);

/* The head of one currency's part, where there are several. */
void pdf_job_currency(struct sheet *s, const char *currency);

#endif
