# Two commands do all: `make demo` opens the sample shop, `make test` proves that it works. Both install what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 7700
WORKERS ?= 2
WEB := src/omnishelf/web/index.html
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

.PHONY: soak explore opensearch demo test check format bench web install lock clean help
.DEFAULT_GOAL := help

help:
	@echo "make demo    install, build the storefront and the sample shop, and open it on http://127.0.0.1:$(PORT)"
	@echo "make test    install and run all tests"
	@echo "make check   format, lint, types, import directions"
	@echo "make bench   the benchmarks behind benchmarks/RESULTS.md (hours; needs the data sets)"
	@echo "make web     build the storefront"
	@echo "make soak    20 minutes of load while servers, database, engine and disk fail (as root; needs PostgreSQL, Java, Maven)"
	@echo "make explore random shops, queries and requests that no run tried before, on both engines (needs Java and Maven)"
	@echo "make opensearch  a real OpenSearch node on loopback, until Ctrl-C (needs Java and Maven)"

$(BIN)/.runtime: requirements/runtime.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(BIN)/.dev: requirements/dev.txt $(BIN)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

web/node_modules/.installed: web/package-lock.json web/package.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(WEB): web/node_modules/.installed $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

install: $(BIN)/.dev $(WEB)

web: $(WEB)

demo: $(BIN)/.runtime $(WEB)
	$(BIN)/omnishelf demo --port $(PORT)

test: $(BIN)/.dev $(WEB)
	cd web && npm run --silent test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(BIN)/.dev web/node_modules/.installed
	$(BIN)/ruff format --check src tests benchmarks sample
	$(BIN)/ruff check src tests benchmarks sample
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd web && npm run --silent check

format: $(BIN)/.dev
	$(BIN)/ruff format src tests benchmarks sample
	$(BIN)/ruff check --fix src tests benchmarks sample

opensearch: $(BIN)/.dev
	$(BIN)/python -m omnishelf.testing.opensearch --port $(or $(OPENSEARCH_PORT),9200)

soak: $(BIN)/.dev
	$(BIN)/python -m benchmarks.soak --minutes $(or $(MINUTES),20)

explore: $(BIN)/.dev
	OMNISHELF_CONGRUENCE=$(or $(CASES),60) OMNISHELF_SEED=$$(date +%j%H) $(BIN)/python -m pytest tests/congruence --timeout 3600
	OMNISHELF_RANDOM=1 OMNISHELF_EXAMPLES=20 $(BIN)/python -m pytest tests/properties tests/api/test_openapi.py --timeout 3600
	$(BIN)/python -m benchmarks.cluster_loss --rounds 6

bench: $(BIN)/.dev
	$(BIN)/python -m benchmarks

lock: $(BIN)/.dev
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --extra build --quiet --output-file requirements/runtime.txt
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --extra build --extra postgresql --extra opensearch --extra traces --quiet --output-file requirements/server.txt
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --extra dev --quiet --output-file requirements/dev.txt

clean:
	rm -rf $(VENV) web/node_modules src/omnishelf/web src/omnishelf/encoders/voices dist
