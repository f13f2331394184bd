/* check.js FORMS: each form that we would send against the provider's own
 * description (values and names, closed) and against the types of its own
 * library (names at every depth, of the version that is asked for). */
"use strict";
const fs = require("fs");
const path = require("path");
const { execFileSync } = require("child_process");
const Ajv = require("ajv");
const { version, schema } = require("./schema.json");

/* a[b][0][c]=d: names that are numbers make a list. */
function read(form) {
	const out = {};
	for (const pair of form.split("&")) {
		const [name, value] = pair.split("=").map(
			(s) => decodeURIComponent(s));
		const keys = [...name.matchAll(/[^[\]]+/g)].map((m) => m[0]);
		let at = out;
		keys.forEach((k, i) => {
			if (i === keys.length - 1) {
				if (k in at) throw new Error("twice: " + name);
				at[k] = value;
			} else at = at[k] = at[k] || {};
		});
	}
	return lists(out);
}

function lists(v) {
	if (typeof v !== "object") return v;
	const keys = Object.keys(v);
	if (keys.every((k, i) => k === String(i))) return keys.map((k) => lists(v[k]));
	return Object.fromEntries(keys.map((k) => [k, lists(v[k])]));
}

/* Types want numbers where a form has digits. */
function typed(v, name) {
	if (Array.isArray(v)) return v.map((x) => typed(x, name));
	if (typeof v === "object")
		return Object.fromEntries(
			Object.entries(v).map(([k, x]) => [k, typed(x, k)]));
	return ["unit_amount", "quantity", "expires_at"].includes(name)
		? Number(v) : v;
}

const ajv = new Ajv({ coerceTypes: true, strict: false, logger: false });
const valid = ajv.compile(schema);
const lines = fs.readFileSync(process.argv[2], "utf8").trim().split("\n");
const sources = { stripe22: [], stripe: [] };
let bad = 0;

for (const line of lines) {
	const [asked, form] = line.split("\t");
	const o = read(form);
	const types = asked.includes("endive")
		? "allowed_payment_method_types" : "payment_method_types";
	if (!Array.isArray(o[types])) {
		console.log(`${asked}: no ${types}`);
		bad++;
		continue;
	}
	/* The description is of an older version, with the older name. */
	const old = JSON.parse(JSON.stringify(o));
	old.payment_method_types = old[types];
	if (types !== "payment_method_types") delete old[types];
	if (!valid(old)) {
		console.log(`${asked}: ${ajv.errorsText(valid.errors)}`);
		bad++;
	}
	if (asked !== version)
		sources[asked.includes("endive") ? "stripe" : "stripe22"]
			.push(JSON.stringify(typed(o)));
}

/* What must not pass: the check itself is alive. */
for (const wrong of ["mode=payment&modus=x", "mode=gift",
	"mode=payment&line_items[0][price_data][unit_amount]=1.5" +
	"&line_items[0][price_data][currency]=usd",
	"mode=payment&line_items[0][price_data][colour]=red"])
	if (valid(read(wrong))) {
		console.log("accepted: " + wrong);
		bad++;
	}

const dir = fs.mkdtempSync(path.join(__dirname, "types-"));
try {
	for (const [name, all] of Object.entries(sources)) {
		const wrong = name === "stripe"
			? "{ payment_method_types: ['card'] }"
			: "{ allowed_payment_method_types: ['card'] }";
		fs.writeFileSync(path.join(dir, name + ".ts"),
			`import Stripe from "${name}";\n` +
			"type P = Stripe.Checkout.SessionCreateParams;\n" +
			`export const all: P[] = [\n${all.join(",\n")}\n];\n` +
			"// @ts-expect-error the name of another version\n" +
			`export const no: P = ${wrong};\n`);
	}
	execFileSync(process.execPath, [
		require.resolve("typescript/bin/tsc"), "--noEmit", "--strict",
		"--skipLibCheck", "--target", "es2022", "--module", "nodenext",
		"--moduleResolution", "nodenext",
		...Object.keys(sources).map((n) => path.join(dir, n + ".ts"))],
	{ stdio: "inherit" });
} catch (e) {
	console.log("types: refused");
	bad++;
} finally {
	fs.rmSync(dir, { recursive: true });
}
console.log(`${lines.length} forms, ${bad} wrong`);
process.exit(bad ? 1 : 0);
