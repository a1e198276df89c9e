# make paper     figures and paper/paper.pdf, from the bundles that are in the repository
# make figures   figures/*.svg and *.png
# make results   paper/results.json: every number that the paper can print
# make notebooks the notebooks, executed
# make test      the tests, the examples of the documentation, and one build of the paper
# make lint      style, formatting and types
# make bundles   the bundles again, from the raw files: make bundles SOURCES=../shared
# make clean     remove build/ and the generated paper (make clean-all: the environment too)
#
# study.toml says what is asked; `topoi rules` writes it as rules for Make, build/study.mk. Each step
# leaves a stamp and a list of the files that it read (build/.NAME.d); a file is rewritten only if
# its bytes change, so a change reaches what depends on it and nothing else.

.DEFAULT_GOAL := paper
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory -j$(or $(JOBS),2)

PYTHON  ?= $(or $(shell command -v python3.11),python3)
VENV    ?= .venv
TOPOI   := $(VENV)/bin/topoi
SOURCES ?= ../shared

# The same arithmetic on every machine: one thread for each process, one order of hashes.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export PYTHONHASHSEED := 0

.PHONY: notebooks test lint bundles help clean clean-all install

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# ---- the environment: made once, and again when its lock changes
install: $(VENV)/.installed
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "topoi needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 2; }
	@test -x $(VENV)/bin/python || { echo "  venv     $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "  install  locked dependencies"
	@PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(VENV)/bin/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# ---- the study, as rules: needed by what builds, not by what cleans or explains
ifneq ($(if $(MAKECMDGOALS),$(filter-out help clean clean-all lint test install bundles notebooks,$(MAKECMDGOALS)),paper),)
# Defaults of parameters live anywhere in the sources.
build/study.mk: study.toml $(wildcard $(addsuffix *.py,$(addprefix src/topoi/,/ */ */*/))) src/topoi/data/study.mk $(VENV)/.installed
	@mkdir -p build && $(TOPOI) rules && touch $@
include build/study.mk
endif

# ---- the rest
NOTEBOOKS := $(patsubst %.py,%.ipynb,$(filter-out notebooks/execute.py,$(wildcard notebooks/*.py)))
notebooks: $(NOTEBOOKS)
$(NOTEBOOKS): notebooks/%.ipynb: notebooks/%.py notebooks/execute.py $(wildcard src/topoi/*/*.py) $(VENV)/.installed
	@echo "  notebook $*"
	@$(VENV)/bin/python notebooks/execute.py $< && touch $@

bundles: $(VENV)/.installed
	@for name in un-general-debate cis-csto-statements; do \
	  $(TOPOI) bundle $$name --sources $(SOURCES) --output src/topoi/data/bundles/$$name || exit 2; done

test: $(VENV)/.installed
	@$(VENV)/bin/python -m pytest -n $(or $(JOBS),2) --dist loadgroup --no-loadscope-reorder

lint: $(VENV)/.installed
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy

clean:
	rm -rf build paper/paper.pdf paper/claims.csv
clean-all: clean
	rm -rf $(VENV)
