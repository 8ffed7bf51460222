# Every command a person needs. A bare Python 3.11+ with make is enough to start.

PORT ?= 8000
DEMO ?= 1
WORKERS ?= 3
YEARS ?= 20
SCHOOLS ?= 1000
PUPILS ?= 50000

VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip --quiet
PYTHONS := $(PYTHON) python3.14 python3.13 python3.12 python3.11 python3
NEEDED := import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
LOCK := PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

# Reading our own modules anew at every start takes a second; kept, it is done once.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run test test-slow scale check lint types contracts house audit bench volume walk load screenshots vendor lock fmt

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.app ## install what Exchange needs into .venv

run: $(VENV)/.app ## start Exchange with its data (PORT=8000; DEMO=0 leaves the demo data out)
	@exec $(BIN)/exchange serve --prepare $(if $(filter 0,$(DEMO)),--no-demo) --port $(PORT)

test: $(VENV)/.app $(VENV)/.test ## run the whole suite with coverage (WORKERS=3)
	@sh tests/browser/ensure_chromium.sh
	MEASURED=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test-slow: $(VENV)/.app $(VENV)/.test ## run the tests that kill, restore and race real processes
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/slow

scale: $(VENV)/.app $(VENV)/.test ## try each part of a larger installation on loopback, and say what was tried
	$(BIN)/python -m pytest -v -rs tests/slow/test_two_hosts.py tests/slow/test_read_copy.py tests/slow/test_front.py

check: lint types contracts house ## format, lint, types, import contracts and house rules; static, under a minute

lint: $(VENV)/.test
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types: $(VENV)/.test
	$(BIN)/mypy

contracts: $(VENV)/.test
	$(BIN)/lint-imports --no-logo

house: $(VENV)/.test
	$(BIN)/python -m pytest --quiet tests/policy/static

audit: $(VENV)/.audit ## ask the package index for known holes in what is locked (needs the network)
	@$(VENV)/audit/bin/pip-audit --progress-spinner off --strict --disable-pip --require-hashes \
		-r requirements.lock || { echo "See docs/operations.md, Dependencies."; exit 1; }

bench: $(VENV)/.app $(VENV)/.test ## measure Exchange beside its floors; writes the table of docs/performance.md
	BENCH_TABLE=docs/performance.md $(BIN)/python -m pytest tests/bench

volume: $(VENV)/.app $(VENV)/.test ## fill an empty instance as twenty years leave it (YEARS=20 SCHOOLS=1000 PUPILS=50000)
	$(BIN)/python -m tests.load.volume --years $(YEARS) --schools $(SCHOOLS) --pupils $(PUPILS)

walk: $(VENV)/.app $(VENV)/.test ## open every list page of such an instance, and say what each took
	$(BIN)/python -m tests.load.walk

load: $(VENV)/.app $(VENV)/.test $(VENV)/.load ## drive a school's deadline evening, then more until it bends
	$(BIN)/python -m tests.load.evening

screenshots: $(VENV)/.app $(VENV)/.test ## take the README's pictures again
	@sh tests/browser/ensure_chromium.sh
	$(BIN)/python -m tests.browser.screenshots

vendor: $(VENV)/.app $(VENV)/.test ## fetch third-party files again and redraw the map (needs npm)
	$(BIN)/python -m tests.policy.vendored
	$(BIN)/python -m tests.policy.land

lock: ## compile requirements*.in into hashed locks (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv on the PATH."; exit 1; }
	$(LOCK) requirements-test.in -o requirements-test.lock
	$(LOCK) -c requirements-test.lock requirements.in -o requirements.lock
	$(LOCK) requirements-audit.in -o requirements-audit.lock
	$(LOCK) requirements-load.in -o requirements-load.lock

fmt: $(VENV)/.test ## format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(BIN)/python:
	@for python in $(PYTHONS); do \
		if $$python -c '$(NEEDED)' >/dev/null 2>&1; then exec $$python -m venv $(VENV); fi; \
	done; \
	echo "Exchange needs Python 3.11 or newer with venv (Debian, Ubuntu: apt-get install python3-venv)."; \
	exit 1

# In an environment of its own: what looks for holes is no part of what is looked at.
$(VENV)/.audit: requirements-audit.lock | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/audit
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(VENV)/audit/bin/python -m pip --quiet install --require-hashes --no-deps \
		-r requirements-audit.lock
	@touch $@

# And what drives it is no part of what is driven.
$(VENV)/.load: requirements-load.lock | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/load
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(VENV)/load/bin/python -m pip --quiet install --require-hashes --no-deps \
		-r requirements-load.lock
	@touch $@

# The locks are whole, so nothing is left to resolve; pip 23 would look for newer extras on its own.
$(VENV)/.app: requirements.lock | $(BIN)/python
	@echo "Installing what Exchange needs (about half a minute, once)."
	@$(PIP) install --require-hashes --no-deps -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.test: requirements-test.lock | $(BIN)/python
	@echo "Installing what the tests need (about half a minute, once)."
	@$(PIP) install --require-hashes --no-deps -r requirements-test.lock
	@touch $@
