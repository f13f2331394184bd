#include "model/names.h"

static const char *const kinds[KIND_COUNT] = {
    [KIND_HUMAN] = "human",
    [KIND_AUTO_REPLY] = "auto-reply",
    [KIND_BOUNCE] = "bounce",
    [KIND_DELAY] = "delay",
    [KIND_COMPLAINT] = "complaint",
    [KIND_RECEIPT] = "receipt",
    [KIND_CALENDAR] = "calendar",
    [KIND_LIST] = "list",
    [KIND_OTHER] = "other",
};

static const char *const intents[INTENT_COUNT] = {
    [INTENT_DISPUTE] = "dispute",
    [INTENT_PROMISE] = "promise",
    [INTENT_DOCUMENT] = "document",
    [INTENT_PAID] = "paid",
    [INTENT_BANK_DETAILS] = "bank-details",
    [INTENT_PAYMENT_PLAN] = "payment-plan",
    [INTENT_CREDIT_REQUEST] = "credit-request",
    [INTENT_HOLD_RELEASE] = "hold-release",
    [INTENT_CONTACT_CHANGE] = "contact-change",
    [INTENT_UNSUBSCRIBE] = "unsubscribe",
    [INTENT_HARDSHIP_LEGAL] = "hardship-legal",
    [INTENT_QUESTION] = "question",
    [INTENT_ACKNOWLEDGEMENT] = "acknowledgement",
    [INTENT_CALL_BACK] = "call-back",
    [INTENT_NONE] = "none",
};

static const char *const reasons[DISPUTE_COUNT] = {
    [DISPUTE_PRICING] = "pricing",
    [DISPUTE_QUANTITY_SHORTAGE] = "quantity-shortage",
    [DISPUTE_DAMAGED_DEFECTIVE] = "damaged-defective",
    [DISPUTE_NOT_RECEIVED] = "not-received",
    [DISPUTE_DUPLICATE] = "duplicate",
    [DISPUTE_WRONG_PO] = "wrong-po",
    [DISPUTE_TAX] = "tax",
    [DISPUTE_SERVICE_QUALITY] = "service-quality",
    [DISPUTE_NOT_OURS] = "not-ours",
    [DISPUTE_CREDIT_MISSING] = "credit-missing",
    [DISPUTE_OTHER] = "other",
};

static const char *const documents[DOCUMENT_COUNT] = {
    [DOCUMENT_INVOICE] = "invoice",
    [DOCUMENT_STATEMENT] = "statement",
    [DOCUMENT_PROOF_OF_DELIVERY] = "proof-of-delivery",
    [DOCUMENT_PURCHASE_ORDER] = "purchase-order",
    [DOCUMENT_CREDIT_MEMO] = "credit-memo",
    [DOCUMENT_TAX_FORM] = "tax-form",
    [DOCUMENT_CONTRACT] = "contract",
    [DOCUMENT_BANK_DETAILS] = "bank-details",
    [DOCUMENT_RECEIPT] = "receipt",
    [DOCUMENT_OTHER] = "other",
};

static bool
find(const char *const *names, int count, struct str s, int *out)
{
	for (int i = 0; i < count; i++)
		if (str_eqc(s, names[i])) {
			*out = i;
			return true;
		}
	return false;
}

const char *
name_kind(enum mail_kind kind)
{
	return kinds[kind];
}

const char *
name_intent(enum intent_kind intent)
{
	return intents[intent];
}

const char *
name_reason(enum dispute_reason reason)
{
	return reasons[reason];
}

const char *
name_document(enum document_type type)
{
	return documents[type];
}

const char *
name_severity(enum bounce_severity severity)
{
	switch (severity) {
	case BOUNCE_HARD:
		return "hard";
	case BOUNCE_SOFT:
		return "soft";
	case BOUNCE_NONE:
		return "";
	}
	return "";
}

bool
name_intent_parse(struct str s, enum intent_kind *out)
{
	int i = 0;

	if (!find(intents, INTENT_COUNT, s, &i))
		return false;
	*out = (enum intent_kind)i;
	return true;
}

bool
name_reason_parse(struct str s, enum dispute_reason *out)
{
	int i = 0;

	if (!find(reasons, DISPUTE_COUNT, s, &i))
		return false;
	*out = (enum dispute_reason)i;
	return true;
}

bool
name_document_parse(struct str s, enum document_type *out)
{
	int i = 0;

	if (!find(documents, DOCUMENT_COUNT, s, &i))
		return false;
	*out = (enum document_type)i;
	return true;
}
