// golden.js >signed.tsv: calls as Twilio makes them, signed by its own package
// (npm install twilio). A line each: address, form, signature, of which the
// first is the address that we know and the signature may be of a variant.
const twilio = require("twilio");
const token = "12345678901234567890123456789012";
const sign = (url, fields) =>
  twilio.getExpectedTwilioSignature(token, url, fields);

let seed = 7;
const random = (n) => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed % n;
};
const pick = (list) => list[random(list.length)];
const words = ["STOP", "Will pay friday", "", "é ß Ж 中 🛑", "a&b=c+d%20",
  "two\nlines", "  blanks ", "\"quotes\" 'too'", "100 %", "ﬁn"];
const form = (fields) => Object.entries(fields).flatMap(([k, v]) =>
  (Array.isArray(v) ? v : [v]).map((x) =>
    encodeURIComponent(k) + "=" +
    (random(2) ? encodeURIComponent(x).replace(/%20/g, "+")
      : encodeURIComponent(x)))).join("&");
const bases = ["https://pay.example.com", "https://pay.example.com:8443",
  "https://pay.example.com:443", "http://127.0.0.1:8080",
  "https://pay.example.com/portal"];

for (let i = 0; i < 200; i++) {
  const base = pick(bases);
  const query = pick(["", "?touch=00112233445566778899",
    "?touch=00112233445566778899&on=answer",
    "?touch=00112233445566778899&on=key&turn=2"]);
  const url = base + "/hook/twilio" + query;
  const fields = { AccountSid: "AC" + "0".repeat(32), From: "+12075550199",
    To: "+12075550100", ApiVersion: "2010-04-01" };
  if (query.includes("on="))
    Object.assign(fields, { CallSid: "CA" + i, CallStatus: "in-progress",
      AnsweredBy: pick(["human", "machine_end_beep"]), Digits: String(i % 10) });
  else
    Object.assign(fields, { MessageSid: "SM" + i, SmsSid: "SM" + i,
      Body: pick(words), NumMedia: "0", SmsStatus: "received" });
  if (random(5) === 0)
    fields.Lots = [pick(words), pick(words), "z", "z"];
  // With the usual port, or without: Twilio does either.
  let known = url, signed = url;
  if (random(3) === 0 && base.startsWith("https") && !/:\d/.test(base.slice(8)))
    signed = url.replace("pay.example.com", "pay.example.com:443");
  else if (random(3) === 0 && base.endsWith(":443"))
    signed = url.replace(":443", "");
  console.log([known, form(fields), sign(signed, fields)].join("\t"));
}
