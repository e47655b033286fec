# The two commands of the README, and what they are made of. Needs make and Python 3.11 or later.
PYTHON ?= python3
VENV ?= .venv
ENV ?= dev
BIN := $(VENV)/bin
# Without bytecode kept, every start would compile all that it loads.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help render test emulator test-deploy test-fast lint rendered benchmark clean

help:
	@echo "make render ENV=pr-123   render an environment into out/pr-123/"
	@echo "make test                install what the tests need, and run them all"
	@echo "make test-fast           the quick ones, in seconds"
	@echo "make test-deploy         apply rendered environments on an emulator of AWS (minutes)"
	@echo "make emulator ENV=pr-123 an emulator of AWS to apply an environment on, by hand"
	@echo "make lint                formatting, types, imports"
	@echo "make benchmark           measure against a bare Jinja loop, copier and cookiecutter"

render: $(VENV)/.runtime
	@$(BIN)/tfgen render --env $(ENV)

test: lint rendered
	$(BIN)/python -m pytest --numprocesses auto --dist loadgroup

# Those that apply rendered environments on an emulator of AWS; they need terraform with the AWS provider.
test-deploy: $(VENV)/.test
	$(BIN)/python -m pytest tests/deploy --numprocesses auto --dist loadgroup

emulator: $(VENV)/.test
	@$(BIN)/python tests/deploy/by_hand.py $(ENV)

test-fast: $(VENV)/.test
	$(BIN)/python -m pytest --ignore tests/deploy --numprocesses auto -m "not slow" -q

lint: $(VENV)/.test
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What is committed in out/ is what the specs and templates say, and nothing is wrong with it. Those of a pattern spec,
# such as pr-123, are nobody's but yours.
rendered: $(VENV)/.test
	$(BIN)/tfgen validate --all --env pr-1 --quiet
	$(BIN)/tfgen list | awk '$$4 == "environments/" $$1 ".yaml" { print "--env", $$1 }' | \
	  xargs $(BIN)/tfgen render --check --verbose
	$(BIN)/tfgen check --all --env pr-1 --quiet

benchmark: $(VENV)/.benchmark
	$(BIN)/python benchmarks/render.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/diff.py
	$(BIN)/python benchmarks/affected.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "tfgen needs Python 3.11 or later: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q generator
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@$(BIN)/python -m compileall -q generator
	@touch $@ $(VENV)/.runtime

$(VENV)/.benchmark: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,benchmark]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
