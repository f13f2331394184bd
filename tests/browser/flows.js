// What customers do, from the first page to the last: without JavaScript, and
// with `dunmail tick` as the one who acts on what they sent.
'use strict';
const path = require('path');
const { promisify } = require('util');
const run_ = promisify(require('child_process').execFile);

// The provider is a part of this process, so nothing may wait here.
async function tick(tools) {
	await run_(tools.dunmail, ['-c',
		path.join(tools.house, 'gateway.conf'), 'tick']);
}

// An invoice is found by its number, and read.
async function find({ tab }, customer) {
	await tab.goto(customer.links.account + '/documents');
	await tab.focus('#number');
	await tab.keyboard.type(customer.account + '/2');
	await Promise.all([tab.waitForURL('**/invoice/*%2F2'),
		tab.keyboard.press('Enter')]);
	return (await tab.textContent('h1')).includes(customer.account + '/2')
		? [] : ['the invoice was not found by its number'];
}

// Links of another purpose lead to the same pages.
async function otherLink({ tab }, customer) {
	const wrong = [];
	await tab.goto(customer.links.pay + '/statement');
	if (!(await tab.$('table')))
		wrong.push('no statement by the link to pay');
	await tab.click('nav a >> nth=0');
	if (!(await tab.$('main a[href*="/invoice/"]')))
		wrong.push('no overview by the link to pay');
	return wrong;
}

// What is not there, and what is another's, is the same page.
async function missing({ plain }, customer) {
	const other = customer.account === 'C-de' ? 'C-en' : 'C-de';
	const theirs = encodeURIComponent(other + '/1');
	const wrong = [];
	const texts = new Set();
	for (const at of ['/invoice/none', '/invoice/' + theirs,
		'/payments/payment/' + encodeURIComponent('P ' + other),
		'/documents/none', '/statement/1999-01', '/nothing',
		'/invoice/' + theirs + '/pdf']) {
		const answer = await plain.request.get(
			customer.links.account + at);
		if (answer.status() !== 404)
			wrong.push(at + ' is ' + answer.status());
		texts.add(await answer.text());
	}
	if (texts.size !== 1)
		wrong.push(texts.size + ' pages for what is not there');
	return wrong;
}

// A link that is too old leads to a new one.
async function expired(tools, customer) {
	const { tab } = tools;
	const wrong = [];
	const answer = await tab.goto(customer.old);
	if (answer.status() !== 410)
		wrong.push('an old link is ' + answer.status());
	wrong.push(...await tools.again(customer, 'expired', true));
	await tab.click('main a.button');
	if (!(await tab.$('#address')))
		wrong.push('it does not lead to a new link');
	return wrong;
}

// Sends the form of the page; the status of the answer.
async function send(tab) {
	const [answer] = await Promise.all([
		tab.waitForResponse((r) => r.request().method() === 'POST'),
		tab.click('main form button[type=submit]')]);
	if (answer.status() === 303)
		await tab.waitForURL(/\/(done|new)\/[^/]+$/);
	await tab.waitForLoadState();
	return answer.status();
}

// Sent with nothing in it: the page says what has to be corrected, and each
// line of that leads to a field that says so too.
async function corrected(tools, customer, name, needs) {
	const { tab } = tools;
	const wrong = [];
	await tab.goto(customer.links.account + '/' + name);
	const status = await send(tab);
	if (status !== 422)
		wrong.push('an empty form is ' + status);
	const where = customer.account + ' ' + name + ' to be corrected';
	tools.tell(where, await tools.again(customer, name + '-wrong'));
	for (const field of needs) {
		const link = await tab.$('.wrong a[href="#' + field + '"]');
		if (!link) {
			wrong.push('nothing leads to ' + field);
			continue;
		}
		await link.focus();
		await tab.keyboard.press('Enter');
		const on = await tab.evaluate((id) => {
			const e = document.getElementById(id);
			const by = (e && e.getAttribute('aria-describedby')) || '';
			return { here: document.activeElement === e ||
					location.hash === '#' + id,
				said: by.split(' ').some((w) => /wrong$/.test(w) &&
					document.getElementById(w)) };
		}, field);
		if (!on.here || !on.said)
			wrong.push(field + (on.here ? ' does not say what is wrong'
				: ' is not reached'));
	}
	return wrong;
}

