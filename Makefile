# Two commands do all the set-up: make start, make test.
SHELL := bash
.DEFAULT_GOAL := help

help: ## what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: ## the environment alone, with everything the tests need
	@tools/environment test

.PHONY: help env
