#!/bin/bash
# run.sh [once]: a sample company goes once round the loop on this machine
# alone: invoices in, reminders out, customers answer, the gateway acts. Then
# the gateway keeps running. Says at the end whether all of it happened.
set -u
cd "$(dirname "$0")/.." || exit 1
D="${BUILD:-build}/dunmail"
V=var/demo
MAIL=$V/mail
AR=$MAIL/ar@harbourpine.example
C=demo/gateway.conf
failed=0

bold() { [ -t 1 ] && printf '\033[1m%s\033[0m\n' "$*" || echo "$*"; }
day() { date -u -d "$1 days" +%F; }
dm() { "$D" -c "$C" "$@"; }
die() {
	echo "demo: $*" >&2
	exit 1
}

# A running gateway of an earlier demo holds the ledger: leave it alone.
if [ -e $V/ledger.db.lock ] && ! flock -n $V/ledger.db.lock true; then
	die "a gateway is running on $V (stop it with Ctrl-C there)"
fi
rm -rf $V
mkdir -p $V/in $V/drafts $V/calendars
chmod 700 $V

bold "1. The company's books come in"
cat >$V/in/customers.csv <<X
account,name,language,timezone,currency,credit_limit,terms_days,segment,collector,white_glove
C-1001,Larkspur Bakery Group,en-US,America/New_York,USD,25000.00,30,retail,Ruth Okafor,no
C-1002,Meridian Marine GmbH,en-GB,Europe/Berlin,EUR,40000.00,30,marine,Ruth Okafor,no
C-1003,Tamarack Builders LLC,en-US,America/Chicago,USD,60000.00,30,construction,Ruth Okafor,no
C-1004,Quill & Co Stationers,en-GB,Europe/London,GBP,15000.00,30,retail,Ruth Okafor,no
C-1005,Blue Heron Hotels,en-US,America/New_York,USD,80000.00,30,hospitality,Ruth Okafor,no
C-1006,Ostrander Estates,en-US,America/New_York,USD,90000.00,30,private,Ruth Okafor,yes
X
cat >$V/in/contacts.csv <<X
account,name,email,phone,role,language
C-1001,Dana Whitfield,dana@larkspur.example,+1 207 555 0143,ap,en-US
C-1002,Jonas Brandt,jonas.brandt@meridian.example,,ap,en-GB
C-1003,Priya Raman,ap@tamarack.example,,ap,en-US
C-1004,Oliver Quill,accounts@quill.example,,ap,en-GB
C-1005,Marisol Vega,payables@blueheron.example,,ap,en-US
C-1006,Edith Ostrander,edith@ostrander.example,,executive,en-US
X
cat >$V/in/invoices.csv <<X
account,invoice,issued,due,amount,currency,po
C-1001,HP-20411,$(day -42),$(day -12),1842.50,USD,PO-7731
C-1001,HP-20458,$(day -35),$(day -5),612.00,USD,PO-7790
C-1002,HP-20420,$(day -50),$(day -20),7300.00,EUR,4500098
C-1003,HP-20399,$(day -61),$(day -31),12480.75,USD,TB-118
C-1003,HP-20466,$(day -20),$(day 10),990.00,USD,TB-140
C-1004,HP-20470,$(day -34),$(day -4),455.20,GBP,
C-1005,HP-20431,$(day -43),$(day -13),3120.00,USD,BH-2207
C-1006,HP-20440,$(day -60),$(day -30),18500.00,USD,
X
cat >$V/in/payments.csv <<X
account,payment,received,amount,currency,method,reference,invoice,applied
C-1005,P-881,$(day -3),120.00,USD,check,10077,HP-20431,120.00
X
for kind in customers contacts invoices payments; do
	dm import $kind $V/in/$kind.csv || die "import of $kind failed"
done

bold ""
bold "2. Reminders go out: each account one mail, at the level it has reached"
dm tick || die "the first round failed"

