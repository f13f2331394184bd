// nodemailer.js PORT N CONNECTIONS ACCOUNTS.jsonl
// What a Node program would do: pooled nodemailer, Handlebars for the text and
// the HTML, a signed link in each mail. Start-up is not billed.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const handlebars = require('handlebars');
const nodemailer = require('nodemailer');

const [port, n, connections, file] = process.argv.slice(2);
const read = name => fs.readFileSync(path.join(__dirname, name), 'utf8');
const text = handlebars.compile(read('mail.txt.hbs'), { noEscape: true });
const html = handlebars.compile(read('mail.html.hbs'));
const accounts = fs.readFileSync(file, 'utf8').split('\n').slice(0, +n)
  .filter(Boolean).map(line => JSON.parse(line));
const key = crypto.randomBytes(32);

function link(account, purpose) {
  const claim = Buffer.from(`${purpose}.${account}.1803000000`);
  const tag = crypto.createHmac('sha256', key).update(claim).digest();
  return 'https://pay.example.com/' + claim.toString('base64url') + '.' +
    tag.toString('base64url');
}

const transport = nodemailer.createTransport({
  host: '127.0.0.1', port: +port, pool: true, ignoreTLS: true,
  maxConnections: +connections, maxMessages: Infinity,
});
const start = process.hrtime.bigint();
let next = 0;
let done = 0;

function one() {
  if (next >= accounts.length)
    return;
  const a = accounts[next++];
  const number = a.invoices[0].number;
  const values = { ...a, pay: link(a.account, 'pay'),
    dispute: link(a.account, 'dispute'), see: link(a.account, 'see') };
  transport.sendMail({
    from: '"Example Supply, Accounts Receivable" <ar@example.com>',
    to: { name: a.contact, address: a.email },
    replyTo: `ar+${a.account}@example.com`,
    subject: `Reminder: invoice ${number} is past due`,
    text: text(values), html: html(values),
    headers: { 'Auto-Submitted': 'auto-generated' },
  }, err => {
    if (err) {
      console.error(err);
      process.exit(1);
    }
    if (++done < accounts.length)
      return one();
    transport.close();
    console.log('secs=' + Number(process.hrtime.bigint() - start) / 1e9);
    console.log('units=' + done);
  });
}

for (let i = 0; i < connections * 4; i++)
  one();
