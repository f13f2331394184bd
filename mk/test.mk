# All tests. Servers are started by the tests, on loopback, and stopped again.
.PHONY: test check suite install-test run san san-suite

# make run: the whole loop with a sample company, no server needed.
run:
	$(Q)scripts/install.sh build run
	$(Q)$(MAKE) --no-print-directory all
	$(Q)BUILD=$(BUILD) demo/run.sh $(if $(ONCE),once)

test:
	$(Q)scripts/install.sh build run test
	$(Q)$(MAKE) --no-print-directory suite

suite: all unit contract golden
	$(Q)BUILD=$(BUILD) tests/run.sh

check: lint test

# The whole suite under the address and undefined sanitizers, in a folder of
# its own. Leaks of fontconfig's own caches are told apart in tests/lsan.supp.
SAN := -O1 -fsanitize=address,undefined -fno-omit-frame-pointer \
	-fno-sanitize-recover=all
san:
	$(Q)scripts/install.sh build run test
	$(Q)ASAN_OPTIONS=detect_leaks=1 \
	LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0 \
	$(MAKE) --no-print-directory BUILD=$(BUILD)/san MODE='$(SAN)' suite

# make scenario-document runs tests/scenario/*document*.scn
scenario-%: all
	$(Q)BUILD=$(BUILD) tests/scenario/run.sh tests/scenario/*$**.scn
.PHONY: scenario
scenario: all
	$(Q)BUILD=$(BUILD) tests/scenario/run.sh tests/scenario/*.scn
