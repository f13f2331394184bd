# Every text in every language against extreme data (tests/golden/README.md):
# golden compares with the stored files, golden-accept rewrites them.
# pages looks at the HTML in a real browser (PAGES=credit: only those).
$(BUILD)/tests/golden/render: $(BUILD)/tests/golden/render.o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: golden golden-accept
golden: $(BUILD)/tests/golden/render
	$(Q)python3 tests/golden/golden.py check $(abspath $<)
golden-accept: $(BUILD)/tests/golden/render
	$(Q)python3 tests/golden/golden.py accept $(abspath $<)

.PHONY: pages
pages: $(BUILD)/tests/golden/render
	$(Q)PAGES=$(PAGES) tests/pages/pages.sh $(abspath $<) $(BUILD)/pages
