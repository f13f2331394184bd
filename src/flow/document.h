#ifndef DUNMAIL_FLOW_DOCUMENT_H
#define DUNMAIL_FLOW_DOCUMENT_H

#include "flow/facts.h"
#include "render/letter.h"
#include "render/pdf.h"
#include "store/passbook.h"

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

/* A payment or credit memo of the account, with all it was applied to. */
enum rc document_receipt(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct passbook_money *money,
    struct letter_file *out, struct err *err);

/* Who sells, as every page says it. */
struct pdf_party document_seller(const struct flow *f);
/* A page that is finished becomes a file; b is emptied. */
void document_file(struct arena *a, struct buf *b, const char *what,
    struct str id, struct letter_file *out);

/* Can this be rendered from the ledger? Else a person has to find it. */
bool document_is_ours(enum document_type type);

#endif
