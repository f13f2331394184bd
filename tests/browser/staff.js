// Our own people: they sign in by a link that is mailed to them, and look at
// everything.
'use strict';
const fs = require('fs');
const path = require('path');
const { tick } = require('./flows.js');
const keyboard = require('./keyboard.js');

const WHO = 'collections@harbourpine.example';

// The last mail to them: its link.
function mailed(tools) {
	const box = path.join(tools.house, 'mail', WHO, 'new');
	const texts = fs.readdirSync(box).map((f) =>
		fs.readFileSync(path.join(box, f), 'utf8')
			.replace(/=\r?\n/g, '').replace(/=3D/g, '='));
	for (const t of texts) {
		const link = /http:\/\/127\.0\.0\.1:\d+\/behind\/proxy\/staff\/[^\s)>"]+/
			.exec(t);
		if (link)
			return link[0];
	}
	throw new Error('no link was mailed');
}

async function post(tab) {
	const [answer] = await Promise.all([
		tab.waitForResponse((r) => r.request().method() === 'POST'),
		tab.click('main form button[type=submit]')]);
	await tab.waitForLoadState();
	return answer.status();
}

async function signIn(tools, me) {
	const { tab, plain, scripted } = tools;
	const wrong = [];
	await tab.goto(me.links.account);
	tools.tell('staff sign-in', await tools.again(me, 'ask'));
	await tab.fill('#address', WHO);
	if (await post(tab) !== 303)
		wrong.push('the address is not taken');
	tools.tell('staff sent', await tools.again(me, 'sent'));
	await tick(tools);
	const link = mailed(tools);
	await tab.goto(link);
	tools.tell('staff link', await tools.again(me, 'in'));
	if (await post(tab) !== 303)
		wrong.push('the link does not let in');
	const cookies = await plain.cookies();
	if (cookies.length !== 1 || !cookies[0].httpOnly ||
	    cookies[0].sameSite !== 'Strict')
		wrong.push('the cookie is ' + JSON.stringify(cookies));
	await scripted.addCookies(cookies);
	await tab.goto(link);
	if (await tab.$('main form button') && await post(tab) === 303)
		wrong.push('the link lets in twice');
	return wrong;
}

function kind(url, base) {
	const at = new URL(url);
	return (at.pathname.slice(new URL(base).pathname.length)
		.replace(/^\//, '') || 'accounts') +
		[...at.searchParams.keys()].map((k) => '-' + k).join('');
}

// One page of each kind, wherever links lead.
async function walk(tools, me) {
	const base = me.links.account;
	const kinds = new Set();
	const next = [base];
	while (next.length) {
		const url = next.shift();
		const is = kind(url, base);
		if (kinds.has(is))
			continue;
		kinds.add(is);
		const head = await tools.plain.request.get(url);
		if (/pdf/.test(head.headers()['content-type'])) {
			if (!/^attachment/.test(
				head.headers()['content-disposition']))
				tools.tell('staff ' + is, ['no attachment']);
			continue;
		}
		const links = await tools.page(me, url, 'staff ' + is,
			'staff.' + is);
		next.push(...links.filter((l) => l.startsWith(base)));
	}
	return kinds.size < 6 ? ['only ' + [...kinds].join(', ')] : [];
}

async function run(tools, root) {
	const me = { account: 'staff', language: 'en',
		links: { account: root + '/staff' } };
	tools.seen.flows++;
	tools.tell('staff', await signIn(tools, me));
	tools.tell('staff', await walk(tools, me));
	for (const width of [320, 1200]) {
		await tools.tab.setViewportSize({ width, height: 900 });
		for (const at of ['', '/queues', '/tasks', '/account?id=C-de'])
			tools.tell('staff' + at + ' by keyboard',
				await keyboard.through(tools,
					me.links.account + at));
	}
}

module.exports = { run };
