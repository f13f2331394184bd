// browser.js FOLDER CHROMIUM DUNMAIL HOSTED [ACCOUNT]: walks through the pages that each
// customer of FOLDER/house/links.json has, without JavaScript, at the width of
// a telephone and of a desk, by keyboard, and by axe-core; and does there what
// customers do. Pictures are in FOLDER.
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const look = require('./page.js');
const keyboard = require('./keyboard.js');
const flows = require('./flows.js');
const provider = require('./hosted.js');
const staff = require('./staff.js');

const [folder, chromium, dunmail, hosted, only] = process.argv.slice(2);
const load = createRequire(path.resolve(folder, 'tools') + '/');
const playwright = load('playwright-core');
const axe = fs.readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');
const house = path.join(folder, 'house');
const customers = JSON.parse(
	fs.readFileSync(path.join(house, 'links.json'), 'utf8')).filter(
	(c) => !only || c.account === (only === 'staff' ? 'C-none' : only));

const WIDTHS = [320, 1200];
const PAGES_FIRST = 30; // of the first customer; of others one of each kind
// Of these there is a picture of each kind of page; the others differ in words.
const PICTURED = ['C-en', 'C-de', 'C-big', 'C-many', 'C-none'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
	'best-practice'];
const WANTED = {
	'content-security-policy': /^default-src 'none'; /,
	'cache-control': /^no-store$/,
	'referrer-policy': /^no-referrer$/,
	'x-content-type-options': /^nosniff$/,
};

const seen = { pages: 0, files: 0, stops: 0, flows: 0 };
let bad = 0;

function tell(where, wrong) {
	for (const w of wrong) {
		console.log('browser: ' + where + ': ' + w);
		bad++;
	}
}

// "/invoice/C-1" of one customer's address.
function short(url, base) {
	return decodeURIComponent(url.slice(base.length)) || '/';
}

