# `make run` and `make test` need nothing but Python 3.11, make and git.
.PHONY: run test check train bench chat install system-packages
.DEFAULT_GOAL := run
SHELL := /bin/bash

PYTHON ?= python3.11
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := OMP_NUM_THREADS=1 .venv/bin/wegweiser
export PYTHONPATH := $(CURDIR)

run: install
	@$(RUN) serve

# Two tests at a time, after the model is there for both.
test: install system-packages train
	OMP_NUM_THREADS=1 .venv/bin/python -m pytest -n 2 --dist worksteal

check: install
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(RUN) check

train: install
	@$(RUN) train

bench: install
	@$(RUN) bench

chat: install
	@$(RUN) chat

install: .venv/installed

# uv comes from PyPI into a private environment when the machine has none.
.venv/installed: pyproject.toml uv.lock
	@command -v uv >/dev/null 2>&1 || test -x .tools/bin/uv || { \
	  echo "Installing uv into .tools"; $(PYTHON) -m venv .tools && .tools/bin/python -m pip install --quiet uv; }
	@$(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

# The browser tests need Chromium. Where it cannot be installed they are skipped, and say why.
system-packages:
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    echo "Installing Chromium for the browser tests"; \
	    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      chromium fonts-noto-core >/dev/null) || echo "Chromium could not be installed: browser tests will be skipped"; \
	  else echo "No Chromium and no right to install it: browser tests will be skipped"; fi; }
