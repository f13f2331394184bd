.PHONY: lint fmt cover
lint: $(BUILD)/gen/schema_steps.c $(BUILD)/dunmail
	$(Q)tests/lint/lint.sh
	$(Q)tests/lint/docs.sh $(BUILD)/dunmail
	$(Q)python3 tests/lint/words.py
	$(Q)for f in $(SRC); do \
		clang -fsyntax-only $(CPPFLAGS) -std=c17 $(WARN) $$f || exit 1; \
	done; echo "clang: clean"

fmt:
	$(Q)find src tests scripts -name '*.[ch]' | xargs clang-format -i

cover:
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/cover \
		MODE='-O0 --coverage' LDFLAGS='-pie --coverage -pthread' suite
	$(Q)cd $(BUILD)/cover && find . -name '*.gcda' | \
		xargs gcov -n 2>/dev/null | \
		awk '/^File .src/ { f = $$2 } /^Lines/ && f { \
			sub(/Lines executed:/, ""); print f, $$0; f = "" }' | \
		sort -u

# make fuzz-message S=60: one target, from its seeds, with its dictionary.
fuzz-%:
	$(Q)$(MAKE) --no-print-directory CC=clang BUILD=$(BUILD)/fuzz \
		MODE='-O1 -fsanitize=fuzzer-no-link,address,undefined' \
		$(BUILD)/fuzz/fuzz_$*
	$(Q)mkdir -p $(BUILD)/fuzz/corpus/$*
	$(Q)$(BUILD)/fuzz/fuzz_$* -max_total_time=$(or $(S),60) -timeout=10 \
		$(patsubst %,-dict=%,$(wildcard tests/fuzz/dict/$*.dict)) \
		$(BUILD)/fuzz/corpus/$* $(wildcard tests/fuzz/seeds/$*)

$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer,address,undefined \
		-o $@ $^ $(LDLIBS)
