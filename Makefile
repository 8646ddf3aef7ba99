# Medigy on this machine. `make help` lists what there is. Needs python3 (3.11 or later) and make.

PYTHON ?= python3
PORT ?= 8000
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/medigy
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help setup run test test-sqlite test-postgres lint format lock bench clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.runtime .env ## Install what Medigy needs into .venv

run: setup ## Serve the site with demo content at http://localhost:8000 (PORT=…)
	@$(MANAGE) run_local --port $(PORT)

test: $(VENV)/.development ## Lint, check, run every test on SQLite, and what touches a database on PostgreSQL too
	@$(MAKE) --no-print-directory lint test-sqlite test-postgres

test-sqlite: $(VENV)/.development ## Run the tests on SQLite
	@echo "== Tests on SQLite"
	@DATABASE_URL=sqlite://:memory: $(BIN)/pytest -n $(WORKERS) -q

test-postgres: $(VENV)/.development ## Run the tests that touch a database on PostgreSQL (POSTGRES_URL=…)
	@if $(BIN)/python -m tests.reach $(POSTGRES_URL); then \
		echo "== Tests on PostgreSQL (those that touch a database)"; \
		DATABASE_URL=$(POSTGRES_URL) $(BIN)/pytest -n $(WORKERS) -q --database-only; \
	else \
		echo "== Skipped: the tests on PostgreSQL. Nothing answers at $(POSTGRES_URL)."; \
		echo "   Start one ('apt-get install postgresql'), or name yours: make test POSTGRES_URL=postgres://…"; \
	fi

lint: $(VENV)/.development ## Check style, templates, imports, settings and migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djhtml --check $$(find templates -name '*.html')
	@DJANGO_SETTINGS_MODULE=tests.settings $(MANAGE) check --fail-level WARNING
	@DJANGO_SETTINGS_MODULE=tests.settings $(MANAGE) makemigrations --check --dry-run

format: $(VENV)/.development ## Put code and templates in shape
	@$(BIN)/ruff check --fix --quiet . && $(BIN)/ruff format --quiet .
	@$(BIN)/djhtml $$(find templates -name '*.html')

lock: $(VENV)/.development ## Resolve the dependencies of pyproject.toml anew
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --quiet \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev -c requirements.lock --universal --python-version 3.11 \
		--upgrade --quiet --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		-o requirements-dev.lock

bench: $(VENV)/.development ## Measure the pages, the exchange of 10,000 files, harvesting and suggestions
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.exchange
	@$(BIN)/python -m benchmarks.harvesting
	@$(BIN)/python -m benchmarks.suggesting

clean: ## Remove what setup, run and test made (the database too)
	rm -rf $(VENV) var .env .ruff_cache tests/oracles/node_modules

.env:
	@$(PYTHON) -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50)); print('ALLOWED_HOSTS=localhost,127.0.0.1,[::1]')" > $@
	@chmod 600 $@

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" \
		|| { echo "Medigy needs Python 3.11 or later; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python cannot make a virtual environment here. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.lock | $(BIN)/python
	@echo "Installing what Medigy needs into $(VENV) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock requirements.lock | $(BIN)/python
	@echo "Installing what Medigy and its tests need into $(VENV) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.runtime
