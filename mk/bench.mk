# make bench: dunmail beside what one would use otherwise (tests/bench/run.sh).
#   PART="smtp imap"   only these    N, ROUNDS, BENCH_BIG ...: see run.sh
BENCH_NEEDS := postfix:smtp-sink dovecot-imapd:dovecot isync:mbsync \
	sqlite3:sqlite3 time:time nodejs:node npm:npm python3:python3 \
	nginx-light:nginx wrk:wrk

.PHONY: bench bench-tools
bench: $(BUILD)/dunmail $(BUILD)/bench/empty $(BUILD)/bench/rules bench-tools
	$(Q)DUNMAIL=$(abspath $(BUILD)/dunmail) W=$(abspath $(BUILD)/bench) \
		bash tests/bench/run.sh $(PART)

# Nothing is installed when nothing is missing; no service is started.
bench-tools:
	$(Q)missing=; for n in $(BENCH_NEEDS); do \
		PATH=$$PATH:/usr/sbin:/sbin command -v $${n#*:} >/dev/null || \
		missing="$$missing $${n%%:*}"; done; \
	test -z "$$missing" || { echo "  APT  $$missing"; \
	RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
	apt-get install -y --no-install-recommends $$missing >/dev/null; }

$(BUILD)/bench/empty: tests/bench/empty.c
	$(Q)mkdir -p $(@D)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -Wl,--no-as-needed -o $@ $< \
		$(LDLIBS)

$(BUILD)/bench/rules: tests/bench/rules.c $(BUILD)/libdunmail.a
	$(Q)mkdir -p $(@D)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
