#!/usr/bin/env python3
"""house.py DUNMAIL FOLDER PORT HOSTED: a company, its ledger and its customers, with
names and numbers that nobody would want to have, for `dunmail portal` on
127.0.0.1:PORT, who pay by a page at HOSTED. Prints JSON: for each customer the
language and their links.
"""
import csv
import datetime
import json
import os
import sqlite3
import subprocess
import sys

DUNMAIL, FOLDER = sys.argv[1], os.path.abspath(sys.argv[2])
PORT, HOSTED = sys.argv[3:5]
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CONF = os.path.join(FOLDER, 'gateway.conf')
TODAY = datetime.date.today()
LONG = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller'
XSS = '<script>document.title="owned"</script><img src=x onerror=alert(1)>'

GATEWAY = f'''[company]
name = Harbour & Pine <Supply> "Co."
address = 18 Quayside Road
	Portland, ME 04101
phone = +1 207 555 0118
email = ar@harbourpine.example
timezone = America/New_York
currency = USD
color = #ffe100
bank = Casco Bay Bank
	Account 4471 0091 22
[ledger]
path = ledger.db
[links]
base = http://127.0.0.1:{PORT}/behind/proxy
keys = keys
[folders]
templates = {ROOT}/templates
filters = {ROOT}/filters
documents = documents
calendars = calendars
[staff]
fallback = collections@harbourpine.example
[payments]
provider = stripe
secret_file = key
api = http://127.0.0.1:{HOSTED}
methods = card, sepa_debit, acss_debit, us_bank_account
[portal]
listen = 127.0.0.1:{PORT}
with_run = no
texts = {ROOT}/portal
per_link = 1000000
per_minute = 1000000
per_address = 1000
posts_per_link = 1000000
posts_per_minute = 1000000
'''
MAILBOX = '''[mailbox]
address = ar@harbourpine.example
display = Harbour & Pine
[send]
channel = maildir
maildir = mail/{address}
[read]
channel = maildir
maildir = mail/ar@harbourpine.example
authserv_id = mx.harbourpine.example
'''


def day(n):
    return (TODAY + datetime.timedelta(days=n)).isoformat()


