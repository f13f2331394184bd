#!/usr/bin/env python3
"""Hostile mails, the same for the same seed: families.py OUT [SEED [SCALE]]

Each family is a function that gives the bytes of one mail or several; SCALE
(1: the full sizes) shrinks what is repeated. See README.md.
"""
import base64
import os
import random
import re
import struct
import sys

HEAD = b"From: jo@customer.example\nTo: ar@harbour.example\n" \
    b"Subject: Re: invoice INV-10482\nMessage-ID: <1@customer.example>\n" \
    b"Date: Mon, 9 Nov 2026 10:15:30 +0100\nMIME-Version: 1.0\n"
WORDS = b"\nWe will pay INV-10482 on Friday.\n"
HERE = os.path.dirname(os.path.abspath(__file__))
FAMILIES = []


class Size:
    """How much of everything."""

    def __init__(self, scale):
        self.scale = scale

    def __call__(self, n):
        return max(1, int(n * self.scale))


def family(f):
    FAMILIES.append(f)
    return f


def mail(kind, body, head=HEAD):
    return head + b"Content-Type: " + kind + b"\n\n" + body


def plain(body):
    return mail(b"text/plain; charset=utf-8", body)


def html(body):
    return mail(b"text/html; charset=utf-8",
                b"<html><body><p>We will pay on Friday.</p>" + body)


def header(line):
    return HEAD + line + b"\n" + WORDS


def multi(kind, boundary, parts):
    b = b"--" + boundary + b"\n"
    return mail(kind + b"; boundary=\"" + boundary + b"\"",
                b"".join(b + p + b"\n" for p in parts)
                + b"--" + boundary + b"--\n")


def b64(data):
    return base64.encodebytes(data)


# -- structure -------------------------------------------------------------

@family
def nested_multiparts(rng, n):
    for inner in (b"mixed", b"alternative", b"related"):
        out = [HEAD, b"Content-Type: multipart/%s; boundary=b0\n\n" % inner]
        for i in range(n(100000)):
            out.append(b"--b%d\nContent-Type: multipart/%s; boundary=b%d\n\n"
                       % (i, inner, i + 1))
        yield b"".join(out) + WORDS


@family
def nested_multiparts_closed(rng, n):
    k = n(20000)
    out = [HEAD, b"Content-Type: multipart/mixed; boundary=b0\n\n"]
    for i in range(k):
        out.append(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n"
                   % (i, i + 1))
    out.append(b"--b%d\n\n%s" % (k, WORDS))
    for i in range(k, -1, -1):
        out.append(b"\n--b%d--\n" % i)
    yield b"".join(out)


@family
def nested_multiparts_one_boundary(rng, n):
    yield mail(b"multipart/mixed; boundary=b",
               b"--b\nContent-Type: multipart/mixed; boundary=b\n\n"
               * n(100000) + WORDS)


@family
def nested_mails(rng, n):
    yield mail(b"message/rfc822",
               b"Content-Type: message/rfc822\n\n" * n(100000) + WORDS)
    yield mail(b"message/rfc822",
               (HEAD + b"Content-Type: message/rfc822\n\n") * n(100000)
               + WORDS)


