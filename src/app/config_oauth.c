#include "app/config_oauth.h"

#define MICROSOFT "https://login.microsoftonline.com/"
#define GOOGLE    "https://oauth2.googleapis.com/"

static void
fill(struct str *field, struct str value)
{
	if (str_is_empty(*field))
		*field = value;
}

static void
fill_microsoft(struct arena *a, struct oauth_settings *o)
{
	bool app = o->flow == OAUTH_CLIENT_CREDENTIALS;

	if (!app)
		fill(&o->tenant, STR("organizations"));
	fill(&o->token_url, arena_fmt(a, MICROSOFT "%.*s/oauth2/v2.0/token",
				STR_ARG(o->tenant)));
	fill(&o->device_url,
	    arena_fmt(a, MICROSOFT "%.*s/oauth2/v2.0/devicecode",
		STR_ARG(o->tenant)));
	fill(&o->auth_url, arena_fmt(a, MICROSOFT "%.*s/oauth2/v2.0/authorize",
			       STR_ARG(o->tenant)));
	fill(&o->scope,
	    app ? STR("https://outlook.office365.com/.default")
		: STR("https://outlook.office.com/IMAP.AccessAsUser.All "
		      "https://outlook.office.com/SMTP.Send "
		      "offline_access"));
}

static void
fill_google(struct oauth_settings *o)
{
	fill(&o->token_url, STR(GOOGLE "token"));
	fill(&o->auth_url, STR("https://accounts.google.com/o/oauth2/v2/auth"));
	fill(&o->scope, STR("https://mail.google.com/"));
}

static void
fill_server(const struct oauth_settings *o, struct server_settings *s)
{
	if (str_is_empty(s->user) || !str_is_empty(s->password_file) ||
	    !str_is_empty(s->token_file))
		return;
	s->token_file = o->store;
	s->oauth = o;
}

/* The program writes it: where it writes its other files. */
static struct str
beside(struct arena *a, struct str keys_dir, struct str name)
{
	size_t slash = str_rchr(keys_dir, '/');

	return arena_fmt(a, "%.*stokens/%.*s",
	    STR_ARG(str_sub(keys_dir, 0, slash == STR_NPOS ? 0 : slash + 1)),
	    STR_ARG(name));
}

void
config_oauth_fill(
    struct arena *a, struct str keys_dir, struct mailbox_settings *b)
{
	struct oauth_settings *o = &b->oauth;

	o->mailbox = b->name;
	if (str_is_empty(o->store))
		o->store = beside(a, keys_dir, b->name);
	switch (o->provider) {
	case OAUTH_NONE:
		return;
	case OAUTH_GOOGLE:
		fill_google(o);
		break;
	case OAUTH_MICROSOFT:
		fill_microsoft(a, o);
		break;
	case OAUTH_OTHER:
		break;
	}
	fill_server(o, &b->smtp);
	fill_server(o, &b->imap);
}

struct check {
	const struct config *c;
	struct mistakes *m;
};

static void
tell(const struct check *x, const void *field, const char *text)
{
	const char *file;
	int line = config_where(x->c, field, &file);

	mistake_add(x->m, file, line, "%s", text);
}

static void
check_flow(const struct check *x, const struct oauth_settings *o)
{
	if (o->provider == OAUTH_GOOGLE && o->flow != OAUTH_REFRESH)
		tell(x, &o->flow,
		    "Google lets nobody read mail by a device code or as an "
		    "application alone; write flow = refresh");
	if (o->flow == OAUTH_CLIENT_CREDENTIALS &&
	    str_is_empty(o->client_secret_file))
		tell(x, &o->flow,
		    "[oauth] logs in as an application and has no "
		    "client_secret_file; add it");
	if (o->provider == OAUTH_MICROSOFT && str_is_empty(o->tenant))
		tell(x, &o->flow,
		    "[oauth] logs in as an application and has no tenant; "
		    "name the directory");
}

static void
check_urls(const struct check *x, const struct oauth_settings *o)
{
	if (o->provider != OAUTH_OTHER)
		return;
	if (str_is_empty(o->token_url))
		tell(x, &o->provider,
		    "[oauth] lacks \"token_url\"; add it, or name a provider "
		    "that is known");
	if (str_is_empty(o->scope))
		tell(x, &o->provider,
		    "[oauth] lacks \"scope\"; write what the provider calls "
		    "the right to read and send mail");
	if (o->flow == OAUTH_DEVICE && str_is_empty(o->device_url))
		tell(x, &o->flow,
		    "[oauth] lacks \"device_url\"; add it, or write flow = "
		    "refresh");
	if (o->flow == OAUTH_REFRESH && str_is_empty(o->auth_url) &&
	    str_is_empty(o->refresh_file))
		tell(x, &o->flow,
		    "[oauth] lacks \"auth_url\" and \"refresh_file\"; the "
		    "first token comes from one of them");
}

void
config_oauth_check(const struct config *c, const struct mailbox_settings *b,
    struct mistakes *m)
{
	struct check x = {c, m};
	const struct oauth_settings *o = &b->oauth;

	if (o->provider == OAUTH_NONE) {
		if (!str_is_empty(o->client_id))
			tell(&x, &o->client_id,
			    "[oauth] has a client_id and no provider; write "
			    "google, microsoft or other");
		return;
	}
	if (str_is_empty(o->client_id))
		tell(&x, &o->provider,
		    "[oauth] lacks \"client_id\"; register an application "
		    "with the provider");
	if (b->smtp.oauth == NULL && b->imap.oauth == NULL)
		tell(&x, &o->provider,
		    "neither [smtp] nor [imap] uses [oauth]; name a user "
		    "there and no password_file");
	check_flow(&x, o);
	check_urls(&x, o);
}