def dunmail(*args):
    done = subprocess.run([DUNMAIL, '-c', CONF, *args], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        sys.exit(f'house: {args}: {done.stderr}')
    return done.stdout.strip()


# account, name, locale, currency
ACCOUNTS = [
    ('C-en', XSS + ' & Sons', 'en-US', 'USD'),
    ('C-de', LONG + ' GmbH & Co. KG', 'de-DE', 'EUR'),
    ('C-fr', "L'Été {{company.bank}} \"SARL\"", 'fr-FR', 'EUR'),
    ('C-es', 'Señor Ñandú, S.L. \' onmouseover=\'x', 'es-ES', 'EUR'),
    ('C-it', 'Caffè «Perché» S.p.A.', 'it-IT', 'EUR'),
    ('C-nl', '’s-Hertogenbosch B.V. 🚢', 'nl-NL', 'EUR'),
    ('C-pt', 'Pão de Açúcar Ltda. \u05d0\u05d1\u05d2', 'pt-BR', 'BRL'),
    ('C-big', 'W' * 64, 'en-GB', 'GBP'),
    ('C-many', 'Many Currencies', 'en-GB', 'EUR'),
    ('C-none', 'Nothing Yet', 'en-GB', 'EUR'),
]
DIGITS = {'JPY': 0, 'KWD': 3}


def sum_of(minor, currency):
    n = DIGITS.get(currency, 2)
    return str(minor) if n == 0 else f'{minor // 10**n}.{minor % 10**n:0{n}d}'


invoices, payments, credits = [], [], []


def invoice(account, number, issued, due, minor, currency, po=''):
    invoices.append((account, number, day(issued), day(due),
                     sum_of(minor, currency), currency, po))


def usual(account, currency):
    """What most customers have: paid, late, due today, tomorrow, later."""
    def no(k):
        return f'{account}/{k}'
    invoice(account, no('1'), -100, -70, 1234567, currency, 'PO-7731')
    invoice(account, no('2'), -61, -31, 98700, currency, 'PO & <b>bold</b>')
    invoice(account, no('3'), -31, -1, 45520, currency)
    invoice(account, no('4'), -30, 0, 700, currency, LONG[:40])
    invoice(account, no('5'), -29, 1, 90000, currency)
    invoice(account, no('6'), -5, 25, 123456789, currency, '4500098')
    invoice(account, no('paid'), -90, -60, 20000, currency)
    invoice(account, 'A' * 40 + account, -8, 22, 5000, currency)
    invoice(account, f'{account} "é" %2F?#&;', -8, 22, 5100, currency)
    p = f'P {account}'
    for number, minor in (('1', 10000), ('2', 20000), ('paid', 20000)):
        payments.append((account, p, day(-40), sum_of(60000, currency),
                         currency, 'ACH', '10077 <i>', no(number),
                         sum_of(minor, currency)))
    payments.append((account, f'Q {account}', day(-3),
                     sum_of(4321, currency), currency, '', '', '', ''))
    credits.append((account, f'K {account}', day(-20),
                    sum_of(1500, currency), currency, no('2'),
                    sum_of(1500, currency), 'returned <goods>'))


def big(account, currency):
    for i in range(620):
        invoice(account, f'B-{i:04d}', -200 + i // 4, -170 + i // 4,
                1000 + i, currency, f'PO-{i}')
    for i in range(120):
        payments.append((account, f'BP-{i:04d}', day(-i), '1.00', currency,
                         'BACS', f'ref {i}', f'B-{i:04d}', '1.00'))
    for i in range(70):
        payments.append((account, 'BP-all', day(-1), '900.00', currency,
                         'BACS', 'for all of them', f'B-{200 + i:04d}',
                         '10.00'))


def write(name, head, rows):
    path = os.path.join(FOLDER, name + '.csv')
    with open(path, 'w', newline='', encoding='utf-8') as f:
        csv.writer(f).writerows([head.split(','), *rows])
    dunmail('import', name, path)


def fill():
    for account, _, _, currency in ACCOUNTS[:7]:
        usual(account, currency)
    big('C-big', 'GBP')
    for currency in ('EUR', 'USD', 'JPY', 'KWD', 'CHF'):
        invoice('C-many', f'M-{currency}', -50, -20, 900000000000, currency)
        payments.append(('C-many', f'MP-{currency}', day(-2),
                         sum_of(5, currency), currency, '', '', '', ''))
    write('customers', 'account,name,language,timezone,currency,credit_limit,'
          'terms_days,segment,collector,white_glove',
          [(a, n, l, 'Europe/Berlin', c, '', 30, '', '', 'no')
           for a, n, l, c in ACCOUNTS])
    write('contacts', 'account,name,email,phone,role,language',
          [(a, n, f'{a.lower()}@customer.example', '', 'ap', l)
           for a, n, l, _ in ACCOUNTS])
    write('invoices', 'account,invoice,issued,due,amount,currency,po',
          invoices)
    write('payments', 'account,payment,received,amount,currency,method,'
          'reference,invoice,applied', payments)
    write('credits', 'account,credit,issued,amount,currency,invoice,applied,'
          'reason', credits)


OUTCOMES = [('open', ''), ('escalated', ''), ('resolved', 'credited'),
            ('resolved', 'part'), ('resolved', 'upheld'),
            ('resolved', 'withdrawn'), ('resolved', '')]
REASONS = ['pricing', 'quantity-shortage', 'damaged-defective',
           'not-received', 'duplicate', 'wrong-po', 'tax', 'service-quality',
           'not-ours', 'credit-missing', 'other']


def held():
    """What people said of invoices, in every state it can be in."""
    db = sqlite3.connect(os.path.join(FOLDER, 'ledger.db'))
    now = int(datetime.datetime.now().timestamp())
    for k, (account, _, _, currency) in enumerate(ACCOUNTS[:7]):
        for i in range(11):
            state, outcome = OUTCOMES[i] if i < 7 else OUTCOMES[6]
            number = f'{account}/{i + 1 if i < 2 else 2}'
            db.execute(
                'INSERT INTO dispute (id, account, invoice, reason, state, '
                'opened_at, opened_by, inbox, outcome, credited, amount) '
                "VALUES (?, ?, ?, ?, ?, ?, '', '', ?, ?, ?)",
                (f'd{account}{i}', account, number, REASONS[i], state,
                 now - 86400 * (20 + i), outcome,
                 1500 if outcome in ('credited', 'part') else 0,
                 12300 if i % 2 == 0 else None))
        for i, state in enumerate(['open', 'kept', 'broken', 'cancelled']):
            pid = f'p{account}{i}'
            db.execute(
                'INSERT INTO promise (id, account, contact, day, amount, '
                'currency, conditional, state, made_at, inbox) '
                "VALUES (?, ?, '', ?, ?, ?, 0, ?, ?, '')",
                (pid, account, day(9 - i), 40000 if i % 2 == 0 else None,
                 currency, state, now - 86400 * (2 + i)))
            db.execute('INSERT INTO promise_invoice VALUES (?, ?, ?)',
                       (pid, f'{account}/3', int(state == 'open')))
        for level, kind, amount in ((1, 'interest', 111), (2, 'interest', 333),
                                    (1, 'fixed', 4000)):
            db.execute('INSERT INTO charge VALUES (?, ?, ?, ?, ?, ?, 0)',
                       (f'{account}/1', level, kind, amount, currency,
                        day(-k)))
    db.commit()
    db.close()


def papers():
    for account in ('C-en', 'C-de'):
        where = os.path.join(FOLDER, 'documents', account)
        os.makedirs(where)
        for name in ('Contract & <terms>.pdf', LONG + '.txt', 'délivré #1.png'):
            with open(os.path.join(where, name), 'w', encoding='utf-8') as f:
                f.write('%PDF-1.4\n')


os.makedirs(os.path.join(FOLDER, 'mailboxes'))
os.chmod(FOLDER, 0o700)
for name in ('mail', 'calendars'):
    os.makedirs(os.path.join(FOLDER, name))
with open(CONF, 'w', encoding='utf-8') as f:
    f.write(GATEWAY)
with open(os.path.join(FOLDER, 'mailboxes', 'ar.conf'), 'w',
          encoding='utf-8') as f:
    f.write(MAILBOX)
with open(os.path.join(FOLDER, 'key'), 'w', encoding='utf-8') as f:
    f.write('sk_test_51\n')
os.chmod(os.path.join(FOLDER, 'key'), 0o600)
fill()
held()
papers()
OLD = ('--now', '2020-01-01T00:00:00Z', 'link', 'account')
print(json.dumps([
    {'account': a, 'locale': l, 'language': l[:2],
     'old': dunmail(*OLD, a),
     'usual': a in [x[0] for x in ACCOUNTS[:7]],
     'links': {p: dunmail('link', p, a, '--to', f'{a.lower()}@customer.example')
               for p in ('account', 'pay')}}
    for a, _, l, _ in ACCOUNTS]))
