// A provider's hosted page, on loopback: it makes sessions as they are asked
// for, and shows that one has arrived. What is asked is checked elsewhere
// (tests/payments); here a browser has to get there.
'use strict';
const http = require('http');

function made(form, origin, sessions) {
	let sum = 0;
	for (let i = 0; form.has(`line_items[${i}][price_data][unit_amount]`);
		i++)
		sum += Number(form.get(
			`line_items[${i}][price_data][unit_amount]`)) *
			Number(form.get(`line_items[${i}][quantity]`) || 1);
	const id = 'cs_test_' + (sessions.size + 1);
	const metadata = {};
	for (const [name, value] of form) {
		const m = /^metadata\[(\w+)\]$/.exec(name);
		if (m)
			metadata[m[1]] = value;
	}
	const session = { id, object: 'checkout.session', status: 'open',
		payment_status: 'unpaid', amount_total: sum, metadata,
		currency: form.get('line_items[0][price_data][currency]'),
		url: origin + '/c/' + id };
	sessions.set(id, session);
	return session;
}

function start(port) {
	const origin = 'http://127.0.0.1:' + port;
	const sessions = new Map();
	const server = http.createServer((rq, answer) => {
		let body = '';
		rq.on('data', (d) => { body += d; });
		rq.on('end', () => {
			if (rq.url.startsWith('/c/')) {
				answer.setHeader('content-type', 'text/html');
				answer.end('<!doctype html><title>hosted</title>' +
					'<h1>hosted ' + rq.url.slice(3) + '</h1>');
				return;
			}
			const one = sessions.get(
				rq.url.replace(/^.*sessions\//, '')
					.replace(/[?/].*/, ''));
			answer.setHeader('content-type', 'application/json');
			answer.end(JSON.stringify(one || made(
				new URLSearchParams(body), origin, sessions)));
		});
	});
	return new Promise((done) => server.listen(port, '127.0.0.1',
		() => done({ sessions, stop: () => server.close() })));
}

module.exports = { start };