function kind(where) {
	const [at, query] = where.replace(/^\//, '').split('?');
	return (at.split('/').slice(0, 2).map((s, i) =>
		i === 0 || /^(payment|credit|pdf)$/.test(s) ? s :
			/^\d{4}-\d\d$/.test(s) ? 'month' : 'one').join('-') ||
		'overview') + (query ? '-turned' : '');
}

function wrongHeaders(answer) {
	const h = answer.headers();
	const out = Object.keys(WANTED).filter((n) =>
		!WANTED[n].test(h[n] || '')).map((n) => n + ': ' + h[n]);
	if (h['set-cookie'] && !/\/staff/.test(answer.url()))
		out.push('a cookie');
	return out;
}

async function file(tools, url, where) {
	const answer = await tools.plain.request.get(url);
	const h = answer.headers();
	const wrong = wrongHeaders(answer);
	seen.files++;
	if (answer.status() !== 200)
		wrong.push('status ' + answer.status());
	if (!/^attachment/.test(h['content-disposition'] || ''))
		wrong.push('no attachment: ' + h['content-disposition']);
	if (/pdf$/.test(url) &&
	    !/^%PDF-/.test((await answer.body()).toString('latin1')))
		wrong.push('no PDF');
	tell(where, wrong);
}

function isFile(url) {
	return /\/pdf$|\/documents\/./.test(url);
}

// The page that is there, at both widths; a picture of each.
async function bothWidths(tab, where, shot) {
	for (const width of WIDTHS) {
		await tab.setViewportSize({ width, height: 900 });
		tell(where + ' at ' + width, [
			...await tab.evaluate(look.sticking),
			...await tab.evaluate(look.cut)]);
		if (shot)
			await tab.screenshot({ path: path.join(folder,
				shot + '.' + width + '.png'), fullPage: true,
			clip: { x: 0, y: 0, width, height: Math.min(3000,
				await tab.evaluate(() => document
					.documentElement.scrollHeight)) } });
	}
}

// The page that is there, to somebody who cannot see it.
async function accessible(eye, where, widths) {
	await eye.evaluate(axe);
	for (const width of widths) {
		await eye.setViewportSize({ width, height: 900 });
		const found = await eye.evaluate((tags) => window.axe.run({
			runOnly: { type: 'tag', values: tags } }), TAGS);
		tell(where + ' at ' + width, found.violations.map((v) =>
			v.id + ': ' + v.nodes.slice(0, 2).map((n) =>
				n.html.slice(0, 120)).join(' | ')));
	}
}

async function language(tab, customer) {
	const is = await tab.evaluate(() => document.documentElement.lang);
	return is === customer.language ? [] : ['it is in ' + is];
}

// One page at both widths; returns the links that it has.
async function page(tools, customer, url, where, shot) {
	const { tab, eye } = tools;
	const answer = await tab.goto(url);
	const wrong = wrongHeaders(answer);
	if (answer.status() !== 200)
		wrong.push('status ' + answer.status());
	wrong.push(...await language(tab, customer),
		...await tab.evaluate(look.foreign),
		...await tab.evaluate(look.said));
	tell(where, wrong);
	await bothWidths(tab, where, shot);
	await eye.goto(url);
	await accessible(eye, where, shot ? WIDTHS : WIDTHS.slice(0, 1));
	seen.pages++;
	return tab.evaluate(() => [...document.links].map((a) =>
		a.href.replace(/#.*/, '')));
}

// The page that a flow has come to, which has no address of its own: its
// bytes are put before the other eye.
async function again(tools, customer, shot, anybody) {
	const { tab, eye } = tools;
	const name = customer.account + '.' + shot;
	const wrong = [...await tab.evaluate(look.foreign),
		...await tab.evaluate(look.said),
		...(anybody ? [] : await language(tab, customer))];
	const text = (await tab.content()).replace(
		/<link rel="stylesheet"[^>]*>/, '<style>' + tools.style +
		'</style>');
	await eye.goto('about:blank');
	await eye.setContent(text);
	await accessible(eye, name, WIDTHS.slice(0, 1));
	await bothWidths(tab, name, name);
	seen.pages++;
	return wrong;
}

// From the overview on, wherever links lead, one of each kind first.
async function walk(tools, customer, base) {
	const done = new Set(), kinds = new Set();
	const most = customer === customers[0] ? PAGES_FIRST : 0;
	let next = [base];
	while (next.length) {
		next.sort((a, b) => kinds.has(kind(short(a, base))) -
			kinds.has(kind(short(b, base))));
		const url = next.shift();
		const where = customer.account + ' ' + short(url, base);
		const is = kind(short(url, base)) +
			(isFile(url) ? '-file' : '');
		if (done.has(url) || (done.size >= most && kinds.has(is)))
			continue;
		done.add(url);
		if (isFile(url)) {
			await file(tools, url, where);
			kinds.add(is);
			continue;
		}
		const links = await page(tools, customer, url, where,
			kinds.has(is) || !PICTURED.includes(customer.account) ?
				null : customer.account + '.' + is);
		kinds.add(is);
		next.push(...links.filter((l) => l.startsWith(base) &&
			!done.has(l)));
	}
}

async function main() {
	const browser = await playwright.chromium.launch({
		executablePath: chromium, args: ['--no-sandbox'] });
	const plain = await browser.newContext({ javaScriptEnabled: false,
		locale: 'en-US' });
	const scripted = await browser.newContext({ bypassCSP: true });
	const tools = { plain, scripted, tab: await plain.newPage(), dunmail,
		folder,
		page: (c, url, where, shot) => page(tools, c, url, where, shot),
		eye: await scripted.newPage(), house, tell, seen,
		again: (c, shot, anybody) => again(tools, c, shot, anybody) };
	const pays = await provider.start(Number(hosted));
	const origin = new URL(customers[0].links.account).origin;
	plain.on('request', (r) => {
		if (!r.url().startsWith(origin) &&
		    !r.url().startsWith('http://127.0.0.1:' + hosted + '/c/'))
			tell(r.url(), ['asked for by a page of ours']);
	});
	tools.style = await (await plain.request.get(
		(await (await plain.request.get(customers[0].links.account)).text())
			.replace(/^[^]*<link rel="stylesheet" href="([^"]+)"[^]*$/,
				(_, at) => origin + at))).text();
	for (const c of customers) {
		await walk(tools, c, c.links.account);
		tell(c.account + ' by keyboard', await keyboard.walk(tools, c));
	}
	await flows.run(tools, customers);
	if (!only || only === 'staff')
		await staff.run(tools, origin + '/behind/proxy');
	await browser.close();
	pays.stop();
	console.log('browser: ' + seen.pages + ' pages and ' + seen.files +
		' files of ' + customers.length + ' customers, ' + seen.stops +
		' stops of the keyboard, ' + seen.flows + ' flows: ' +
		(bad ? bad + ' faults' : 'no fault') + '; pictures in ' + folder);
	process.exit(bad ? 1 : 0);
}

main().catch((e) => {
	console.error('browser: ' + e.stack);
	process.exit(1);
});
