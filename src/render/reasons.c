#include "render/reasons.h"

#include "render/locale.h"

struct words {
	const char *language;
	const char *reasons[DISPUTE_COUNT];
};

/* The first is for everybody else. */
static const struct words table[] = {
    {"en",
	{
	    [DISPUTE_PRICING] = "the price",
	    [DISPUTE_QUANTITY_SHORTAGE] = "the quantity",
	    [DISPUTE_DAMAGED_DEFECTIVE] = "damaged or defective goods",
	    [DISPUTE_NOT_RECEIVED] = "goods or services not received",
	    [DISPUTE_DUPLICATE] = "a duplicate invoice",
	    [DISPUTE_WRONG_PO] = "the purchase order",
	    [DISPUTE_TAX] = "the tax",
	    [DISPUTE_SERVICE_QUALITY] = "the service",
	    [DISPUTE_NOT_OURS] = "an invoice that is not yours",
	    [DISPUTE_CREDIT_MISSING] = "a missing credit",
	    [DISPUTE_OTHER] = "the invoice",
	}},
    {"de",
	{
	    [DISPUTE_PRICING] = "Preis",
	    [DISPUTE_QUANTITY_SHORTAGE] = "Menge",
	    [DISPUTE_DAMAGED_DEFECTIVE] = "beschädigte oder mangelhafte Ware",
	    [DISPUTE_NOT_RECEIVED] = "Lieferung oder Leistung nicht erhalten",
	    [DISPUTE_DUPLICATE] = "doppelte Rechnung",
	    [DISPUTE_WRONG_PO] = "Bestellnummer",
	    [DISPUTE_TAX] = "Umsatzsteuer",
	    [DISPUTE_SERVICE_QUALITY] = "Qualität der Leistung",
	    [DISPUTE_NOT_OURS] = "Rechnung nicht für Sie bestimmt",
	    [DISPUTE_CREDIT_MISSING] = "fehlende Gutschrift",
	    [DISPUTE_OTHER] = "Unstimmigkeit in der Rechnung",
	}},
    {"fr",
	{
	    [DISPUTE_PRICING] = "le prix",
	    [DISPUTE_QUANTITY_SHORTAGE] = "la quantité",
	    [DISPUTE_DAMAGED_DEFECTIVE] =
		"des marchandises endommagées ou défectueuses",
	    [DISPUTE_NOT_RECEIVED] =
		"une livraison ou une prestation non reçue",
	    [DISPUTE_DUPLICATE] = "une facture en double",
	    [DISPUTE_WRONG_PO] = "le numéro de commande",
	    [DISPUTE_TAX] = "la TVA",
	    [DISPUTE_SERVICE_QUALITY] = "la qualité de la prestation",
	    [DISPUTE_NOT_OURS] = "une facture qui ne vous concerne pas",
	    [DISPUTE_CREDIT_MISSING] = "un avoir manquant",
	    [DISPUTE_OTHER] = "la facture",
	}},
    {"es",
	{
	    [DISPUTE_PRICING] = "el precio",
	    [DISPUTE_QUANTITY_SHORTAGE] = "la cantidad",
	    [DISPUTE_DAMAGED_DEFECTIVE] = "mercancía dañada o defectuosa",
	    [DISPUTE_NOT_RECEIVED] = "entrega o servicio no recibido",
	    [DISPUTE_DUPLICATE] = "una factura duplicada",
	    [DISPUTE_WRONG_PO] = "el número de pedido",
	    [DISPUTE_TAX] = "el impuesto",
	    [DISPUTE_SERVICE_QUALITY] = "la calidad del servicio",
	    [DISPUTE_NOT_OURS] = "una factura que no es suya",
	    [DISPUTE_CREDIT_MISSING] = "un abono pendiente",
	    [DISPUTE_OTHER] = "la factura",
	}},
};

#define LANGUAGES (sizeof(table) / sizeof(table[0]))

struct str
reasons_text(struct str locale, enum dispute_reason reason)
{
	const struct words *w = &table[0];
	struct str language = locale_language(locale);

	for (size_t i = 0; i < LANGUAGES; i++)
		if (str_fold_eqc(language, table[i].language))
			w = &table[i];
	return str_of(w->reasons[reason]);
}
