# Two commands matter: `make run` and `make test`. Each makes what it needs and says so.
.DEFAULT_GOAL := help
.PHONY: help install run web test check lint types contracts quick unit page-tests integration e2e bench pins docs screenshots training clean
.DELETE_ON_ERROR:
SHELL := /bin/bash

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# The page: built anew when one of its sources changed.
PAGE := museaika/static/app/index.html
PAGE_SOURCES := $(shell find web -name node_modules -prune -o -type f -print 2>/dev/null) modules/mood/detectors/face/weights/face.onnx
RIGHT_AGE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))
# The first Python of the right age on this machine; say PYTHON=/path/to/python3.12 for another.
PYTHON ?= $(shell for python in python3.12 python3.11 python3 python; do \
	"$$python" -c '$(RIGHT_AGE)' 2>/dev/null && echo "$$python" && break; done)
# More for pip, such as PIP_ARGS="--extra-index-url https://download.pytorch.org/whl/cpu" (see README).
PIP_ARGS ?=
# More for `museaika up`, such as ARGS="--port 9000".
ARGS ?=
PYTEST := $(BIN)/python -m pytest -q

help: ## Show this
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## Make .venv with everything in it
	@echo "==> $(VENV) is up to date"

$(STAMP): pyproject.toml requirements/constraints.txt requirements/no-deps.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or 3.12 is needed. Install one, or say where: make install PYTHON=/path/to/python3.12"; exit 1; }
	@$(BIN)/python -c '$(RIGHT_AGE)' 2>/dev/null || { echo "==> Making $(VENV) with $$($(PYTHON) --version)"; rm -rf $(VENV); $(PYTHON) -m venv $(VENV); }
	@echo "==> Installing the pinned packages into $(VENV) (the first time this downloads about a gigabyte)"
	@$(BIN)/python -m pip install --quiet $(PIP_ARGS) --constraint requirements/constraints.txt --editable '.[networks,dev]'
	@echo "==> Installing what must come without its own requirements"
	@$(BIN)/python -m pip install --quiet $(PIP_ARGS) --no-deps --requirement requirements/no-deps.txt
	@touch $@

web: $(PAGE) ## Build the page that the server shows
	@echo "==> The page is up to date"

$(PAGE): $(STAMP) $(PAGE_SOURCES) scripts/build_web.py
	@echo "==> Building the page"
	@$(BIN)/python scripts/build_web.py
	@touch $@

run: $(STAMP) ## Start the whole server; prints its address when it is ready
	@$(MAKE) --no-print-directory web || echo "==> Starting without its page; everything else works"
	@echo "==> Starting; Ctrl-C stops everything"
	@exec $(BIN)/museaika up $(ARGS)

test: lint types contracts page-tests unit integration e2e ## Run everything that CI runs
	@echo "==> Everything passed"

check: $(STAMP) ## The fast part of it, in about a minute
	@$(MAKE) --no-print-directory --jobs 4 lint types contracts quick

lint: $(STAMP) ## Style and format
	@echo "==> ruff"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types: $(STAMP) ## Types, strictly, in models and modules
	@echo "==> mypy"
	@$(BIN)/mypy

contracts: $(STAMP) ## Who may import whom
	@echo "==> import contracts"
	@$(BIN)/lint-imports --no-logo

unit: $(STAMP) ## Unit tests, and the tests that read the house and its deployment
	@echo "==> unit tests"
	@$(PYTEST) -n 2 --dist loadfile tests/unit $(wildcard tests/test_*.py)

quick: $(STAMP) ## The unit tests that take no networks and no patience
	@echo "==> quick unit tests"
	@$(PYTEST) -n 2 --dist loadfile -p no:schemathesis -m "not torch and not slow" tests/unit $(wildcard tests/test_*.py)

page-tests: $(PAGE) ## The page's types and unit tests
	@echo "==> page"
	@$(BIN)/python scripts/build_web.py --check

integration: $(STAMP) $(PAGE) ## Tests against real services, which they start themselves
	@echo "==> integration tests"
	@$(PYTEST) -n 2 --dist loadfile tests/integration

e2e: $(STAMP) $(PAGE) ## Tests that drive the whole server
	@echo "==> end-to-end tests"
	@$(PYTEST) tests/e2e

bench: $(STAMP) ## The quick benchmarks
	@for script in scripts/bench_*.py; do echo "==> $$script"; $(BIN)/python "$$script" --quick || exit 1; done

pins: $(STAMP) ## Write requirements/constraints.txt anew from what is installed
	@$(BIN)/python scripts/pin_requirements.py

docs: $(STAMP) ## Write docs/asyncapi.yaml and .env.example anew from the code
	@$(BIN)/museaika asyncapi > docs/asyncapi.yaml
	@$(BIN)/python scripts/write_env_example.py

screenshots: $(STAMP) $(PAGE) ## Take the pictures of docs/screenshots anew
	@$(BIN)/python scripts/screenshots.py

training: $(STAMP) ## What training the text network takes beside
	@$(BIN)/python -m pip install --quiet $(PIP_ARGS) --no-deps --requirement requirements/training.txt

clean: ## Remove .venv and caches; never the data
	rm -rf $(VENV) web/node_modules museaika/static/app .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info build dist
	find . -name __pycache__ -type d -prune -not -path './data/*' -exec rm -rf {} +
