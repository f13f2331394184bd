/* cut.js OPENAPI >schema.json: of the provider's description (OpenAPI 3) what
 * creates a hosted page, closed at every level: what it does not name is
 * refused there. */
"use strict";
const fs = require("fs");
const spec = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const post = spec.paths["/v1/checkout/sessions"].post;
const schema =
	post.requestBody.content["application/x-www-form-urlencoded"].schema;

function close(s) {
	if (s === null || typeof s !== "object") return s;
	if (Array.isArray(s)) return s.map(close);
	const out = {};
	for (const [k, v] of Object.entries(s)) {
		if (k === "description" || k === "title" || k.startsWith("x-"))
			continue;
		out[k] = k === "properties"
			? Object.fromEntries(Object.entries(v).map(
				([n, p]) => [n, close(p)]))
			: close(v);
	}
	if (out.properties && out.additionalProperties === undefined)
		out.additionalProperties = false;
	return out;
}

process.stdout.write(JSON.stringify(
	{ version: spec.info.version, schema: close(schema) }) + "\n");
