// pages.js FOLDER CHROMIUM [PART]: opens each FOLDER/*.html (with PART in its
// name) at the width of a telephone and of a desk, and tells what a reader
// would stumble over: a page wider than the screen, text of poor contrast,
// words cut off. A picture of each lies beside it.
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const [folder, chromium, only] = process.argv.slice(2);
const load = createRequire(path.resolve(folder, 'tools') + '/');
const playwright = load('playwright-core');
const axe = fs.readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');

const WIDTHS = [320, 1200];
const RULES = ['color-contrast', 'html-has-lang', 'document-title',
	'link-name', 'th-has-data-cells', 'td-headers-attr', 'list'];

// In the page: what sticks out of the window, innermost first. What a reader
// can scroll by itself does not stick out.
function sticking() {
	const out = [];
	const wide = document.scrollingElement.scrollWidth;
	if (wide <= window.innerWidth + 1)
		return out;
	for (const e of document.querySelectorAll('body *')) {
		const r = e.getBoundingClientRect();
		if (r.right > window.innerWidth + 1 &&
		    ![...e.children].some((c) =>
			c.getBoundingClientRect().right > window.innerWidth + 1))
			out.push(e.tagName.toLowerCase() + ' "' +
				e.textContent.trim().slice(0, 40) + '"');
	}
	return ['the page is ' + wide + ' wide: ' +
		out.slice(0, 3).join(', ')];
}

// With ordinary data nobody has to move a table to read its sums; one of six
// columns may be moved on a telephone.
function moved() {
	const most = window.innerWidth < 480 ? 5 : 99;
	return [...document.querySelectorAll('.data')].filter((t) =>
		t.rows[0].cells.length <= most).map((t) =>
		t.parentElement).filter((d) =>
		d.scrollWidth > d.clientWidth + 1).map((d) =>
		'a table is ' + d.scrollWidth + ' wide in ' + d.clientWidth +
		': "' + d.textContent.trim().slice(0, 40) + '"');
}

// Text that is cut off by its own box.
function cut() {
	return [...document.querySelectorAll('body *')].filter((e) => {
		const s = getComputedStyle(e);
		return s.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1;
	}).slice(0, 3).map((e) => 'cut off: "' +
		e.textContent.trim().slice(0, 40) + '"');
}

async function look(page, file, width) {
	const wrong = [];
	const name = path.basename(file, '.html');
	await page.setViewportSize({ width, height: 900 });
	await page.goto('file://' + path.resolve(file));
	wrong.push(...await page.evaluate(sticking), ...await page.evaluate(cut));
	if (name.endsWith('.one'))
		wrong.push(...await page.evaluate(moved));
	await page.screenshot({
		path: path.join(folder, name + '.' + width + '.png'),
		clip: { x: 0, y: 0, width, height: Math.min(4000,
			await page.evaluate(() =>
				document.documentElement.scrollHeight)) },
		fullPage: true,
	});
	if (width !== WIDTHS[0] && /en.three|de.one/.test(name)) {
		await page.evaluate(axe);
		const found = await page.evaluate((rules) => window.axe.run({
			runOnly: { type: 'rule', values: rules } }), RULES);
		for (const v of found.violations)
			wrong.push(v.id + ': ' + v.nodes.slice(0, 2).map((n) =>
				n.html.slice(0, 120)).join(' | '));
	}
	return wrong.map((w) => name + ' at ' + width + ': ' + w);
}

async function main() {
	const browser = await playwright.chromium.launch({
		executablePath: chromium, args: ['--no-sandbox'] });
	const page = await browser.newPage();
	const files = fs.readdirSync(folder).filter((f) =>
		f.endsWith('.html') && f.includes(only || ''));
	let bad = 0;
	for (const f of files.sort())
		for (const width of WIDTHS)
			for (const line of await look(page, path.join(folder, f),
				width)) {
				console.log('pages: ' + line);
				bad++;
			}
	await browser.close();
	console.log('pages: ' + files.length + ' mails at ' +
		WIDTHS.join(' and ') + ' px: ' +
		(bad ? bad + ' faults' : 'nothing sticks out, is cut off or pale') +
		'; pictures in ' + folder);
	process.exit(bad ? 1 : 0);
}

main().catch((e) => {
	console.error('pages: ' + e.message);
	process.exit(1);
});
