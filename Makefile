# Everything runs in .venv, made from requirements.lock with Python 3.11 or later; nothing else is needed.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
DATABASE := db/http_status.db
INPUTS := schema.sql $(wildcard loader/*.py loader/*/*.py loader/source/* loader/reference/*)
HOST ?= 127.0.0.1
PORT ?= 8001

.DELETE_ON_ERROR:
.PRECIOUS: $(DATABASE) # the loader replaces it whole or not at all: make must not remove it if a build is stopped
.PHONY: help serve test fuzz lint lowest build bench engines observe programs docs refresh lock clean

help:
	@echo "make serve   build the database and serve it at http://$(HOST):$(PORT)"
	@echo "make test    run the tests, the linter and the type checker"
	@echo "make fuzz    feed the loader thousands of broken pages and kill it hundreds of times"
	@echo "make lowest  run the tests with the oldest versions that pyproject.toml allows"
	@echo "make build   build $(DATABASE)"
	@echo "make refresh REGISTRY=http-status-codes-1.csv   compare the reference with IANA's registry"
	@echo "make bench   measure everything, as ratios, into docs/benchmarks.md"
	@echo "make engines count ten million log lines in five engines (needs Java 17, PostgreSQL and 4 GB of disk)"
	@echo "make observe ONLY=curl,wget   measure what these programs do with each code; all of them without ONLY"
	@echo "make programs   install the programs that make observe measures (Debian, as root)"
	@echo "make docs    write docs/schema.md from schema.sql"
	@echo "make lock    update the locked versions (needs uv)"
	@echo "make clean   remove the environment and the database"

serve: $(DATABASE)
	@echo "Serving $(DATABASE) at http://$(HOST):$(PORT) - stop with Ctrl-C"
	$(BIN)/http-status-db serve --host $(HOST) --port $(PORT)

test: lint $(DATABASE)
	@echo "Running the tests"
	$(BIN)/python -m pytest

lint: $(STAMP)
	@echo "Checking style and types"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy loader db observe --exclude observe/agents
	$(BIN)/zizmor --offline --quiet .github/workflows

# The oldest versions that pyproject.toml allows, in an environment of their own (needs uv, which it installs).
lowest:
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-lowest/bin/uv pip compile pyproject.toml --extra dev --resolution lowest-direct --python-version 3.11 \
		--quiet --output-file .venv-lowest/requirements.txt
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python --requirement .venv-lowest/requirements.txt setuptools
	.venv-lowest/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	.venv-lowest/bin/http-status-db-build --output .venv-lowest/http_status.db
	.venv-lowest/bin/python -m pytest tests/loader tests/db

build: $(DATABASE)

$(DATABASE): $(STAMP) $(INPUTS)
	@echo "Building $(DATABASE)"
	$(BIN)/http-status-db-build --output $@

$(STAMP): requirements.lock pyproject.toml
	@echo "Installing the locked versions into .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: $(PYTHON) is Python %d.%d; use 3.11 or later: make PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

fuzz: $(DATABASE)
	@echo "Running the tests that take long"
	$(BIN)/python -m pytest -m long --capture=no

bench: $(DATABASE)
	$(BIN)/python tests/bench/bench_all.py

# chdb and pyspark weigh a gigabyte, so they have an environment of their own.
.venv-engines/.installed: Makefile
	$(PYTHON) -m venv .venv-engines
	.venv-engines/bin/python -m pip install --quiet --disable-pip-version-check chdb==4.4.0 pyspark==4.3.0
	@touch $@

engines: $(DATABASE) .venv-engines/.installed
	$(BIN)/python -u tests/bench/bench_engines.py .engines .venv-engines/bin/python
	rm -rf .engines

observe: $(STAMP)
	$(BIN)/python -m http_status_db.observe $(if $(ONLY),--only "$(ONLY)")

programs:
	sh observe/install.sh

docs: $(STAMP)
	$(BIN)/python -m http_status_db.loader.output.describe > docs/schema.md

refresh: $(STAMP)
	@test -n "$(REGISTRY)" || { echo "error: name the registry's file: make refresh REGISTRY=http-status-codes-1.csv"; exit 2; }
	$(BIN)/python -m http_status_db.loader.standards.registry $(REGISTRY)

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements.lock

clean:
	rm -rf .venv .venv-engines .venv-lowest .venv-node .engines $(DATABASE) $(DATABASE).sha256
