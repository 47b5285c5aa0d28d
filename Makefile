# Two commands do everything: `make run` and `make test`. `make help` prints this list.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
CLUSTER_PORT ?= 8786
export PYTHONDONTWRITEBYTECODE ?= 1

.DEFAULT_GOAL := help
.PHONY: help install install-dev messages run run-cluster demo-reset test test-all check format bench bench-region bench-country migration ci

help: ## print this list
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*?## "} {printf "  make %-14s %s\n", $$1, $$2}'

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

install: $(VENV)/.runtime ## make the virtual environment with what the site needs

install-dev: $(VENV)/.development ## the same with what tests, checks and benchmarks need

messages: install ## compile the message catalogues
	@$(BIN)/python webapp/translations/compile.py

run: install messages ## install, migrate, load sample data once, start site and worker (Ctrl-C stops both)
	@$(BIN)/python -m webapp.commands prepare
	@$(BIN)/python -m webapp.commands samples
	@SITE_PORT=$(PORT) NINE_BASE_URL=$${NINE_BASE_URL:-http://127.0.0.1:$(PORT)} $(BIN)/honcho start --no-prefix --no-colour

run-cluster: install ## a Dask scheduler and two workers on this machine, for NINE_MATCH_CLUSTER (Ctrl-C stops all)
	@$(BIN)/python -m matching.cluster --port $(CLUSTER_PORT)

demo-reset: install messages ## throw the development data away and load the sample data anew
	@$(BIN)/python -m webapp.commands reset
	@$(BIN)/python -m webapp.commands prepare
	@$(BIN)/python -m webapp.commands samples

test: install-dev messages ## rules, services, queries (both databases), pages and browser stories
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

test-all: install-dev messages ## everything, the long ones too
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: install-dev messages ## format, lint, types, import contracts, quality of matching, then all fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m matching.evaluation --check
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

format: install-dev ## put the code into the agreed format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install-dev ## measure speed; fixed seeds, ratios against baselines of the same run
	$(BIN)/python -m tests.benchmarks

bench-region: install-dev ## the same for 100,000 vacancies and 100,000 people, every pair (minutes)
	$(BIN)/python -m tests.benchmarks.scale --jobs 100000 --talents 100000 --sample 500

bench-country: install-dev ## a slice of 20,000 vacancies against 1,000,000 people, also through Dask (long)
	$(BIN)/python -m tests.benchmarks.scale --jobs 20000 --talents 1000000 --sample 200 --cdist-jobs 2000 \
		--project 1000000 --dask

ci: ## what the build server runs
	bash .ci/run
