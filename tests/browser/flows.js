// What customers do, from the first page to the last.
'use strict';

// An invoice is found by its number, and read.
async function find(tools, customer) {
	const { tab } = tools;
	await tab.goto(customer.links.account + '/documents');
	await tab.focus('#number');
	await tab.keyboard.type(customer.account + '/2');
	await Promise.all([tab.waitForURL('**/invoice/*%2F2'),
		tab.keyboard.press('Enter')]);
	return (await tab.textContent('h1')).includes(customer.account + '/2')
		? [] : ['the invoice was not found by its number'];
}

// Links of another purpose lead to the same pages.
async function otherLink(tools, customer) {
	const { tab } = tools;
	await tab.goto(customer.links.pay + '/statement');
	const wrong = [];
	if (!(await tab.$('table')))
		wrong.push('no statement by the link to pay');
	await tab.click('nav a >> nth=0');
	if (!(await tab.$('main a[href*="/invoice/"]')))
		wrong.push('no overview by the link to pay');
	return wrong;
}

// What is not there, and what is another's, is the same page.
async function missing(tools, customer, other) {
	const { plain } = tools;
	const wrong = [];
	const texts = new Set();
	for (const at of ['/invoice/none', '/invoice/' +
	    encodeURIComponent(other.account + '/1'), '/payments/payment/' +
	    encodeURIComponent('P ' + other.account), '/documents/none',
	'/statement/1999-01', '/nothing', '/invoice/' +
	    encodeURIComponent(other.account + '/1') + '/pdf']) {
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

async function run(tools, customers) {
	const usual = customers.filter((c) =>
		!['C-big', 'C-many', 'C-none'].includes(c.account));
	for (const c of usual) {
		const other = c.account === 'C-de' ? 'C-en' : 'C-de';
		for (const [name, flow] of Object.entries(
		    { find, otherLink, missing })) {
			tools.seen.flows++;
			tools.tell(c.account + ' ' + name,
				await flow(tools, c, { account: other }));
		}
	}
}

module.exports = { run };
