# make score: how well mails are understood, one table over tests/corpus.
SCORED := decide/test_corpus decide/test_machine mail/test_strip \
	mail/test_headers

.PHONY: score
score: $(BUILD)/dunmail $(SCORED:%=$(BUILD)/tests/unit/%)
	$(Q)python3 tests/score/score.py $(BUILD)/dunmail $(BUILD)
