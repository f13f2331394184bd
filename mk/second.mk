# The second reader of replies is taught while the program is built.
LESSONS := $(sort $(wildcard $(addprefix tests/corpus/replies/, \
	*.txt blind/*.txt voices/*.txt)))
TAUGHT := $(BUILD)/gen/second_models
LEARN_OBJ := $(addprefix $(BUILD)/src/decide/,second_words.o sentence.o \
	letter.o) $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/base/*.c)) \
	$(BUILD)/src/model/names.o

$(BUILD)/learn: $(BUILD)/scripts/learn.o $(LEARN_OBJ)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lm

$(TAUGHT).c: $(BUILD)/learn $(LESSONS)
	$(Q)mkdir -p $(@D)
	$(Q)echo "  GEN   $@"
	$(Q)$(BUILD)/learn $(LESSONS) >$@.new && mv $@.new $@

$(TAUGHT).o: $(TAUGHT).c
	$(Q)echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(TAUGHT).o
