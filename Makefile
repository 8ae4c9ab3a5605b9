# Two commands are enough: `make run` shows Yui, `make test` tries all of it.
SHELL := /bin/bash
PORT ?= 8000
YUI_HOME ?= var/demo
.DEFAULT_GOAL := run
.PHONY: run test check lock format

run: ## Yui with a demonstration town, on http://127.0.0.1:8000 (PORT=… for another port)
	@scripts/setup run
	@YUI_HOME=$(YUI_HOME) exec .venv/bin/yui serve --demo --port $(PORT)

test: ## every test, on SQLite and on PostgreSQL
	@scripts/setup test
	@scripts/test

check: ## what CI runs: style, order of imports, types, and every test
	@scripts/setup test
	@scripts/check

format: ## mends what a machine can mend
	@scripts/setup test
	@.venv/bin/ruff check --quiet --fix . ; .venv/bin/ruff format --quiet .

lock: ## writes the lock files anew from pyproject.toml (UPGRADE=1 takes the newest versions)
	@scripts/setup test
	@scripts/lock $(if $(UPGRADE),--upgrade)
