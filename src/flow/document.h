#ifndef DUNMAIL_FLOW_DOCUMENT_H
#define DUNMAIL_FLOW_DOCUMENT_H

#include "flow/facts.h"
#include "render/letter.h"
#include "render/pdf.h"

/*
 * document: the files a letter carries, rendered from the ledger as it is in
 * the running transaction.
 */
enum rc document_invoice(const struct flow *f, struct arena *a,
    const struct facts_account *facts, struct str invoice, struct str pay_url,
    struct letter_file *out, struct err *err);
enum rc document_statement(const struct flow *f, struct arena *a,
    const struct facts_account *facts, struct str pay_url,
    struct letter_file *out, struct err *err);

/* The company, as it stands on its documents. */
struct pdf_party document_seller(const struct flow *f);

/* Can this be rendered from the ledger? Else a person has to find it. */
bool document_is_ours(enum document_type type);

#endif
