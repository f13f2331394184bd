# The second reader of replies is taught while the program is built.
REPLIES := tests/corpus/replies
RULED := $(sort $(wildcard $(REPLIES)/*.txt))
FRESH := $(sort $(wildcard $(addprefix $(REPLIES)/, \
	blind/*.txt voices/*.txt fresh/*.txt)))
LESSONS := $(sort $(RULED) $(FRESH))
ROBOTS := $(sort $(filter-out tests/corpus/robots/held-%,\
	$(wildcard tests/corpus/robots/*.txt)) \
	$(filter-out tests/corpus/machine/held-%,\
	$(wildcard tests/corpus/machine/*.txt)))
CONCEPTS := $(sort $(wildcard src/decide/concepts/*.txt))
TAUGHT := $(BUILD)/gen/second_models
LEARNER := $(addprefix $(BUILD)/scripts/,learner.o learner_one.o \
	learner_words.o learner_lexicon.o)
LEARN_OBJ := $(LEARNER) $(addprefix $(BUILD)/src/decide/, \
	second_words.o second_pool.o sentence.o letter.o) \
	$(patsubst %.c,$(BUILD)/%.o,$(wildcard src/base/*.c)) \
	$(BUILD)/src/model/names.o

$(BUILD)/learn: $(BUILD)/scripts/learn.o $(LEARN_OBJ)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lm

$(TAUGHT).c: $(BUILD)/learn $(LESSONS) $(ROBOTS) $(CONCEPTS)
	$(Q)mkdir -p $(@D)
	$(Q)echo "  GEN   $@"
	$(Q)$(BUILD)/learn $(TAUGHT).rows src/decide/concepts $(LESSONS) -- $(ROBOTS) \
		>$@.new && mv $@.new $@

$(TAUGHT).o: $(TAUGHT).c
	$(Q)echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(TAUGHT).o

# How much rules and second reader count is learned after a larger change of
# either, and kept in the tree: make weigh (it needs a table of the right width
# to be built, whatever stands in it)
$(BUILD)/weigh: $(BUILD)/scripts/weigh.o $(LEARNER) $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: weigh
weigh: $(BUILD)/weigh
	$(Q)$(BUILD)/weigh src/decide/concepts $(RULED) -- $(FRESH) >$(BUILD)/weigh_table.def
	$(Q)mv $(BUILD)/weigh_table.def src/decide/weigh_table.def
