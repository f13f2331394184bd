# dunmail: everything is a target, CI only calls targets.
#
#   make                 build/dunmail
#   make run             install, build, go once round the loop, keep running
#   make test            all tests (installs what they need)
#   make test-NAME       one unit test        make scenario-NAME  one scenario
#   make san             the whole suite under address and undefined sanitizers
#   make year            twelve months of a generated company, with proofs
#   make soak              ten thousand mails, people who move them, bad luck
#   make golden pages    every text against extreme data; in a browser
#   make browser         the pages of the portal, as customers use them
#   make lint fmt cover  make bench  make hostile  make fuzz-NAME S=60
#   V=1 shows the commands.

Q := $(if $(V),,@)
BUILD ?= build
CC ?= gcc
PKGS := gmime-3.0 libpcre2-8 sqlite3 libsodium pangocairo libxml-2.0 \
	jansson libseccomp libcmark-gfm libical libqrencode liblz4 \
	libmicrohttpd gnutls
PG_INC := $(shell pg_config --includedir 2>/dev/null || echo /usr/include/postgresql)

WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wformat=2 -Wundef \
	-Wold-style-definition -Wvla -Wwrite-strings -Wnull-dereference
MODE ?= -O2 -D_FORTIFY_SOURCE=2
CPPFLAGS += -Isrc -I$(PG_INC) -D_GNU_SOURCE \
	$(shell pkg-config --cflags-only-I $(PKGS))
CFLAGS += -std=c17 -g $(MODE) $(WARN) -fstack-protector-strong -fPIE -pthread
LDFLAGS += -pie -Wl,-z,relro,-z,now -pthread
# libetpan by hand: its pkg-config file turns PIE off.
LDLIBS := $(shell pkg-config --libs $(PKGS)) -lcmark-gfm-extensions -lcurl \
	-letpan -lcsv -lm

SRC := $(sort $(shell find src -name '*.c'))
OBJ := $(SRC:%.c=$(BUILD)/%.o)
LIB := $(BUILD)/libdunmail.a
LIBOBJ := $(filter-out $(BUILD)/src/app/main.o,$(OBJ))
UNIT := $(sort $(shell find tests/unit -name 'test_*.c'))
UNITBIN := $(UNIT:%.c=$(BUILD)/%)
# Builders that unit tests share.
TESTLIB := $(BUILD)/libtest.a
TESTSRC := $(sort $(wildcard tests/support/*.c))

.PHONY: all clean
all: $(BUILD)/dunmail

$(BUILD)/dunmail: $(BUILD)/src/app/main.o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIB): $(LIBOBJ)
	$(Q)echo "  AR    $@"
	$(Q)rm -f $@ && ar rcs $@ $^

$(TESTLIB): $(TESTSRC:%.c=$(BUILD)/%.o)
	$(Q)echo "  AR    $@"
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The SQL and the schema are text that is compiled in.
$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(TESTLIB) $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

.PRECIOUS: $(BUILD)/%.o
.PHONY: unit
unit: $(UNITBIN)
	$(Q)bad=; for t in $(UNITBIN); do $$t || bad="$$bad $$t"; done; \
	test -z "$$bad" || { echo "failed:$$bad" >&2; exit 1; }

# make test-msgid runs tests/unit/*/test_msgid.c
test-%:
	$(Q)t=$$(find tests/unit -name 'test_$*.c' | head -n 1); \
	test -n "$$t" || { echo "no unit test named $*" >&2; exit 2; }; \
	$(MAKE) --no-print-directory $(BUILD)/$${t%.c} && $(BUILD)/$${t%.c}

clean:
	rm -rf $(BUILD)

include mk/*.mk
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