// From the form to what became of it.
async function becomes(tools, customer, name, status) {
	const { tab } = tools;
	const wrong = [];
	if (status !== 303)
		wrong.push('the form is ' + status + ': ' + ((await tab.textContent(
			'main')) || '').replace(/\s+/g, ' ').slice(0, 200));
	if (!/\/done\//.test(tab.url()))
		return [...wrong, 'it leads to ' + tab.url().slice(-40)];
	tools.tell(customer.account + ' ' + name + ' sent',
		await tools.again(customer, name + '-sent'));
	const before = await tab.textContent('h1');
	await tick(tools);
	await tab.waitForFunction((h) =>
		document.querySelector('h1').textContent !== h, before,
	{ timeout: 5000 }).catch(() => tab.reload());
	if (!(await tab.$('[role=status]')) || await tab.$('[role=alert]'))
		wrong.push('not done: ' + (await tab.textContent('main'))
			.replace(/\s+/g, ' ').slice(0, 200));
	tools.tell(customer.account + ' ' + name + ' done',
		await tools.again(customer, name + '-done'));
	return wrong;
}

async function dispute(tools, customer) {
	const { tab } = tools;
	const wrong = await corrected(tools, customer, 'dispute',
		['invoices', 'reason']);
	await tab.check('input[name=invoices] >> nth=2');
	await tab.selectOption('#reason', 'damaged-defective');
	await tab.fill('#words', 'Ein Karton war <b>naß</b>.');
	await tab.setInputFiles('#files', { name: 'photo <1>.txt',
		mimeType: 'text/plain', buffer: Buffer.from('wet') });
	return [...wrong, ...await becomes(tools, customer, 'dispute',
		await send(tab))];
}

function inDays(n) {
	return new Date(Date.now() + n * 86400000).toISOString().slice(0, 10);
}

async function promise(tools, customer) {
	const { tab } = tools;
	const wrong = await corrected(tools, customer, 'promise',
		['invoices', 'date']);
	await tab.check('input[name=invoices] >> nth=0');
	await tab.fill('#date', inDays(7));
	return [...wrong, ...await becomes(tools, customer, 'promise',
		await send(tab))];
}

async function message(tools, customer) {
	const { tab } = tools;
	const wrong = await corrected(tools, customer, 'messages', ['words']);
	const text = 'Merci de nous rappeler. <script>x</script> ' +
		'A'.repeat(80);
	await tab.fill('#words', text);
	wrong.push(...await becomes(tools, customer, 'message',
		await send(tab)));
	await tab.goto(customer.links.account + '/messages');
	if (!(await tab.textContent('.thread')).includes('<script>x</script>'))
		wrong.push('what was written is not in the thread');
	tools.tell(customer.account + ' thread',
		await tools.again(customer, 'thread'));
	return wrong;
}

async function request(tools, customer) {
	const { tab } = tools;
	const wrong = await corrected(tools, customer, 'request', ['type']);
	await tab.selectOption('#type', 'invoice');
	await tab.fill('#reference', customer.account + '/1');
	return [...wrong, ...await becomes(tools, customer, 'request',
		await send(tab))];
}

async function preferences(tools, customer) {
	const { tab } = tools;
	await tab.goto(customer.links.account + '/preferences');
	await tab.fill('#from', '09:00');
	await tab.fill('#to', '15:30');
	return becomes(tools, customer, 'preferences', await send(tab));
}

// The same answer to those who are known and to those who are not.
async function newLink(tools, customer) {
	const { tab } = tools;
	const root = customer.links.account.replace(/\/account\/.*/, '');
	const wrong = [];
	const texts = new Set();
	for (const address of [customer.account.toLowerCase() +
	    '@customer.example', 'nobody@else.example']) {
		await tab.goto(root + '/new');
		tools.tell(customer.account + ' new link',
			await tools.again(customer, 'new-link', true));
		await tab.fill('#address', address);
		const status = await send(tab);
		if (status !== 303)
			wrong.push('the form is ' + status);
		texts.add(await tab.content());
	}
	if (texts.size !== 1)
		wrong.push('one sees which address is known');
	tools.tell(customer.account + ' new link sent',
		await tools.again(customer, 'new-link-sent', true));
	return wrong;
}

// By keyboard alone, to the page of the provider.
async function pay(tools, customer) {
	const { tab } = tools;
	await tab.goto(customer.links.account + '/pay');
	const wrong = [];
	for (const box of await tab.$$('input[name=pay]:checked'))
		await box.uncheck();
	const empty = await send(tab);
	if (empty !== 422)
		wrong.push('paying nothing is ' + empty);
	tools.tell(customer.account + ' pay to be corrected',
		await tools.again(customer, 'pay-wrong'));
	await tab.focus('input[name=pay] >> nth=2');
	await tab.keyboard.press('Space');
	await tab.focus('input[name=method] >> nth=0');
	await tab.keyboard.press('Space');
	await tab.focus('main form button[type=submit]');
	await Promise.all([tab.waitForURL('**/done/*'),
		tab.keyboard.press('Enter')]);
	await tick(tools);
	await tab.waitForURL('**/c/cs_test_*', { timeout: 8000 }).catch(() =>
		wrong.push('it does not lead to the provider: ' +
			tab.url().slice(-50)));
	return wrong;
}

const EVERYBODY = { find, otherLink, missing };
const SOMEBODY = { expired, dispute, promise, message, request, newLink, pay,
	preferences };

async function run(tools, customers) {
	const usual = customers.filter((c) => c.usual);
	for (const c of usual)
		for (const [name, flow] of Object.entries(
			c.account === usual[0].account ||
			c.account === 'C-de' ? { ...EVERYBODY, ...SOMEBODY }
				: EVERYBODY)) {
			tools.seen.flows++;
			const wrong = await flow(tools, c).catch((e) =>
				[e.message.split('\n')[0]]);
			tools.tell(c.account + ' ' + name, wrong);
		}
}

module.exports = { run, tick };
