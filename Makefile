# make demo   plan the example district, publish it, serve it
# make test   everything that must hold before a commit is shared
# make bench  install peers, measure on this machine (over an hour) and write docs/benchmarks.md
# make lint   ruff, import contracts and types only
#
# Each sets up .venv first, with the versions of requirements.lock. Another Python: make PYTHON=...

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test bench lint lock clean check-style check-imports check-types check-tests

SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c '$(SUITABLE)' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
INSTALLED := .venv/installed
BENCHED := .venv/benched

help:
	@sed -n 's/^# make/make/p' Makefile

install: $(INSTALLED)

$(INSTALLED): pyproject.toml requirements.lock
	@"$(or $(PYTHON),false)" -c '$(SUITABLE)' 2>/dev/null \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed; found none. Maybe: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear .venv \
		|| { echo "No virtual environment could be made. Maybe: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m optimizer --warm-up
	@touch $@

demo: install
	$(BIN)/lenban demo

bench: $(BENCHED)
	$(BIN)/python -m benchmarks $(if $(INSTANCES),--instances "$(INSTANCES)")

# Peers are no part of the lock file, for nothing but benchmarks needs them; pyproject.toml pins them.
$(BENCHED): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

# Every check runs, so that one failure does not hide the next.
test: install
	@$(MAKE) --no-print-directory --keep-going check-style check-imports check-types check-tests

lint: install
	@$(MAKE) --no-print-directory --keep-going check-style check-imports check-types

check-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-imports:
	$(BIN)/lint-imports

check-types:
	$(BIN)/mypy

check-tests:
	$(BIN)/pytest

# One file for Python 3.11 to 3.13 on Linux, macOS and Windows; uv resolves for all of them at once.
lock: install
	$(BIN)/python -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv/lock/bin/uv pip compile pyproject.toml --quiet --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		--output-file requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