# The one mail that lies in a customer's Maildir.
letter() { find "$MAIL/$1/new" "$MAIL/$1/cur" -type f 2>/dev/null | sort | tail -n 1; }
letters() { find "$MAIL/$1/new" "$MAIL/$1/cur" -type f 2>/dev/null | wc -l; }
say() { # what happened, said as a check that can fail
	if eval "$2"; then
		printf '   yes  %s\n' "$1"
	else
		printf '   NO   %s\n' "$1"
		failed=1
	fi
}
for a in dana@larkspur.example jonas.brandt@meridian.example \
	ap@tamarack.example accounts@quill.example payables@blueheron.example; do
	say "$a has a reminder" "[ \$(letters $a) -eq 1 ]"
done
say "white-glove Ostrander Estates was left to a person" \
	"[ \$(letters edith@ostrander.example) -eq 0 ]"

bold ""
bold "3. Customers answer in their own words"
answer() { demo/reply.sh "$AR" "$1" "$(letter "$2")" ${3:-}; }
answer "Dana Whitfield <dana@larkspur.example>" dana@larkspur.example <<X
Hi Ruth,

could you send me a copy of invoice HP-20411? We cannot find it.

Thanks, Dana
X
answer "Jonas Brandt <jonas.brandt@meridian.example>" \
	jonas.brandt@meridian.example <<X
Dear Ms Okafor,

we will pay the full amount of HP-20420 on $(date -u -d '5 days' '+%-d %B %Y').

Kind regards
Jonas Brandt
X
answer "Priya Raman <ap@tamarack.example>" ap@tamarack.example <<X
Ruth, HP-20399 is wrong. We were charged 12,480.75 but the price we agreed
was 11,900. We cannot approve it like this.

Priya
X
EXTRA='Auto-Submitted: auto-replied' \
	answer "Oliver Quill <accounts@quill.example>" \
	accounts@quill.example <<X
I am out of the office until $(date -u -d '4 days' '+%-d %B %Y') and will read your
message when I am back.
X
EXTRA='Authentication-Results: mx.harbourpine.example; dmarc=fail header.from=blueheron.example' \
	answer "Marisol Vega <payables@blueheron.example>" \
	payables@blueheron.example plain <<X
Please send copies of all our invoices to me today.
X
echo "   a copy is asked for, a payment promised, an invoice disputed,"
echo "   somebody is away, and one mail is forged"

bold ""
bold "4. The gateway reads, understands and acts"
dm tick || die "the second round failed"
has() { dm account "$1" --json | grep -q "$2"; }
pdf_in() { f=$(letter "$1"); [ -n "$f" ] && grep -qi 'application/pdf' "$f"; }
say "Dana has the PDF of HP-20411" \
	"[ \$(letters dana@larkspur.example) -eq 2 ] && pdf_in dana@larkspur.example"
say "Meridian's promise is recorded and confirmed" \
	"has C-1002 '\"kind\":\"promise\"' && [ \$(letters jonas.brandt@meridian.example) -eq 2 ]"
say "Tamarack's dispute is open (pricing) and acknowledged" \
	"has C-1003 '\"what\":\"pricing\"' && [ \$(letters ap@tamarack.example) -eq 2 ]"
say "Quill's absence was understood and not answered" \
	"has C-1004 '\"what\":\"auto-reply\"' && [ \$(letters accounts@quill.example) -eq 1 ]"
say "the forged mail got nothing; a person is called" \
	"has C-1005 '\"kind\":\"task\"' && [ \$(letters payables@blueheron.example) -eq 1 ]"
say "the people at Harbour & Pine were told of the dispute and the forgery" \
	"[ \$(letters collections@harbourpine.example) -ge 2 ]"
say "nobody is reminded of what is promised or disputed" \
	"dm why HP-20420 | grep -q promised && dm why HP-20399 | grep -q disputed"
say "the ledger holds its rules" "dm verify"

for a in C-1001 C-1002; do
	bold ""
	bold "The timeline of $a"
	dm account $a
done

if [ $failed -ne 0 ]; then
	echo "demo: not all of it happened" >&2
	exit 1
fi
[ "${1:-}" = once ] && exit 0

cat <<X

The gateway keeps running now. In another terminal:

    demo/mutt.sh dana@larkspur.example     read Dana's mail; reply with r
    $D -c $C account C-1001      see what came of it

What Dana sees behind the links of her mails, in a browser:

    $(dm link account C-1001)

Ctrl-C ends it.
X
exec "$D" -c "$C" run
