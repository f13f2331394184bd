// The pages by keyboard alone: each thing that can be reached is reached, in
// the order in which it is written, and one sees where one is.
'use strict';

const STOPS_MAX = 400;

// What has the focus now, and whether one sees it.
function here() {
	const e = document.activeElement;
	if (!e || e === document.body)
		return null;
	const s = getComputedStyle(e);
	const r = e.getBoundingClientRect();
	return {
		place: [...document.querySelectorAll(
			'a[href],button,input:not([type=hidden]),select,' +
			'textarea,summary,[tabindex="0"]')].indexOf(e),
		text: e.textContent.trim().slice(0, 30) || e.name,
		seen: s.outlineStyle !== 'none' &&
			parseFloat(s.outlineWidth) >= 2 && r.width > 0 &&
			r.bottom > 0 && r.top < window.innerHeight &&
			r.left >= -1 && r.right <= window.innerWidth + 1,
	};
}

function reachable() {
	const names = new Set();
	return [...document.querySelectorAll(
		'a[href],button,input:not([type=hidden]),select,textarea,' +
		'summary,[tabindex="0"]')].filter((e) => {
		if (e.disabled || !e.getClientRects().length)
			return false;
		if (e.type !== 'radio')
			return true;
		const first = !names.has(e.name);
		names.add(e.name);
		return first;
	}).length;
}

// From the top to the end of one page.
async function through(tools, url) {
	const { tab, seen } = tools;
	const wrong = [];
	await tab.goto(url);
	const want = await tab.evaluate(reachable);
	let last = -1, stops = 0;
	for (; stops < STOPS_MAX; stops++) {
		await tab.keyboard.press('Tab');
		const at = await tab.evaluate(here);
		if (!at || at.place < last)
			break;
		if (!at.seen)
			wrong.push('not seen: "' + at.text + '"');
		last = at.place;
	}
	seen.stops += stops;
	if (stops !== want && stops < STOPS_MAX)
		wrong.push(stops + ' stops, but ' + want + ' things to reach');
	return wrong.slice(0, 5);
}

// The first stop leads past the menu.
async function skips(tools, url) {
	const { tab } = tools;
	await tab.goto(url);
	await tab.keyboard.press('Tab');
	await tab.keyboard.press('Enter');
	await tab.keyboard.press('Tab');
	const inside = await tab.evaluate(() => {
		const e = document.activeElement;
		return !document.querySelector('main a, main input') ||
			document.querySelector('main').contains(e);
	});
	return inside ? [] : ['the skip link does not lead to the content'];
}

async function walk(tools, customer) {
	const base = customer.links.account;
	const wrong = [];
	for (const width of [320, 1200]) {
		await tools.tab.setViewportSize({ width, height: 900 });
		for (const at of ['', '/documents', '/payments'])
			wrong.push(...(await through(tools, base + at)).map(
				(w) => (at || '/') + ' at ' + width + ': ' + w));
		wrong.push(...await skips(tools, base));
	}
	return wrong;
}

module.exports = { walk, through };
