/* sign.js >golden.txt: webhooks signed by the provider's own library, made once
 * and kept, so that nothing but C is needed to hold ours against it. A line:
 * secret, seconds, header, body. The header's schemes are shuffled. */
"use strict";
const Stripe = require("stripe");
const stripe = new Stripe("sk_test_0");
const types = ["checkout.session.completed", "checkout.session.expired",
	"checkout.session.async_payment_succeeded", "charge.refunded",
	"checkout.session.async_payment_failed", "charge.dispute.created"];
const words = ["Bäckerei Süß", "Société Générale", "日本", "a\\tb", "\"x\"",
	"<b>", "😀", "", "O’Neil", "\u0000".replace("\u0000", "nul")];

for (let i = 0; i < 200; i++) {
	const secret = "whsec_" + Buffer.from("secret " + i % 7).toString("hex");
	const timestamp = 1793628000 + i * 977;
	const payload = JSON.stringify({
		id: "evt_" + i, object: "event", type: types[i % types.length],
		created: timestamp,
		data: { object: { id: "cs_" + i, object: "checkout.session",
			amount_total: i * 101, currency: "usd",
			metadata: { checkout: "c" + i, digest: "d" },
			name: words[i % words.length].repeat(i % 13) } },
	});
	const at = (extra) => stripe.webhooks.generateTestHeaderString(
		{ payload, secret, timestamp, ...extra });
	let header = at({});
	if (i % 3 === 1) /* while a secret is changed, and an old scheme */
		header += "," + at({ secret: "whsec_other" }).split(",")[1] +
			",v0=" + "0".repeat(64);
	if (i % 3 === 2)
		header = header.split(",")[0] + "," +
			at({ secret: "whsec_other" }).split(",")[1] + "," +
			header.split(",")[1];
	stripe.webhooks.constructEvent(payload, header, secret, 300,
		undefined, timestamp * 1000);
	console.log([secret, timestamp, header, payload].join("\t"));
}
