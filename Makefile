# `make` alone lists the commands. Each prepares .venv by itself when it has to.

BIN := .venv/bin
PACKAGES := core openapi partners catalog vouchers marketplace
# Three on two cores: a test waits for the database and for other programs half its time.
WORKERS := 3
INSTALLED_POSTGRES := $(lastword $(sort $(wildcard /usr/lib/postgresql/*/bin)))
# Commands that look at the application are given an empty database of their own.
EMPTY_DATABASE := LOG_LEVEL=WARNING $(BIN)/python -m core.postgres run .postgres/tools

.DEFAULT_GOAL := help
.PHONY: help demo walkthrough test test-installed check bench soak format lint audit \
	format-check types contracts migrations-check openapi openapi-check \
	requirements translations clean distclean

help: ## List the commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' \
		$(MAKEFILE_LIST)

# One environment for everything: the walkthrough's stock OAuth client is a
# development requirement, and a newcomer tries make walkthrough after make demo.
.venv/.installed: requirements-dev.txt tools/bootstrap
	@sh tools/bootstrap

demo: .venv/.installed ## Serve the platform with made-up people on its own database.
	@$(BIN)/python -m marketplace.demo

walkthrough: .venv/.installed ## Walk from sign-in to incentive over HTTP, and check it.
	@$(BIN)/python -m marketplace.walkthrough

check: lint format-check audit types contracts migrations-check openapi-check test ## All that CI checks.

test: .venv/.installed ## Run the tests (without Chromium, browser tests are skipped).
	$(BIN)/pytest -n $(WORKERS)

test-installed: .venv/.installed ## Run the tests (or ONLY=…) on the installed PostgreSQL.
	@if [ -z "$(INSTALLED_POSTGRES)" ]; then \
		echo "No installed PostgreSQL found: apt-get install postgresql." >&2; exit 1; fi
	POSTGRES_BIN=$(INSTALLED_POSTGRES) $(BIN)/pytest -n $(WORKERS) $(ONLY)

lint: .venv/.installed ## Look for mistakes (ruff).
	$(BIN)/ruff check

# Its pins suit nothing else here, so it has an environment of its own.
.audit/.installed: requirements-audit.txt .venv/.installed
	@echo "Making .audit for semgrep; the first time takes half a minute."
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python .audit
	@$(BIN)/uv pip install --quiet --python .audit/bin/python \
		--require-hashes -r requirements-audit.txt
	@touch .audit/.installed

audit: .audit/.installed ## Look for what this code must never hold (semgrep).
	@PATH="$(CURDIR)/.audit/bin:$$PATH" sh tools/audit/run $(PACKAGES) wsgi.py $(wildcard bench)

format: .venv/.installed ## Format the code, and mend what ruff can mend.
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

format-check: .venv/.installed
	$(BIN)/ruff format --check

types: .venv/.installed ## Check the types (mypy, strict).
	$(BIN)/mypy $(PACKAGES) $(wildcard bench wsgi.py)

contracts: .venv/.installed ## Check that imports point down (import-linter).
	$(BIN)/lint-imports

migrations-check: .venv/.installed ## Check that the migrations make what the models say.
	$(EMPTY_DATABASE) sh -c '$(BIN)/flask --app wsgi db upgrade && \
		$(BIN)/flask --app wsgi db check'

openapi: .venv/.installed ## Write openapi.json and asyncapi.json in openapi/ anew.
	$(EMPTY_DATABASE) $(BIN)/flask --app wsgi contract write openapi

openapi-check: .venv/.installed ## Check that openapi.json and asyncapi.json are current.
	$(EMPTY_DATABASE) $(BIN)/flask --app wsgi contract check openapi

bench: .venv/.installed ## Measure; make bench ONLY=orders measures one thing.
	@$(BIN)/python -m bench $(if $(ONLY),--only $(ONLY))

soak: .venv/.installed ## Repeat races, kills and sweeps for ten minutes.
	@$(BIN)/python -m bench.soak

translations: .venv/.installed ## Collect the texts of the pages and compile the catalogue.
	@$(BIN)/python tools/translations

requirements: .venv/.installed ## Compile the pinned requirements from the .in files.
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes -c requirements.txt requirements-dev.in \
		-o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes requirements-audit.in -o requirements-audit.txt

clean: ## Remove what was made, with our own database and its data.
	@if [ -x $(BIN)/python ]; then for folder in .postgres .demo; do \
		$(BIN)/python -m core.postgres remove $$folder; done; fi
	rm -rf .postgres .demo .files .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
		.ruff_cache .schemathesis bench/out

distclean: clean ## Clean, and remove .venv and .audit too.
	rm -rf .venv .audit