@family
def nested_mails_in_multiparts(rng, n):
    yield mail(b"multipart/mixed; boundary=b", b"".join(
        b"--b\nContent-Type: message/rfc822\n\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        for _ in range(n(50000))) + WORDS)


@family
def many_parts(rng, n):
    yield multi(b"multipart/mixed", b"b", [b"\nx"] * n(100000))
    yield multi(b"multipart/mixed", b"b",
                [b"Content-Type: text/html\n\n<p>x"] * n(100000))
    yield multi(b"multipart/alternative", b"b",
                [b"Content-Type: text/plain\n\nx"] * n(100000))


@family
def many_empty_parts(rng, n):
    yield mail(b"multipart/mixed; boundary=b", b"--b\n" * n(1000000))
    yield mail(b"multipart/mixed; boundary=b", b"--b\n\n" * n(1000000))
    yield mail(b"multipart/mixed; boundary=b", b"--b--\n" * n(1000000))


@family
def many_files(rng, n):
    yield multi(b"multipart/mixed", b"b", [
        b"Content-Type: application/pdf; name=\"%d.pdf\"\n"
        b"Content-Transfer-Encoding: base64\n\nQUJD" % i
        for i in range(n(60000))])


@family
def odd_boundaries(rng, n):
    body = b"--b\n\n" + WORDS + b"\n--b--\n"
    for b in (b'"\\""', b'"', b'""', b'" "', b"", b"=", b"(", b'"b', b"b\"",
              b"'b'", b'"b "', b"b; boundary=c", b'"\\b"', b'"b\x00c"',
              b'"--"', b'"' + b"b" * n(1000000) + b'"'):
        yield mail(b"multipart/mixed; boundary=" + b, body)


@family
def boundaries_of_boundaries(rng, n):
    k = n(2000)
    out = [b"multipart/mixed; boundary=a\n\n"]
    for i in range(1, k):
        out.append(b"--%s\nContent-Type: multipart/mixed; boundary=%s\n\n"
                   % (b"a" * i, b"a" * (i + 1)))
    yield HEAD + b"Content-Type: " + b"".join(out) + b"--aaa\n" * n(100000)


@family
def dashes_everywhere(rng, n):
    yield mail(b"multipart/mixed; boundary=b", b"--c\n" * n(5000000))
    yield mail(b"multipart/mixed; boundary=b", b"-" * n(20000000))
    yield mail(b"multipart/mixed; boundary=" + b"-" * 60,
               b"-" * n(10000000) + b"\n" + (b"-" * 61 + b"\n") * n(100000))


@family
def no_end(rng, n):
    part = b"--b\nContent-Type: text/plain\n\n" + WORDS
    yield mail(b"multipart/mixed; boundary=b", part)
    yield mail(b"multipart/mixed; boundary=c", part * n(2000))
    yield mail(b"multipart/mixed", part * n(2000))


@family
def many_htmls(rng, n):
    one = b"Content-Type: text/html\n\n" + b"<div>pay" * 2000
    yield multi(b"multipart/mixed", b"b", [one] * n(900))
    yield multi(b"multipart/alternative", b"b", [one] * n(900))


@family
def odd_types(rng, n):
    for t in (b"text", b"/", b"text/plain; charset", b"text/plain;;;;;=;=",
              b"multipart/", b"multipart/\xff", b"message/partial",
              b"message/external-body; access-type=URL",
              b"text/plain; " + b"a=b; " * n(100000),
              b"text/plain; charset=" + b"x" * n(1000000),
              b"\"" * n(50000), b"(" * n(60000), b"text/plain (" * n(5000)):
        yield mail(t, WORDS)


# -- header ----------------------------------------------------------------

@family
def huge_header(rng, n):
    yield HEAD + b"X-A: " + b"a" * n(24000000) + b"\n" + WORDS
    yield HEAD + b"X-A: " + b"a" * n(50000000) + b"\n" + WORDS
    yield b"X-A: " + b"a b=?" * n(4000000) + b"\n" + HEAD + WORDS


@family
def million_lines(rng, n):
    yield HEAD + b"X-A: b\n" * n(1000000) + WORDS
    yield b"X-A: b\n" * n(1000000) + HEAD + WORDS
    yield HEAD + b"a:\n" * n(1000000) + WORDS
    yield HEAD + b"broken\n" * n(1000000) + b"X-A: b\n" + WORDS
    yield HEAD + b"X-A: b\nbroken\n" * n(500000) + WORDS


@family
def million_folds(rng, n):
    yield HEAD + b"X-A:\n" + b" b\n" * n(1000000) + WORDS
    yield HEAD + b"Subject:\n" + b"\t\n" * n(1000000) + WORDS
    yield HEAD + b"X-A: b\n \nX-B: c\n \n" * n(100000) + WORDS


@family
def one_line(rng, n):
    yield b"a" * n(24000000)
    yield plain(b"a" * n(24000000))
    yield plain(b"pay " * n(6000000))
    yield plain(b"." * n(24000000))


@family
def top_of_nothing(rng, n):
    yield b"\n" * n(20000000)
    yield b"From x\n" * n(2000000) + HEAD + WORDS
    yield b" \n" * n(5000000) + HEAD + WORDS
    yield b"\r" * n(20000000)
    yield b"\0" * n(20000000)
    yield b"\xff" * n(20000000)
    yield b""
    yield b":"
    yield b"\n"
    yield HEAD


@family
def address_bombs(rng, n):
    for c in b"(<,\":;@\\[>)=.'":
        for field in (b"From", b"To"):
            yield field + b": " + bytes([c]) * n(1000000) + b"\n" + HEAD \
                + WORDS
    for item in (b"a@b, ", b"a, ", b"(a) ", b"<a@b>", b"a <b@c>, ", b"g: a@b;",
                 b"\"a\" ", b"\\a", b"a(b", b"<a@b", b"'a'@b,", b"a@b@",
                 b"=?utf-8?q?a?= ", b"a:", b"[a:", b" @ "):
        yield b"From: " + item * n(200000) + b"\n" + HEAD + WORDS
        yield b"To: " + (b"\n " + item * 20) * n(2000) + b"\n" + HEAD + WORDS


@family
def many_address_fields(rng, n):
    yield HEAD + b"To: a@b.example, c@d.example\n" * n(100000) + WORDS
    yield b"From: a@b.example\n" * n(100000) + HEAD + WORDS


@family
def word_bombs(rng, n):
    for w in (b"=?utf-8?Q?a?=", b"=?utf-8?Q?a?= ", b"=?utf-8?B?YQ==?= ",
              b"=?", b"=?utf-8?q?", b"=?utf-8?q?=", b"?=", b"=?a?q?=?=",
              b"=?iso-2022-jp?B?GyRC?= ", b"=?utf-8?Q?=C3?= ",
              b"=?iso-8859-1?q?=E9?= =?utf-8?q?a?= ", b"=?a?=", b"=??q??=",
              b"=?utf-8?Q?a?=20", b"=?utf-8?Q??=ab", b"=?gb18030?B?gTCB?= ",
              b"=?utf-16?B?//4=?= ", b"=?iso-2022-kr?B?Dg==?= "):
        yield HEAD + b"X-A: " + w * n(60000 // len(w)) + b"\n" + WORDS
        yield (b"Subject: " + b"\n ".join([w * 5] * n(10000)) + b"\n" + HEAD
               + WORDS)
        yield HEAD + b"".join(b"X-%d: %s\n" % (i, w * (240 // len(w)))
                              for i in range(n(1000))) + WORDS


@family
def section_bombs(rng, n):
    """RFC 2231."""
    for p in (b" filename*%d*=%%41;\n", b" filename*%d=a;\n",
              b" filename*0*=utf-8''%%41;\n filename*%d*=%%C3;\n"):
        yield multi(b"multipart/mixed", b"b", [
            b"Content-Type: application/pdf\nContent-Disposition: attachment;"
            b"\n" + b"".join(p % i for i in range(n(20000))) + b" x=y\n\nA"])
    yield multi(b"multipart/mixed", b"b", [
        b"Content-Type: application/pdf;\n" + b"".join(
            b" name*%d=a;\n" % (n(20000) - i) for i in range(n(20000)))
        + b" x=y\n\nA"])
    yield multi(b"multipart/mixed", b"b", [
        b"Content-Type: application/pdf; name*=utf-8''" + b"%41" * n(2000000)
        + b"\n\nA"])
    yield mail(b"application/pdf; name*99999999999999999999=a; name*-1=b; "
               b"name*4294967296*=utf-8''%", WORDS)


@family
def way_bombs(rng, n):
    r = b"Received: from a.example (b.example [192.0.2.%d])\n" \
        b"\tby c.example with ESMTP id 1; Mon, 9 Nov 2026 10:15:30 +0100\n"
    yield b"".join(r % (i % 250) for i in range(n(100000))) + HEAD + WORDS
    yield b"Received: from " + b"(" * n(200000) + b"\n" + HEAD + WORDS
    yield b"Received: from a (" + b"[" * n(60000) + b"\n" + HEAD + WORDS
    yield b"".join(b"Received: from %s by b; x\n" % (b"a" * 60000)
                   for i in range(n(100))) + HEAD + WORDS


@family
def authentication_bombs(rng, n):
    a = b"Authentication-Results: mx.ar.example; "
    for t in (b"dmarc=pass header.from=customer.example; ", b"(", b"\"", b";",
              b"=", b"dkim=pass (", b"\\", b"dkim=pass header.d=\"", b"a/1=b ",
              b"none; ", b"(a)", b"dkim=", b"\"a\"@"):
        yield a + t * n(60000 // len(t)) + b"\n" + HEAD + WORDS
        yield a + t * n(1000000 // len(t)) + b"\n" + HEAD + WORDS
        yield (a + t * 5 + b"\n") * n(20000) + HEAD + WORDS


@family
def thread_bombs(rng, n):
    ids = b"<%d@c.example> "
    yield header(b"References: "
                 + b"".join(ids % i for i in range(n(60000))))
    yield header(b"References:" + b"".join(
        b"\n " + ids % i for i in range(n(200000))))
    yield header(b"In-Reply-To: " + b"<" * n(100000))
    yield header(b"In-Reply-To: " + b"a@b " * n(20000))
    yield b"Message-ID: <" + b"a" * n(10000000) + b">\n" + HEAD + WORDS


@family
def date_bombs(rng, n):
    for t in (b"(", b"1", b"1:", b"-", b"+", b"a", b"\\", b"9 Nov ", b"1/"):
        yield b"Date: " + t * n(1000000) + b"\n" + HEAD + WORDS


@family
def subject_bombs(rng, n):
    for t in (b"Re: ", b"[a] ", b"Fwd: [x] ", b"INV-1 ", b"out of office ",
              b"=", b"\xc3", b"\xf0\x9f\x98\x80", b"a", b" "):
        yield b"Subject: " + t * n(1000000) + b"\n" + HEAD + WORDS


@family
def file_names(rng, n):
    for name in (b"../../etc/passwd", b"a" * n(1000000), b"\0", b"..\\..\\a",
                 b"\xe2\x80\xaefdp.exe", b"=?utf-8?Q?a?=" * n(4000), b"\r\n",
                 b"\"" * n(10000), b"/" * n(100000), b"%00%0a", b"\xff\xfe"):
        yield multi(b"multipart/mixed", b"b", [
            b"Content-Type: application/pdf; name=\"" + name + b"\"\n"
            b"Content-Disposition: attachment; filename=\"" + name
            + b"\"\n\nA"])


@family
def fields_twice(rng, n):
    for f in (b"Content-Type: text/html\n", b"Content-Type: text/plain\n",
              b"Content-Transfer-Encoding: base64\n", b"Subject: x\n",
              b"Content-Disposition: attachment\n", b"MIME-Version: 2\n",
              b"Content-Type: multipart/mixed; boundary=x\n",
              b"Date: Mon, 9 Nov 2026 10:15:30 +0100\n"):
        yield HEAD + f * n(50000) + WORDS
        yield HEAD + b"Content-Type: multipart/mixed; boundary=b\n" + f \
            + b"\n--b\n" + f * n(20000) + WORDS + b"\n--b--\n"


@family
def line_ends(rng, n):
    body = multi(b"multipart/mixed", b"b", [WORDS] * n(500))
    for end in (b"\r\n", b"\r", b"\r\r\n", b"\n\r", b"\0\n", b"\x0b\n",
                b"\xc2\x85", b"\xe2\x80\xa8"):
        yield body.replace(b"\n", end)
    for _ in range(4):
        yield b"".join(line + rng.choice((b"\n", b"\r\n", b"\r", b"\r\r\n"))
                       for line in body.split(b"\n"))


@family
def other_encodings_of_a_mail(rng, n):
    for c in ("utf-16", "utf-16-be", "utf-32", "utf-7", "cp037"):
        yield plain(WORDS * n(10000)).decode().encode(c)
    yield b64(plain(WORDS * n(10000)))
    yield b"\x1f\x8b\x08" + rng.randbytes(n(1000000))
    yield b"%PDF-1.4\n" + rng.randbytes(n(1000000))
    yield b"\xd0\xcf\x11\xe0" + rng.randbytes(n(1000000))
    yield rng.randbytes(n(4000000))


@family
def odd_field_names(rng, n):
    for f in (b"%d: x\n", b"X-%d : x\n", b"X%d\t: x\n", b":%d\n", b"\xff%d: x\n",
              b"%d", b"X-%d:\n", b"(%d): x\n", b"X-\0%d: x\n"):
        yield HEAD + b"".join(f % i for i in range(n(60000))) + WORDS
    yield HEAD + b"X" * n(5000000) + b": x\n" + WORDS
    yield HEAD + b"X" + b" " * n(5000000) + b": x\n" + WORDS
    yield HEAD + (b"X" + b" " * 1000 + b"\n") * n(5000) + WORDS


# -- codings ---------------------------------------------------------------

def coded(kind, coding, body):
    return mail(kind + b"\nContent-Transfer-Encoding: " + coding, body)


@family
def base64_bombs(rng, n):
    for kind in (b"text/plain", b"text/html", b"application/pdf"):
        yield coded(kind, b"base64", b64(b"pay now " * n(2000000)))
    yield coded(b"text/plain", b"base64", b"!@#$%^&*()\n" * n(1500000))
    yield coded(b"text/plain", b"base64", b"=" * n(15000000))
    yield coded(b"text/plain", b"base64", b"A" * n(15000000))
    yield coded(b"text/plain", b"base64", b"A=\n" * n(5000000))


@family
def quoted_bombs(rng, n):
    for t in (b"=\n", b"=", b"=3D", b"=C3=", b"= \n", b"=\t\n\n", b"=ZZ",
              b" \n", b"=0A"):
        yield coded(b"text/plain; charset=utf-8", b"quoted-printable",
                    t * n(15000000 // len(t)))
        yield coded(b"text/html; charset=utf-8", b"quoted-printable",
                    t * n(3000000 // len(t)))


@family
def uu_bombs(rng, n):
    yield coded(b"text/plain", b"x-uuencode",
                b"begin 644 a\n" + (b"M" + b"a" * 60 + b"\n") * n(200000))
    yield coded(b"text/plain", b"x-uuencode", b"begin 644 a\n" * n(1000000))
    yield coded(b"text/plain", b"x-uuencode", b"~" * n(15000000))


@family
def zips(rng, n):
    """Never unpacked: their size is all that counts."""
    z = b"PK\x03\x04" + b"\0" * 22 + b"\xff" * 8
    yield multi(b"multipart/mixed", b"b", [
        WORDS, b"Content-Type: application/zip; name=invoice.zip\n"
        b"Content-Transfer-Encoding: base64\n\n" + b64(z * n(500000))])
    yield multi(b"multipart/mixed", b"b", [
        b"Content-Type: application/gzip\nContent-Encoding: gzip\n"
        b"Content-Transfer-Encoding: base64\n\n"
        + b64(b"\x1f\x8b\x08" + bytes(100)) for _ in range(n(2000))])


# -- HTML ------------------------------------------------------------------

@family
def nested_elements(rng, n):
    for t in (b"<div>", b"<blockquote>", b"<table><tr><td>", b"<span>", b"<b>",
              b"<font color=red>", b"<ul><li>", b"<p>", b"<a href=x>",
              b"<div class=gmail_quote>", b"<blockquote type=cite>",
              b"<div id=divRplyFwdMsg>", b"<div id=Signature>", b"<pre>",
              b"<select><option>", b"<svg>", b"<object>", b"<form>",
              b"<center>", b"<i></b>", b"<html><body>", b"<frameset>"):
        yield html(t * n(1000000 if len(t) < 8 else 100000))


@family
def unclosed_things(rng, n):
    for t in (b"<", b"<!--", b"<!", b"<?", b"<a ", b"<a b=\"", b"</", b"</p>",
              b"&", b"&#", b"&#x", b"<![CDATA[", b"]]>", b"<script>",
              b"<style>", b"<title>", b"-->", b"<a b='c", b"<!DOCTYPE ",
              b"<\0", b"<p/", b"<x:y>", b"<!--[if mso]>"):
        yield html(t * n(1000000 // max(1, len(t) // 2)))


@family
def entity_bombs(rng, n):
    for t in (b"&amp;", b"&lt;", b"&#8364;", b"&nbsp;", b"&a;", b"&#0;",
              b"&#xffffffff;", b"&notin;", b"&" + b"a" * 1000 + b";"):
        yield html(t * n(1000000 // len(t) * 4))
    laughs = b"<!DOCTYPE html [<!ENTITY a0 \"ha\">" + b"".join(
        b"<!ENTITY a%d \"%s\">" % (i, b"&a%d;" % (i - 1) * 10)
        for i in range(1, 12)) + b"]><p>&a11;</p>"
    yield mail(b"text/html", laughs)
    yield mail(b"text/html", b"<!DOCTYPE a SYSTEM \"file:///etc/passwd\" ["
               b"<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>&x;</p>")


@family
def attribute_bombs(rng, n):
    yield html(b"<p " + b" ".join(b"a%d=b" % i for i in range(n(100000)))
               + b">")
    yield html(b"<p " + b"a=b " * n(200000) + b">")
    yield html(b"<p style=\"" + b"color:red;" * n(90000) + b"\">x</p>")
    yield html(b"<p class=\"" + b"gmail_quote " * n(80000) + b"\">x</p>")
    yield html(b"<p a%s=b>" % (b"a" * n(1000000)))
    yield html((b"<p " + b" ".join(b"a%d=b" % i for i in range(500)) + b">")
               * n(250))
    yield html(b"<img src=\"data:image/png;base64," + b"A" * n(10000000)
               + b"\">")


@family
def style_bombs(rng, n):
    yield html(b"<style>" + b"p.a { color: red }\n" * n(200000) + b"</style>")
    yield html(b"<style>" + b"p," * n(400000) + b"{margin:0}</style>")
    yield html(b"<style>p{</style>" * n(50000))
    yield html(b"<p style='color:#f00'>pay</p>" * n(30000))


@family
def table_bombs(rng, n):
    yield html(b"<table>" + b"<tr>" + b"<td>x" * n(150000))
    yield html(b"<table>" + b"<tr><td>x</td></tr>" * n(50000))
    yield html(b"<table>" * n(100000))
    yield html(b"<td>" * n(200000))


@family
def html_words(rng, n):
    yield html(b"<br>" * n(250000))
    yield html(b"<p>&nbsp;</p>" * n(80000))
    yield html(b"\xc2\xa0" * n(500000))
    yield html(b"a" * n(1000000))
    yield html(b" " * n(1000000))
    yield html((b"<div class=gmail_quote>On Mon, Jo wrote:<blockquote>x"
                b"</blockquote></div>y") * n(12000))
    yield html(b"<p><b>From:</b> H<br><b>Sent:</b> M<br><b>To:</b> x<br>"
               b"<b>Subject:</b> x</p>" * n(12000))
    yield mail(b"text/html; charset=utf-16", b"<\0p\0>\0" * n(400000))
    yield mail(b"text/html", b"<meta charset=\"iso-2022-jp\">"
               + b"\x1b$B" * n(300000))


# -- words and quotes ------------------------------------------------------

@family
def quote_bombs(rng, n):
    yield plain(WORDS + b">" * n(1000000))
    yield plain(WORDS + b"> " * n(500000))
    yield plain(WORDS + b"> x\n" * n(250000))
    k = n(1400)
    yield plain(b"".join(b">" * i + b" x\n" for i in range(k)))
    yield plain(b"".join(b">" * (i % 300) + b"x\n" for i in range(n(7000))))
    yield plain(b">\n" * n(100000) + WORDS)
    yield plain((b"> q\nanswer\n") * n(80000))
    yield plain((b"a> q\n| r\n: s\n} t\n") * n(50000))


@family
def attribution_bombs(rng, n):
    for t in (b"On Mon, 9 Nov 2026 at 10:15, Jo <jo@c.example> wrote:\n",
              b"On On On On On On ", b"Jo wrote:\n", b"wrote: ",
              b"Am 09.11.2026 um 10:15 schrieb Jo:\n",
              b"Le lun. 9 nov. 2026, Jo a \xc3\xa9crit :\n",
              b"El lun, 9 nov 2026, Jo escribi\xc3\xb3:\n",
              b"-----Original Message-----\n", b"From: Jo\nSent: Monday\n",
              b"From: a\nTo: b\nSubject: c\n\n", b"Von: a\nGesendet: b\n",
              b"________________________________\n", b"-- \n", b"--\nJo\n",
              b"Sent from my iPhone\n", b"Regards,\nJo\n\n", b"Thanks\n",
              b"On\n", b"On Mon\n", b"On Mon,\nwrote:\n", b"*From:* a\n",
              b"Begin forwarded message:\n", b"<jo@c.example>\n", b":\n"):
        yield plain(WORDS + t * n(500000 // len(t)))
        yield plain(t * n(500000 // len(t)) + WORDS)


@family
def line_bombs(rng, n):
    for t in (b"\n", b" ", b" \n", b"\t", b"\r", b"-", b"_", b"=", b"*", b"x",
              b"x\n", b"x ", b"1", b"1 ", b".", b"!?", b"\"", b"(", b"http://",
              b"a@b ", b"\xe2\x80\x8b", b"\xcc\x81", b"\xe2\x80\xae",
              b"\xef\xbf\xbd", b"\xf0\x9f\x98\x80", b"\0", b"\x01", b"\x7f"):
        yield plain(t * n(1000000 // len(t)) + WORDS)


@family
def flowed_bombs(rng, n):
    kind = b"text/plain; charset=utf-8; format=flowed"
    for t in (b"a \n", b" \n", b"> a \n", b">> \n> \n", b"-- \n"):
        yield mail(kind, t * n(300000))
        yield mail(kind + b"; delsp=yes", t * n(300000))
    yield mail(kind, b"".join(b">" * (i % 500) + b" a \n"
                              for i in range(n(4000))))


@family
def armour_bombs(rng, n):
    for t in (b"-----BEGIN PGP SIGNED MESSAGE-----\n",
              b"-----BEGIN PGP MESSAGE-----\n",
              b"-----BEGIN PGP SIGNATURE-----\n", b"- -----BEGIN"):
        yield plain(t * n(25000))
    yield multi(b"multipart/encrypted; protocol=x", b"b",
                [b"Content-Type: application/pgp-encrypted\n\nVersion: 1"]
                * n(1000))


# -- rules -----------------------------------------------------------------

def rule_words(language):
    path = os.path.join(HERE, "..", "..", "filters", language + ".rules")
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
    except OSError:
        return []
    return sorted(set(re.findall(r"[^\W\d_]{2,}", text)))


LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl")


@family
def rules_of_all_languages(rng, n):
    """The words of the rules themselves, against the rules: sentences that
    nearly match, and never end."""
    for language in LANGUAGES:
        words = [w.encode() for w in rule_words(language)]
        if not words:
            continue
        for joint in (b" ", b", ", b"\n", b"", b". ", b"  ", b" not ", b"-"):
            yield plain(joint.join(rng.choices(words, k=n(3000))) + b"\n")
        some = rng.sample(words, min(12, len(words)))
        for w in some:
            yield plain((w + b" ") * n(16000 // (len(w) + 1)))
        for _ in range(8):
            few = rng.sample(words, min(4, len(words)))
            yield plain(b" ".join(few * n(800)) + b"\n")


@family
def rules_of_numbers(rng, n):
    for t in (b"1", b"12/", b"1.", b"1,000", b"1,000.00 ", b"1/2/", b"$", b"$1 ",
              b"EUR 1.000,00 ", b"INV-", b"INV-1 ", b"INV-10482 ", b"10482 ",
              b"2026-11-", b"12 Nov ", b"next next ", b"by Friday ",
              b"not ", b"will not ", b"if ", b"we will pay ", b"pay pay ",
              b"invoice ", b"half of half of ", b"1k ", b"1 2 3 ", b"aA1-",
              b"PO 1 ", b"#1 ", b"to to to ", b"the ", b"a a a a ",
              b"we dispute ", b"bank details ", b"please send invoice "):
        for end in (b"", b"\n", b".\n", b"!"):
            yield plain((t * n(16000 // len(t))) + end)
        yield plain(((t * 3) + b"\n") * n(16000 // (len(t) * 3 + 1)))


@family
def rules_at_random(rng, n):
    letters = b"aaaaeeiinoprst     .,;:!?-/'\"()$1234567890\n"
    for _ in range(12):
        yield plain(bytes(rng.choices(letters, k=n(16000))))


# -- charsets --------------------------------------------------------------

@family
def charset_tricks(rng, n):
    noise = rng.randbytes(n(400000))
    for c in (b"utf-7", b"utf-16", b"utf-16be", b"utf-32", b"iso-2022-jp",
              b"iso-2022-kr", b"iso-2022-cn-ext", b"hz-gb-2312", b"gb18030",
              b"big5-hkscs", b"shift_jis", b"euc-kr", b"koi8-r", b"johab",
              b"windows-1258", b"viscii", b"tscii", b"utf-8", b"x-unknown",
              b"../../etc/passwd", b"UTF-8//TRANSLIT", b"%s%s%n", b"",
              b"\xff", b"a" * 10000, b"utf-8\0", b"ibm1390", b"unicode"):
        kind = b"text/plain; charset=\"" + c + b"\""
        yield mail(kind, noise)
        yield mail(kind, b"\x1b$B" * n(100000) + WORDS)
    for t in (b"\x1b$A\x1b", b"\x1b$)C\x0e", b"\x1b$*H\x1bN", b"\x0e\x0f",
              b"\x81\x30\x81\x30", b"\x88\x62", b"\xf0\x80\x80\x80",
              b"\xed\xa0\x80", b"\xc0\xaf", b"\xff\xfe", b"+AAA-"):
        for c in (b"iso-2022-kr", b"iso-2022-jp-2", b"gb18030", b"big5",
                  b"utf-8", b"utf-16"):
            yield mail(b"text/plain; charset=" + c, t * n(100000))


# -- TNEF, S/MIME ----------------------------------------------------------

def attribute(level, number, data, length=None):
    return struct.pack("<BII", level, number,
                       len(data) if length is None else length) + data \
        + struct.pack("<H", sum(data) & 0xffff)


def prop(kind, number, data, length=None):
    return struct.pack("<HHII", kind, number, 1,
                       len(data) if length is None else length) \
        + data + b"\0" * (-len(data) % 4)


def props(*all_):
    return struct.pack("<I", len(all_)) + b"".join(all_)


def lzfu(data, kind=b"LZFu", size=None):
    return struct.pack("<II4sI", len(data) + 12,
                       len(data) if size is None else size, kind, 0) + data


def tnef(*attributes):
    return struct.pack("<IH", 0x223e9f78, 1) + b"".join(attributes)


def winmail(data):
    return coded(b"application/ms-tnef; name=winmail.dat", b"base64",
                 b64(data))


def rtf_mail(rtf):
    return winmail(tnef(attribute(
        1, 0x69003, props(prop(0x102, 0x1009, lzfu(rtf, b"MELA"))))))


GOOD_TNEF = tnef(
    attribute(1, 0x89006, struct.pack("<I", 0x10000)),
    attribute(1, 0x69007, struct.pack("<II", 1252, 0)),
    attribute(1, 0x69003, props(
        prop(0x102, 0x1009, lzfu(b"{\\rtf1 We pay on Friday.\\par}", b"MELA")),
        prop(0x102, 0x1013, b"<p>We pay on Friday.</p>"))),
    attribute(2, 0x69002, b"\1\0" + b"\0" * 12),
    attribute(2, 0x18010, b"a.pdf\0"),
    attribute(2, 0x6800f, b"%PDF" * 20))


@family
def tnef_bombs(rng, n):
    yield winmail(GOOD_TNEF)
    yield winmail(tnef(attribute(1, 0x69003, b"\xff" * 4 + prop(
        0x102, 0x1009, b"x") * n(300000))))
    yield winmail(tnef(attribute(1, 0x69003, struct.pack("<I", 2)
                                 + struct.pack("<HHI", 0x1003, 1, 2**32 - 1))))
    yield winmail(tnef(attribute(1, 0x69003, struct.pack("<I", 2**32 - 1)
                                 + prop(0x1e, 0x1000, b"", 2**32 - 4))))
    yield winmail(tnef(*[attribute(2, 0x69002, b"")] * n(500000)))
    yield winmail(tnef(*[attribute(1, 0x2800c, b"pay " * 100)] * n(10000)))
    yield winmail(tnef(*[attribute(1, 0x69003, props(
        prop(0x1f, 0x1000, b"p\0a\0y\0 \0" * 50)))] * n(10000)))
    yield winmail(tnef(attribute(1, 0x69003, b"", 2**32 - 1)))
    yield winmail(tnef(attribute(1, 0x69003, props(
        prop(0x102, 0x1009, lzfu(b"\0" * n(1000000), size=2**32 - 1))))))
    yield winmail(tnef(attribute(1, 0x69003, props(
        prop(0x102, 0x1009, lzfu(b"\xff" + b"\x00\x0f" * 8, size=2**31))))))
    yield winmail(tnef(attribute(1, 0x69003, props(
        prop(0x102, 0x1009, lzfu((b"\xfe{" + b"\x0c\xff" * 7) * n(30000),
                                 size=2**32 - 1))))))
    yield winmail(tnef(attribute(1, 0x69003, props(
        prop(0x102, 0x1013, b"<div>" * n(1000000))))))
    yield multi(b"multipart/mixed", b"b", [
        b"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: "
        b"base64\n\n" + b64(GOOD_TNEF)] * n(1000))


@family
def rtf_bombs(rng, n):
    for t in (b"{", b"}", b"\\", b"\\par ", b"\\u8364?", b"\\'e4", b"{\\*",
              b"\\uc9\\u1 ", b"\\bin9 ", b"\\bin999999999 ", b"\\ansicpg932 ",
              b"\\'81", b"{\\pict ", b"\\" + b"a" * 100, b"\\u-", b"\\'e4\\par "):
        yield rtf_mail(b"{\\rtf1 " + t * n(3000000 // len(t)))


@family
def tnef_mutations(rng, n):
    for _ in range(40):
        data = bytearray(GOOD_TNEF)
        for _ in range(rng.randint(1, 12)):
            data[rng.randrange(6, len(data))] = rng.choice(
                (0, 1, 0x7f, 0x80, 0xff, rng.randrange(256)))
        yield winmail(bytes(data[:rng.randint(6, len(data))]))


OID = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"


@family
def signature_bombs(rng, n):
    kind = b"application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"
    start = b"\x30\x80" + OID + b"\x02\xa0\x80\x30\x80\x02\x01\x01\x31\0\x30" \
        b"\x80" + OID + b"\x01\xa0\x80"
    text = b"Content-Type: text/plain\n\nWe pay on Friday.\n"

    def signed(content):
        return coded(kind, b"base64", b64(start + content))

    yield signed(b"\x24\x80" + b"\x04\x01x" * n(2000000))
    yield signed(b"\x24\x80" * n(1000000))
    yield signed(b"\x04\x84\xff\xff\xff\xff" + text)
    yield signed(b"\x04\x82\x10\x00" + text)
    yield signed(b"\x04\x85\x01\x00\x00\x00\x00" + text)
    yield coded(kind, b"base64", b64(b"\x30\x80" * n(1000000)))
    inner = text
    for _ in range(12):
        inner = b"Content-Type: " + kind + b"\nContent-Transfer-Encoding: " \
            b"base64\n\n" + b64(start + b"\x04\x83"
                                + len(inner).to_bytes(3, "big") + inner)
    yield HEAD + inner
    yield multi(b"multipart/mixed", b"b", [
        b"Content-Type: " + kind + b"\n\nx"] * n(20000))


# -- machines --------------------------------------------------------------

def report(kind, parts):
    return multi(b"multipart/report; report-type=" + kind, b"r", parts)


@family
def report_bombs(rng, n):
    one = b"\nFinal-Recipient: rfc822; a%d@c.example\nAction: failed\n" \
        b"Status: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n"
    status = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; m\n"
    yield report(b"delivery-status", [b"\nSorry.", status + b"".join(
        one % i for i in range(n(100000)))])
    yield report(b"delivery-status", [b"\nSorry."] + [
        status + one % i for i in range(n(20000))])
    yield report(b"delivery-status", [
        b"\nSorry.", status + b"X: y\n" * n(1000000)])
    yield report(b"delivery-status", [
        b"\nSorry.", status + b"\nDiagnostic-Code: smtp; "
        + b"550 5.1.1 " * n(100000)])
    yield report(b"delivery-status", [
        b"\n" + b"<a@c.example>: 550 no such user\n" * n(50000), status])
    yield report(b"delivery-status", [
        b"\nSorry.", status, b"Content-Type: message/rfc822\n\n"
        + HEAD * n(50000)])
    yield report(b"feedback-report", [
        b"\nx", b"Content-Type: message/feedback-report\n\n"
        + b"Feedback-Type: abuse\n" * n(100000)])
    yield report(b"disposition-notification", [
        b"\nx", b"Content-Type: message/disposition-notification\n\n"
        + b"Original-Message-ID: <a@b>\n" * n(100000)])


@family
def bounce_bombs(rng, n):
    head = HEAD.replace(b"jo@customer", b"MAILER-DAEMON@mx")
    for t in (b"<a@c.example>: 550 5.1.1 user unknown\n", b"550 ", b"<",
              b"<a@c.example> ", b"user unknown ", b"5.1.1 ", b"mailbox full ",
              b"Final-Recipient: rfc822; a@c.example\n", b"To: a@c.example\n",
              b"--- Below this line is a copy of the message.\n", b"@ ",
              b"delivery to the following recipient failed permanently: "):
        yield head + b"\n" + t * n(500000 // len(t))
        yield head + b"\n" + t * n(15000 // len(t))


@family
def away_bombs(rng, n):
    head = HEAD.replace(b"Re: invoice INV-10482", b"Automatic reply: away")
    for t in (b"I am out of the office until ", b"back on 12/11/2026 ",
              b"from to from to ", b"until until ", b"9 ", b"Nov ",
              b"contact jo@c.example ", b"please contact ", b"bis zum "):
        yield head + b"\n" + t * n(15000 // len(t))
        yield head + b"\n" + t * n(500000 // len(t))


@family
def calendar_bombs(rng, n):
    start = b"BEGIN:VCALENDAR\nMETHOD:REPLY\n"
    event = b"BEGIN:VEVENT\nUID:%d\nDTSTART:20261109T101530Z\n" \
        b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\nEND:VEVENT\n"
    kind = b"text/calendar; method=REPLY"
    yield mail(kind, start + b"".join(event % i for i in range(n(30000))))
    yield mail(kind, start + b"BEGIN:VEVENT\n" * n(300000))
    yield mail(kind, start + b"BEGIN:VEVENT\nUID:a\n" + b" b\n" * n(1000000))
    yield mail(kind, start + b"BEGIN:VEVENT\nATTENDEE"
               + b";X=Y" * n(300000) + b":a\nEND:VEVENT\n")
    yield mail(kind, start + b"BEGIN:VEVENT\nRRULE:FREQ=SECONDLY;COUNT="
               b"999999999\nDTSTART:00010101T000000Z\nEND:VEVENT\n")


# -- mutations -------------------------------------------------------------

def ordinary():
    seeds = os.path.join(HERE, "..", "fuzz", "seeds", "message")
    for name in sorted(os.listdir(seeds)):
        with open(os.path.join(seeds, name), "rb") as f:
            yield f.read()
    yield plain(WORDS + b"\nOn Mon, Jo wrote:\n> when?\n-- \nJo\n")
    yield multi(b"multipart/alternative", b"b", [
        b"Content-Type: text/plain\n" + WORDS,
        b"Content-Type: text/html\nContent-Transfer-Encoding: "
        b"quoted-printable\n\n<p>We pay on=\n Friday.</p>"])
    yield next(report_bombs(random.Random(1), Size(0.00002)))


def mutate(rng, data, others):
    data = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        to = min(len(data), at + rng.choice((1, 2, 8, 40, 200, 1000)))
        what = rng.randrange(7)
        if what == 0 and data:
            data[rng.randrange(len(data))] = rng.randrange(256)
        elif what == 1:
            del data[at:to]
        elif what == 2:
            data[at:at] = data[at:to] * rng.choice((1, 2, 50, 3000))
        elif what == 3:
            data[at:at] = rng.choice((b"\0", b"\r", b"\n\n", b"--", b"=?",
                                      b"\"", b"(", b"\xff", b":", b"<", b"=\n",
                                      b"boundary=", b"Content-Type: "))
        elif what == 4:
            data[at:to] = rng.randbytes(to - at)
        elif what == 5:
            other = rng.choice(others)
            data[at:to] = other[:rng.randrange(len(other))]
        else:
            data = data[:at]
        if len(data) > 4000000:
            break
    return bytes(data[:4000000])


@family
def mutations(rng, n):
    mails = list(ordinary())
    for one in mails:
        for _ in range(n(60)):
            yield mutate(rng, one, mails)


def main():
    out = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    scale = float(sys.argv[3]) if len(sys.argv) > 3 else 1.0
    only = sys.argv[4:]
    os.makedirs(out, exist_ok=True)
    for f in FAMILIES:
        if only and f.__name__ not in only:
            continue
        rng = random.Random("%d %s" % (seed, f.__name__))
        for i, data in enumerate(f(rng, Size(scale))):
            name = "%s-%03d.eml" % (f.__name__, i)
            with open(os.path.join(out, name), "wb") as file:
                file.write(data)


if __name__ == "__main__":
    main()
