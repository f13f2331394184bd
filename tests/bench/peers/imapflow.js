// imapflow.js PORT USER COUNT
// What a Node program would do: imapflow, mailparser, email-reply-parser, and
// the first rule that matches. Nothing is recorded. Start-up is not billed.
'use strict';
const { ImapFlow } = require('imapflow');
const { simpleParser } = require('mailparser');
const parser = require('email-reply-parser');
const rules = require('./rules.js');

const Reader = parser.default || parser;
const [port, user, count] = process.argv.slice(2);

function intent(text) {
  const fresh = new Reader().read(text).getVisibleText();
  const rule = rules.find(([, pattern]) => pattern.test(fresh));
  return rule ? rule[0] : 'none';
}

async function main() {
  const start = process.hrtime.bigint();
  const client = new ImapFlow({
    host: '127.0.0.1', port: +port, secure: false, doSTARTTLS: false,
    auth: { user, pass: 'bench' }, logger: false, disableAutoIdle: true,
  });
  const found = {};
  let n = 0;

  await client.connect();
  await client.mailboxOpen('INBOX', { readOnly: true });
  for await (const mail of client.fetch(`1:${count}`, { uid: true, source: true })) {
    const parsed = await simpleParser(mail.source, { skipImageLinks: true });
    const what = intent(parsed.text || '');
    found[what] = (found[what] || 0) + 1;
    n++;
  }
  await client.logout();
  console.log(JSON.stringify(found));
  console.log('units=' + n);
  console.log('secs=' + Number(process.hrtime.bigint() - start) / 1e9);
}

main().catch(err => {
  console.error(err);
  process.exit(1);
});
