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

test: install
	OMP_NUM_THREADS=1 .venv/bin/python -m pytest

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
