# Two commands do all the set-up: make start, make test.
SHELL := bash
.DEFAULT_GOAL := help
PORT ?= 8000
export PYTHON

help: ## what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

start: ## set up what is missing and run Polku on 127.0.0.1 (PORT=8000); Ctrl-C stops it
	@tools/environment server
	@exec .venv/bin/polku serve --port $(PORT)

test: ## everything: format, lint, types, imports, then every test on SQLite and PostgreSQL and in Chromium
	@tools/environment test
	@tools/browser
	@tools/check
	@tools/test

test-spark: ## the same counts on Spark as on Polars (an environment of its own; needs Java)
	@tools/spark

bench: ## measure speed beside what users would run instead; writes benchmarks/RESULTS.md (ARGS="full scores")
	@tools/bench $(ARGS)

check: ## format, lint, types, imports, docs
	@tools/environment test
	@tools/check

env: ## the environment alone, with everything the tests need
	@tools/environment test

demo-reset: ## empty the store and load the demo company afresh (ARGS="--accounts 50 --yes")
	@tools/environment server
	@.venv/bin/polku demo-reset $(ARGS)

fresh: ## prove make start and make test in a bare Debian (needs root and debootstrap)
	@tools/fresh

.PHONY: help start test test-spark bench check env demo-reset fresh
