SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --warn-undefined-variables --no-builtin-rules --no-print-directory

PYTHON ?= python3
VENV ?= .venv
NOTES ?=
LAYOUT ?=
ARGS ?=

STUDYPRESS := $(VENV)/bin/studypress
BUILD = $(STUDYPRESS) build $(if $(NOTES),"$(NOTES)") $(if $(LAYOUT),--layout "$(LAYOUT)")
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
CODE := pipeline tests scripts

.PHONY: help install pdf epub practice booklet cards handouts anki all check list verify doctor test lint golden bench watch clean distclean

help: ## Show this help
	@echo 'Usage: make TARGET [NOTES=path/to/vault] [LAYOUT=name] [ARGS="further options"]'
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14 | sed 's/^/  /'

install: $(READY) ## Set up the environment; every other target does it by itself

pdf: $(READY) ## Make the book as PDF in output/
	@$(BUILD) --to pdf $(ARGS)

epub: $(READY) ## Make the book as ePub in output/
	@$(BUILD) --to epub $(ARGS)

practice: $(READY) ## Make the practice copy and its key in output/
	@$(BUILD) --to practice $(ARGS)

booklet: $(READY) ## Make a booklet to fold in output/, two small pages on each side of a sheet
	@$(BUILD) --to booklet $(ARGS)

cards: $(READY) ## Make cards to cut out in output/; ARGS="--cards-up 10 --duplex short"
	@$(BUILD) --to cards $(ARGS)

handouts: $(READY) ## Make each note a PDF of its own in output/handouts/
	@$(BUILD) --to handouts $(ARGS)

anki: $(READY) ## Make the deck for Anki in output/
	@$(BUILD) --to anki $(ARGS)

all: $(READY) ## Make every target that book.yml asks for
	@$(BUILD) $(ARGS)

watch: $(READY) ## Rebuild on every save, with a preview in the browser
	@$(STUDYPRESS) watch $(if $(NOTES),"$(NOTES)") $(if $(LAYOUT),--layout "$(LAYOUT)") $(ARGS)

check: $(READY) ## Say what is wrong with the notes
	@$(STUDYPRESS) check $(if $(NOTES),"$(NOTES)") $(ARGS)

list: $(READY) ## List the notes in the order of the book
	@$(STUDYPRESS) list $(if $(NOTES),"$(NOTES)") $(ARGS)

verify: $(READY) ## Check the finished files in output/ once more
	@$(STUDYPRESS) verify $(ARGS)

doctor: $(READY) ## Look whether this machine has what is needed
	@$(STUDYPRESS) doctor $(ARGS)

test: lint ## Check the code: format, lint, types, layers, tests
	@scripts/system-libraries.sh $(PYTHON) java
	@$(VENV)/bin/python -m pytest -q -n auto $(ARGS)

lint: $(READY_DEV) ## Check the code without running it
	@$(VENV)/bin/ruff check $(CODE)
	@$(VENV)/bin/ruff format --check $(CODE)
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

golden: $(READY_DEV) ## Rewrite the expected results of the tests; review them with git diff
	@$(VENV)/bin/python -m pytest -q -n auto --golden $(ARGS)

bench: $(READY_DEV) ## Measure beside other programs, see docs/benchmarks.md (mnemonics: scripts/bench_mnemonics.py); ARGS="--sizes 50 --runs 1"
	@PYTHONPATH=scripts $(VENV)/bin/python -m bench $(ARGS)

clean: ## Remove the finished files from output/
	@if [ -x $(STUDYPRESS) ]; then $(STUDYPRESS) clean $(ARGS); fi

distclean: clean ## Remove the environment and all caches, too
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .bench *.egg-info
	@find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@scripts/system-libraries.sh $(PYTHON)
	@scripts/environment.sh $(PYTHON) $(VENV)
	@touch $@

$(READY_DEV): pyproject.toml
	@scripts/system-libraries.sh $(PYTHON)
	@scripts/environment.sh $(PYTHON) $(VENV) dev
	@touch $@ $(READY)
