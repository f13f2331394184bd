#ifndef DUNMAIL_DECIDE_RULEBOOK_H
#define DUNMAIL_DECIDE_RULEBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "decide/rules.h"
#include "decide/sieve.h"
#include "model/intent.h"
#include "port/regex.h"

/*
 * rulebook: what rules.c made of one language's file. For the readers of
 * decide/ only; everybody else sees struct rules.
 */
enum rulebook_scope {
	SCOPE_SENTENCE, /* the sentence of the rule's match */
	SCOPE_BEFORE,   /* that sentence up to the match; anchor with $ */
	SCOPE_AFTER,    /* that sentence from the match on; anchor with ^ */
	SCOPE_INSIDE,   /* the match itself */
	SCOPE_PREVIOUS, /* the sentence before */
	SCOPE_NEXT,     /* the sentence after */
	SCOPE_MAIL,     /* all of the reply */
	SCOPE_COUNT
};

/*
 * A pattern is compiled with its file when the rules are checked, and else
 * when the first text needs it: a single mail needs few of them.
 */
struct rulebook_regex {
	struct rulebook_regex *next; /* of the book */
	struct str text;
	unsigned flags;
	struct regex *re;
	bool bad; /* could not be compiled: as a search that gave up */
};

struct rulebook_pattern {
	struct rulebook_regex *lazy;
	struct sieve sieve;
	size_t index; /* its place in the book's index */
};

/* One for each `match` line. */
struct rulebook_patterns {
	struct rulebook_pattern *v;
	size_t n;
	size_t cap;
};

enum rc rulebook_compile(struct rulebook_regex *r, struct err *err);
enum regex_hit rulebook_search(const struct rulebook_pattern *p,
    struct str subject, size_t from, struct regex_match *m);
/* Does any of them match? `candidates` as from sieve_candidates(), or NULL. */
enum regex_hit rulebook_search_any(const struct rulebook_patterns *p,
    struct str subject, const uint64_t *candidates);

static inline bool
rulebook_candidate(const struct rulebook_pattern *p, const uint64_t *c)
{
	return !c || (c[p->index >> 6] >> (p->index & 63) & 1);
}

/* What the program itself finds in a sentence. */
enum rulebook_feature {
	FEATURE_PATTERN, /* no feature: the guard's own pattern */
	FEATURE_DATE,
	FEATURE_GONE_DATE, /* a day without its year that was lately */
	FEATURE_AMOUNT,
	FEATURE_INVOICE,
	FEATURE_QUESTION,
	FEATURE_SHORT,  /* the whole reply is a few words */
	FEATURE_ALONE,  /* no other rule asked, claimed or announced */
	FEATURE_INTENT, /* the mail says so elsewhere */
};

struct rulebook_guard {
	struct str name;
	int line; /* where it is defined or first asked for */
	enum rulebook_feature feature;
	enum intent_kind intent; /* for FEATURE_INTENT */
	enum rulebook_scope scope;
	struct rulebook_patterns patterns;
};

#define RULE_INTENTS 3
#define RULE_CONDS   32

struct rulebook_meaning {
	enum intent_kind kind;
	int detail; /* dispute_reason or document_type, -1: none */
};

/* Conditions of one group are alternatives; groups must all hold. */
struct rulebook_cond {
	uint16_t guard;
	uint16_t group;
};

struct rulebook_rule {
	struct str name;
	int line;
	enum rulebook_scope scope; /* SENTENCE or MAIL */
	struct rulebook_meaning meaning[RULE_INTENTS];
	size_t meanings;
	double score;
	struct rulebook_patterns patterns;
	struct rulebook_cond needs[RULE_CONDS];
	size_t need_count;
	struct rulebook_cond unless[RULE_CONDS];
	size_t unless_count;
	bool late;        /* asks for an intent: runs after the others */
	bool conditional; /* a promise by this rule hangs on something */
};

struct rulebook_example {
	uint16_t rule;
	bool match;
	int line;
	struct str text;
};

/* How the groups of a date pattern become a day. */
enum rulebook_when {
	WHEN_DAY,            /* n days on */
	WHEN_BUSINESS,       /* n days on, Monday to Friday */
	WHEN_WEEK,           /* n weeks on */
	WHEN_MONTH,          /* n months on */
	WHEN_WEEKDAY,        /* (?<w>): the next one after today */
	WHEN_THIS_WEEKDAY,   /* in this Monday-Sunday week */
	WHEN_NEXT_WEEKDAY,   /* n weeks after this one */
	WHEN_COMING_WEEKDAY, /* n weeks after the coming one; 0: not tomorrow */
	WHEN_WEEK_END,       /* the Friday n weeks from this week's */
	WHEN_DATE,           /* (?<d>) (?<m>) (?<y>): m a word or a number */
	WHEN_DATE_WEEK,      /* the Friday of that day's week */
	WHEN_DAY_OF_MONTH,   /* (?<d>): the next; n months on if n > 0 */
	WHEN_MONTH_END,      /* of (?<m>), or n months on */
	WHEN_MONTH_DAY,      /* day n of (?<m>), or of this month */
	WHEN_NEXT_MONTH_DAY, /* day n of the month after this */
	WHEN_MONTH_WEEK,     /* (?<m>)'s n-th week's Friday, or n-th (?<w>) */
	WHEN_MONTH_WEEKDAY,  /* the n-th (?<w>) of (?<m>) or a month; 0: last */
	WHEN_MONTH_BUSINESS, /* the (?<d>)-th working day, n months on */
	WHEN_WEEK_NUMBER,    /* (?<w>) or Friday of the year's week (?<n>) */
	WHEN_HALF_MONTH,     /* the 15th or the month's end, n halves on */
	WHEN_FIXED,          /* n = month * 100 + day, the next one */
	WHEN_AFTER,          /* n days or (?<w>) after the day named before */
	WHEN_FEAST,          /* n = month, weekday, which: 1144, the next one */
	WHEN_BESIDE,  /* day or (?<w>) before (n 0), after (1) the next */
	WHEN_AT_ONCE, /* today, or as soon as a condition is met */
	WHEN_NOTHING, /* looks like a date and is none */
	WHEN_COUNT
};

