# Two commands matter: `make demo` and `make test`. Both set everything up by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# What is asked twice: the rooms but for the slow ones, every address for every role, whatever may be sent to the
# API. CI asks all.
ON_POSTGRES ?= -m "not slow" tests/rooms tests/doors/test_permissions.py tests/doors/test_api.py
PYTEST := $(BIN)/python -m pytest -n 4 --dist worksteal
# Images of Python often forbid this; without it every process that a test or a demo starts compiles Sentra anew.
export PYTHONDONTWRITEBYTECODE :=
export SENTRA_DATA_DIR ?= $(CURDIR)/data

.PHONY: demo setup test test-fast coverage guards lock bench-registry bench-import-twins bench-linkage bench-allocation bench-acoustics soak clean

demo: setup ## the workspace with the Purbalingga scenario, on this computer
	$(BIN)/sentra demo $(if $(ADDRESS),--address $(ADDRESS))

setup: $(VENV)/.run $(VENV)/.assets ## .venv, locked dependencies, assets

test: setup $(VENV)/.dev ## engines, rooms, doors, journeys and guards on SQLite; rooms and addresses on PostgreSQL too
	$(PYTEST)
	SENTRA_TEST_DATABASE=postgres $(PYTEST) $(ON_POSTGRES)

test-fast: setup $(VENV)/.dev ## engines and house guards only
	$(PYTEST) tests/engines tests/house

coverage: setup $(VENV)/.dev ## what tests reach of engines, rules and actions; a run of its own, as being watched costs a test as much again
	$(BIN)/python -m coverage erase
	$(PYTEST) --cov --cov-report= tests/engines tests/rooms tests/doors

guards: setup $(VENV)/.dev ## what a reviewer should not have to look for
	bash .ci/guards

lock: $(VENV)/.dev ## resolve the dependencies again (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -c requirements/run.txt -o requirements/dev.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Sentra needs Python 3.11 or newer; this is Python %s. Install a newer Python and run: make PYTHON=python3.11 demo" % sys.version.split()[0])'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python has no venv module here. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.assets: $(VENV)/.run $(wildcard src/sentra/web/static/*) $(wildcard src/sentra/locale/*/LC_MESSAGES/*.po)
	$(BIN)/sentra assets
	@touch $@

bench-registry: setup $(VENV)/.dev ## figures of the register with the whole scenario in it, written to docs/reference
	$(BIN)/python bench/registry.py

bench-import-twins: setup $(VENV)/.dev ## twins of seven real lists: share of cells read right
	$(BIN)/python -m bench.sheets_twins

bench-linkage: setup $(VENV)/.dev ## figures of the linkage engine beside its peer, written to docs/reference (SMALL=1: a quick look)
	$(BIN)/python -m bench.linkage

bench-allocation: setup $(VENV)/.dev ## figures of the allocation engine beside its peers, written to docs/reference (SMALL=1: a quick look)
	$(BIN)/python -m bench.allocation

bench-acoustics: setup $(VENV)/.dev ## figures of the acoustics engine beside its peers, written to docs/reference (SMALL=1: a quick look)
	$(BIN)/python -m bench.acoustics

soak: setup $(VENV)/.dev ## the long ones: leaks and concurrency at full size
	SENTRA_SOAK=1 $(PYTEST) tests/doors/test_scenario_leaks.py tests/rooms/registry/test_concurrency.py

clean: ## remove what setup and demo made (not your data elsewhere)
	rm -rf $(VENV) data build src/*.egg-info
