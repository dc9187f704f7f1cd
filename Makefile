# Two commands are enough for a start:   make demo   and   make test
# They need python3.11 (or newer) and the package registry that pip knows; nothing else.
# All paths are relative, so that a checkout may lie in a folder with spaces in its name.

.DEFAULT_GOAL := help
.PHONY: help demo test check bench docs model lock wheel clean
.DELETE_ON_ERROR:

PYTHON ?=
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check
UV ?= uv

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.installed  ## Install Parley into .venv, read the example articles, show what they say
	@$(VENV)/bin/parley demo examples/articles --out demo

test: $(VENV)/.tools  ## Run all tests
	$(RUN) -m pytest -q

check: $(VENV)/.tools  ## Run the linters, the type checker and the import contracts
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/.installed  ## Measure the analyses on this machine (minutes)
	$(RUN) -m benchmarks

docs: $(VENV)/.installed  ## Write docs/ontology.html anew from the ontology
	$(RUN) -m api.pages.ontology docs/ontology.html

model: $(VENV)/.training  ## Train the language model anew, from the data sets in DATA (hours)
	OMP_NUM_THREADS=1 $(RUN) -m kg.syntax.training all $(if $(DATA),--data "$(DATA)")

wheel: $(VENV)/.tools  ## Build the wheel and the source archive into dist/
	$(RUN) -m build --no-isolation

LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock:  ## Pin all dependencies anew (needs uv)
	$(UV) $(LOCK) pyproject.toml --group build --output-file requirements.lock
	$(UV) $(LOCK) pyproject.toml --group build --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	$(UV) $(LOCK) pyproject.toml --extra training --constraint requirements.lock --output-file requirements-training.lock

clean:  ## Remove what the other targets made
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The build backend is pinned in the locks, and the project is installed without build isolation: pip would otherwise
# fetch an unpinned backend, past the hashes. The project itself has no hash, hence a step of its own with --no-deps.
$(VENV)/.installed: requirements.lock pyproject.toml | $(RUN)
	@echo "Installing Parley and its libraries"
	@$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@$(PIP) install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.tools: requirements-dev.lock $(VENV)/.installed
	@echo "Installing the tools for development"
	@$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@

$(VENV)/.training: requirements-training.lock $(VENV)/.installed
	@echo "Installing what training needs"
	@$(PIP) install --quiet --require-hashes --requirement requirements-training.lock
	@touch $@

$(RUN):
	@for python in $(if $(PYTHON),"$(PYTHON)",python3.11 python3.12 python3.13 python3.14 python3); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$python; the first time takes a minute or two" && \
	    exec "$$python" -m venv $(VENV); \
	  fi; \
	done; \
	echo "make: expected Python 3.11 or newer, found none; give one with make PYTHON=/path/to/python3.11" >&2; exit 1
