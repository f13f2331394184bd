// What a page is looked at for, at one width. Each function runs in the page
// and returns what is wrong with it, in words.
'use strict';

// Nothing may be wider than the screen.
function sticking() {
	const out = [];
	const wide = document.scrollingElement.scrollWidth;
	if (wide <= window.innerWidth + 1)
		return out;
	for (const e of document.querySelectorAll('body *')) {
		const r = e.getBoundingClientRect();
		if (r.right > window.innerWidth + 1 && r.width > 1 &&
		    ![...e.children].some((c) =>
			c.getBoundingClientRect().right > window.innerWidth + 1))
			out.push(e.tagName.toLowerCase() + ' "' +
				e.textContent.trim().slice(0, 40) + '"');
	}
	return ['the page is ' + wide + ' wide: ' + out.slice(0, 3).join(', ')];
}

// Text that is cut off by its own box, or lies upon other text.
function cut() {
	return [...document.querySelectorAll('body *')].filter((e) => {
		const s = getComputedStyle(e);
		return s.overflowX === 'hidden' && s.position !== 'absolute' &&
			e.scrollWidth > e.clientWidth + 1;
	}).slice(0, 3).map((e) => 'cut off: "' +
		e.textContent.trim().slice(0, 40) + '"').concat(
		[...document.querySelectorAll('input')].filter((e) =>
			/^(text|email|tel)$/.test(e.type) &&
			e.value.length < 20 && (e.clientWidth < 80 ||
			e.scrollWidth > e.clientWidth + 1)).slice(0, 3).map(
			(e) => 'no room for what is typed: ' + e.name));
}

// What the ledger says must never become a part of the page.
function foreign() {
	const out = [];
	if (document.scripts.length)
		out.push('there is a script');
	for (const e of document.querySelectorAll('*')) {
		for (const a of e.attributes)
			if (/^on/.test(a.name) || a.name === 'style')
				out.push('attribute ' + a.name);
		if (/^(IFRAME|OBJECT|EMBED|SVG|BASE)$/i.test(e.tagName))
			out.push('element ' + e.tagName);
		const to = e.getAttribute('href') || e.getAttribute('src') ||
			e.getAttribute('action') || '';
		if (!/^(\/behind\/proxy\/|#|mailto:|tel:)/.test(to) && to)
			out.push('leads to ' + to.slice(0, 60));
	}
	for (const i of document.images)
		if (!/\/logo/.test(i.src))
			out.push('a picture: ' + i.src.slice(0, 60));
	return out;
}

// Each page says what it is; each table and list says what is in it.
function said() {
	const out = [];
	if (document.querySelectorAll('h1').length !== 1)
		out.push(document.querySelectorAll('h1').length + ' h1');
	if (!document.title.replace(/ –.*/, '').trim())
		out.push('no title');
	for (const t of document.querySelectorAll('table')) {
		if (!t.caption || !t.caption.textContent.trim())
			out.push('a table without a caption');
		for (const r of t.tBodies[0].rows) {
			const head = t.tHead && t.tHead.rows[0];
			if (head && r.cells.length !== head.cells.length)
				out.push('a row of ' + r.cells.length);
			for (const c of r.cells)
				if (head && c.dataset.label !==
				    head.cells[c.cellIndex].textContent)
					out.push('label ' + c.dataset.label);
		}
	}
	const words = document.body.textContent;
	if (/\{\{|\}\}|undefined|\(null\)/.test(
	    words.replace(/\{\{company\.bank\}\}/g, '')))
		out.push('raw words');
	for (const e of document.querySelectorAll('h1,h2,dt,dd,th,a,button,' +
	    'label,legend,caption,p'))
		if (!e.textContent.trim() && !e.querySelector('img,input'))
			out.push('empty ' + e.tagName.toLowerCase() + ' in ' +
				e.parentElement.className);
	return [...new Set(out)].slice(0, 5);
}

module.exports = { sticking, cut, foreign, said };