struct rulebook_date {
	struct str name;
	int line;
	enum rulebook_when op;
	int n; /* used when the pattern has no (?<n>) that took part */
	struct rulebook_patterns patterns;
};

struct rulebook_word {
	struct str word;
	int64_t value;    /* month, weekday, number, scale */
	char currency[4]; /* "$": that of the customer's own country */
	uint16_t next;    /* 1 + place of the next with the same hash */
};

#define RULEBOOK_HEADS 128

struct rulebook_words {
	struct rulebook_word *v;
	size_t n;
	size_t cap;
	uint16_t head[RULEBOOK_HEADS]; /* 1 + place of the first of a hash */
};

enum rulebook_list {
	WORDS_MONTHS,
	WORDS_WEEKDAYS,
	WORDS_NUMBERS,
	WORDS_ABBREVIATIONS,
	WORDS_COMMON, /* tells the language */
	WORDS_CURRENCIES,
	WORDS_SCALES,
	WORDS_COUNT
};

/* Guards that the program itself asks, by their name in the file. */
enum rulebook_role {
	ROLE_INVOICE_BEFORE,     /* "invoice no. " right before a number */
	ROLE_NOT_INVOICE_BEFORE, /* "PO " right before a number */
	ROLE_INVOICE_ARTICLE,    /* "la ": where the noun is left out */
	ROLE_INVOICE_AFTER,      /* " pagada" right behind a number */
	ROLE_NOT_POINTED_AT,     /* "240 Rollen": from the number on */
	ROLE_AMOUNT_BEFORE,      /* "pay " before a bare number */
	ROLE_AMOUNT_AFTER,       /* " Friday" behind a bare round number */
	ROLE_NOT_AMOUNT_BEFORE,
	ROLE_NOT_AMOUNT_AFTER, /* " boxes" after one */
	ROLE_NOT_PAYMENT_DATE, /* "dated " right before a date */
	ROLE_LESSER_DATE,      /* "signs on " before one: any other is better */
	ROLE_CORRECTED_DATE,   /* "sorry, I mean " before the one that counts */
	ROLE_LATEST,           /* of two dates the later one counts */
	ROLE_CONDITION,        /* the promise hangs on something */
	ROLE_ROUTINE,          /* what looks so and is the payer's routine */
	ROLE_UNCONDITIONAL,    /* what looks like a condition and is none */
	ROLE_FIRM_CONDITION,   /* "if": a condition whatever else is said */
	ROLE_SEVERAL,          /* "the rest": more than one payment */
	ROLE_REST_LATER,       /* ", the rest when ...": behind a day */
	ROLE_EACH,             /* "500 each", "the same again": for every day */
	ROLE_OWED,             /* before a sum that is owed or approved */
	ROLE_DEDUCTED,         /* "less the " right before an amount */
	ROLE_BANK_CHANGED,
	ROLE_COUNT
};

/* A book of which only the common words were read so far. */
struct rulebook_later {
	const char *file;
	struct rules_later how;
};

struct rulebook {
	struct str lang;
	struct rulebook_later *later; /* NULL: it is all there */
	struct arena *arena;
	struct rulebook_regex *regexes; /* every one, to be freed */
	struct rulebook_rule *rules;
	size_t rule_count;
	struct rulebook_guard *guards;
	size_t guard_count;
	struct rulebook_date *dates;
	size_t date_count;
	struct rulebook_example *examples;
	size_t example_count;
	struct rulebook_words words[WORDS_COUNT];
	int roles[ROLE_COUNT];    /* index of a guard, or -1 */
	struct sieve_index index; /* of all patterns */
};

struct rules {
	struct rulebook **books;
	size_t count;
};

/* Of words written twice the first counts. */
void rulebook_add_word(struct rulebook *book, enum rulebook_list list,
    const struct rulebook_word *word);
/* The word's entry, ASCII case ignored, or NULL. */
const struct rulebook_word *rulebook_word(
    const struct rulebook *book, enum rulebook_list list, struct str word);
/* The book of that language (the primary subtag counts), or NULL. */
const struct rulebook *rulebook_of(const struct rules *rules, struct str lang);

#endif
