#!/usr/bin/env python3
"""words.py: every language of the portal has every word, with the values that
English has in it; every word that a page says exists, and none is unused.
"""
import glob
import os
import re
import sys

LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt']
bad = []


def tell(where, what):
    bad.append(f'{where}: {what}')


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def values(text):
    """Names that are written out; sections may differ."""
    return sorted(set(re.findall(r'\{\{([\w.]+)\}\}', text)))


def words_of(language):
    path = f'portal/words/{language}.words'
    if not os.path.exists(path):
        tell(path, 'is missing')
        return {}
    out = {}
    for n, line in enumerate(read(path).splitlines(), 1):
        if not line.strip() or line.startswith('#'):
            continue
        name, eq, text = line.partition(' = ')
        if not eq or not text.strip() or not re.fullmatch(r'\w+', name):
            tell(f'{path}:{n}', 'a word is written name = text')
        elif name in out:
            tell(f'{path}:{n}', f'{name} is there twice')
        elif re.search(r'\{\{\{|\{\{&|\{\{>', text):
            tell(f'{path}:{n}', f'{name} has raw values or other words in it')
        out[name] = text
    return out


all_words = {k: words_of(k) for k in LANGUAGES}
english = all_words['en']
for language in LANGUAGES[1:]:
    words = all_words[language]
    where = f'portal/words/{language}.words'
    for name in english:
        if name not in words:
            tell(where, f'{name} is missing')
        elif values(words[name]) != values(english[name]):
            tell(where, f'{name} has other values than in English')
    for name in words:
        if name not in english:
            tell(where, f'{name} is no word of English')
for path in glob.glob('portal/words/*.words'):
    if os.path.basename(path)[:-6] not in LANGUAGES:
        tell(path, 'is no language of the portal')

pages = {os.path.basename(p)[:-5]: read(p) for p in glob.glob('portal/*.html')}
code = ''.join(read(p) for p in sorted(glob.glob('src/web/*.c')))
used = set()
for page, text in pages.items():
    for name in re.findall(r'\{\{>\s*([\w.]+)\s*\}\}', text):
        used.add(name)
        if name not in english and name not in pages and name != 'content':
            tell(f'portal/{page}.html', f'there is no word {name}')
    if re.search(r'\{\{\{|\{\{&', text):
        tell(f'portal/{page}.html', 'a value is written unescaped')
for name in re.findall(r'"(\w+)"', code):
    used |= {name, 'title_' + name}
used |= {'title_' + page for page in pages}
for name in english:
    if name not in used:
        tell('portal/words/en.words', f'{name} is said nowhere')
for page in pages:
    if page.startswith('part_') and page not in used:
        tell(f'portal/{page}.html', 'is a part of no page')
for line in bad:
    print(line)
print(f'words: {len(english)} in {len(LANGUAGES)} languages, '
      f'{len(pages)} pages: ' + (f'{len(bad)} faults' if bad else 'complete'))
sys.exit(1 if bad else 0)
