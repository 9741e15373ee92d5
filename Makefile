# Frontdesk: the commands of the house. `make` alone prints them.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup servers demo run test fault lint bench docs lock clean

PY      := .venv/bin/python
STAGE   ?= embedded
ARGS    ?=
WORKERS ?= 3
LOCK    := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-emit-find-links --no-header --no-annotate

help: ## print this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.tests ## the environment .venv with everything to run, test and check (Python 3.11 or newer)

.venv/.runtime: constraints.txt
	@tools/setup.sh constraints.txt && touch $@

.venv/.tests: constraints-dev.txt .venv/.runtime
	@tools/setup.sh constraints-dev.txt && touch $@

servers: ## install RabbitMQ and PostgreSQL where they are missing (Debian, as root); nothing is started
	@tools/servers.sh rabbitmq-server postgresql

demo: .venv/.runtime ## the main job on sample data, end to end; STAGE=servers: on PostgreSQL and RabbitMQ; ARGS="--records FILE --profile FILE --all"
ifeq ($(STAGE),servers)
	@tools/servers.sh rabbitmq-server postgresql
endif
	@$(PY) -m embedded demo --stage $(STAGE) $(ARGS)

run: .venv/.runtime ## serve the whole centre at http://127.0.0.1:8000 until stopped, keeping its data
	@$(PY) -m embedded run $(ARGS)

# By file: xdist 3.8 silently ignores its groups under pytest 9.2, and a file's servers are started once this way.
# In our order (conftest.py), three at a time: on two processors a third fills the time others wait for servers.
test: .venv/.tests ## every test, on both databases and both brokers, installing what is missing; ARGS="-k word" narrows
	@tools/servers.sh rabbitmq-server postgresql chromium fonts-noto-cjk poppler-utils nginx
	@tools/promtool.sh
	@$(PY) -m deploy.kubectl > .venv/kubectl.txt
	@FRONTDESK_TEST_DATABASES=sqlite,postgresql .venv/bin/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

fault: .venv/.tests ## the fault tests in their long form, one after the other, telling their seeds; FRONTDESK_FAULT_SEED repeats a run
	@tools/servers.sh rabbitmq-server postgresql
	@FRONTDESK_FAULT_LONG=1 .venv/bin/pytest -q -s tests/fault tests/lifecycles tests/fuzz tests/simulation tests/convergence $(ARGS)

lint: .venv/.tests ## style, types of shared/, and the walls between services
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy --no-error-summary shared
	@.venv/bin/lint-imports --no-logo --no-cache > .venv/walls.txt || { cat .venv/walls.txt; exit 1; }
	@echo "lint: nothing to say"

bench: .venv/.tests ## the figures of the house against their references, measured in one run
	@tools/servers.sh rabbitmq-server postgresql
	@$(PY) -m bench $(ARGS)

docs: .venv/.tests ## write the generated documents anew (OpenAPI, AsyncAPI, events, rules)
	@$(PY) -m tools.documents

lock: .venv/.tests ## resolve requirements*.in anew into the hashed constraints files
	@$(LOCK) requirements.in -o constraints.txt
	@$(LOCK) -c constraints.txt requirements-dev.in -o constraints-dev.txt

clean: ## remove the environment and everything tools left; kept data stays
	@rm -rf .venv build .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
