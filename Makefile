# The two commands of the README, and what they are made of. Needs make and Python 3.11 or later.
PYTHON ?= python3
VENV ?= .venv
ENV ?= dev
BIN := $(VENV)/bin
# Without bytecode kept, every start would compile all that it loads.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help render test emulator test-deploy test-fast lint rendered docs lock dist benchmark clean

help:
	@echo "make render ENV=pr-123   render an environment into out/pr-123/"
	@echo "make test                install what the tests need, and run them all (about 20 minutes on two cores)"
	@echo "make test-fast           the quick ones, in seconds"
	@echo "make test-deploy         apply rendered environments on an emulator of AWS (minutes)"
	@echo "make emulator ENV=pr-123 an emulator of AWS to apply an environment on, by hand"
	@echo "make lint                formatting, types, imports"
	@echo "make docs                the documents as a site in build/docs/, with the pages that the program writes"
	@echo "make dist                a wheel and an sdist in dist/"
	@echo "make lock                lock what is installed to versions and hashes: requirements/"
	@echo "make benchmark           measure the wheel, and write docs/performance.md"

render: $(VENV)/.runtime
	@$(BIN)/tfgen render --env $(ENV)

test: lint rendered docs
	@echo "All tests now: about 20 minutes on two cores. Each line ends with the share that is done;"
	@echo "the last ones say what was skipped, and how to get it."
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

docs: $(VENV)/.test
	$(BIN)/python scripts/reference.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

lock: $(VENV)/.lock
	PATH="$(CURDIR)/$(BIN):$$PATH" requirements/lock.sh $(LOCK)

dist: $(VENV)/.test
	rm -rf dist
	$(BIN)/python -m hatchling build

# What is measured is the wheel, compiled, in an environment of its own. benchmarks/ has more, to be called one by one.
benchmark: $(VENV)-wheel/.benchmark
	$(VENV)-wheel/bin/python benchmarks/performance.py > $(VENV)-wheel/performance.md
	mv $(VENV)-wheel/performance.md docs/performance.md

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "tfgen needs Python 3.11 or later: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml requirements/run.txt requirements/build.txt | $(VENV)/bin/python
	@requirements/install.sh $(BIN)/python '' run build
	@$(BIN)/python -m compileall -q generator
	@touch $@

$(VENV)/.test: pyproject.toml requirements/test.txt requirements/build.txt | $(VENV)/bin/python
	@requirements/install.sh $(BIN)/python '[test,docs]' test build
	@$(BIN)/python -m compileall -q generator
	@touch $@ $(VENV)/.runtime

$(VENV)/.lock $(VENV)-wheel/.benchmark: pyproject.toml $(shell find generator -name '*.py') | $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)-wheel
	$(VENV)-wheel/bin/python -m pip install --quiet --disable-pip-version-check '.[benchmark]'
	$(VENV)-wheel/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall .
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-wheel build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
