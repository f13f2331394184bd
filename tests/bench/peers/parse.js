// parse.js FOLDER: what a Node program would do with a folder of mails:
// mailparser, email-reply-parser, and the first rule that matches. Start-up is
// not billed.
'use strict';
const fs = require('fs');
const path = require('path');
const { simpleParser } = require('mailparser');
const parser = require('email-reply-parser');
const rules = require('./rules.js');

const Reader = parser.default || parser;
const folder = process.argv[2];

function intent(text) {
  const fresh = new Reader().read(text).getVisibleText();
  const rule = rules.find(([, pattern]) => pattern.test(fresh));
  return rule ? rule[0] : 'none';
}

async function main() {
  const start = process.hrtime.bigint();
  const found = {};
  let n = 0;

  for (const name of fs.readdirSync(folder).sort()) {
    const raw = fs.readFileSync(path.join(folder, name));
    const parsed = await simpleParser(raw, { skipImageLinks: true });
    const what = intent(parsed.text || '');
    found[what] = (found[what] || 0) + 1;
    n++;
  }
  console.log(JSON.stringify(found));
  console.log('units=' + n);
  console.log('secs=' + Number(process.hrtime.bigint() - start) / 1e9);
}

main().catch(err => {
  console.error(err);
  process.exit(1);
});
