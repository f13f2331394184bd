# make browser: the portal's pages in a real browser (tests/browser/README.md);
# BROWSER=C-de: only that customer's.
.PHONY: browser
browser: all
	$(Q)BROWSER=$(BROWSER) tests/browser/browser.sh \
		$(abspath $(BUILD)/dunmail) $(BUILD)/browser
