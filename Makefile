# Thin on purpose: what takes more than two lines stands in scripts/.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: help run dev test check bench bench-short bench-cluster torture build generate fmt clean frontend tools

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-13s %s\n", $$1, $$2 }'

run: build ## build and start with demo data on http://localhost:8080
	@exec bin/sluse serve --demo

dev: ## develop: both sides reload when a file changes (http://localhost:5173)
	@scripts/dev.sh

test: build ## all tests: Go on SQLite and PostgreSQL, frontend units, browser
	@scripts/test.sh

check: frontend ## what CI runs: format, lint, types, drift, then all tests
	@scripts/check.sh
	@SLUSE_RACE=1 $(MAKE) --no-print-directory test

bench: build ## measure the live engine beside the machine's limits (16 minutes)
	@scripts/bench.sh

bench-cluster: build ## measure one node, two and three, on PostgreSQL and NATS (6 minutes)
	@scripts/bench.sh cluster

torture: build ## pull every plug there is while people write, on SQLite and on three nodes with PostgreSQL (10 minutes)
	@scripts/torture.sh

bench-short: build ## the shorter measuring (5 minutes)
	@scripts/bench.sh --short

build: frontend ## bin/sluse, with the frontend inside
	@go build -ldflags '-s -w -X main.version=$(VERSION)' -o bin/sluse ./cmd/sluse

generate: frontend ## write the API description and the frontend's types anew
	@scripts/generated.sh

fmt: frontend tools ## format everything
	@.tools/bin/golangci-lint fmt
	@cd frontend && npm run --silent format

clean: ## remove what was built (data stays)
	@rm -rf bin .tools frontend/.svelte-kit frontend/node_modules frontend/test-results frontend/playwright-report
	@find frontend/dist -mindepth 1 -not -name .gitkeep -delete

frontend:
	@scripts/frontend.sh

tools:
	@scripts/tools.sh
