# make build            the warehouse from the inputs, in an environment made for it (.venv)
# make test             lint and tests; uses folders of its own, never your warehouse/
# make test-fire        builds killed at random moments while others read (10 minutes)
# make test-long        every day as of which anything was known, and more worlds (half an hour)
# make test-properties  properties of builds on thousands of made-up input folders (half an hour; FOLDERS=2000 SEED=1)
# make mutations        whether the tests notice a changed model (hours; ARGS='--folder claims --near')
# make lint             lint alone
# make format           put the layout of Python and SQL right
# make backtest         what was expected of each loss, against what came
# make benchmark        the warehouse beside scripts written by hand (ARGS='--payments 1000000')
# make docs             the project's documentation as one HTML file
# make lock             requirements.lock anew from pyproject.toml (needs uv)
# make clean            remove .venv, target and logs; the warehouse stays

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/requirements.stamp
HOME_FOLDER := $(or $(VENDOR_SHOCK_HOME),warehouse)

# What lint makes dbt write goes here, not to target/ and warehouse/.
LINT := target/lint
LINT_ENV := DBT_TARGET_PATH=$(LINT) DBT_LOG_PATH=$(LINT) VENDOR_SHOCK_HOME=$(LINT) \
	VENDOR_SHOCK_INPUTS=seeds
SQL := $(wildcard models analyses) $(sort $(dir $(wildcard tests/*.sql tests/*/*.sql)))

.PHONY: build test test-fire test-long test-properties lint format backtest benchmark mutations docs lock clean \
	next-steps
.DEFAULT_GOAL := build

build: $(STAMP)
	$(BIN)/dbt build
	@$(MAKE) --no-print-directory next-steps

next-steps:
	@printf '%s\n' '' \
	  'The warehouse is in $(HOME_FOLDER)/vendor_shock.duckdb: a DuckDB file, schemas marts and evidence.' \
	  'How concentrated is Scale AI on its customers?' '' \
	  "$(BIN)/python -c \"import duckdb; duckdb.connect('$(HOME_FOLDER)/vendor_shock.duckdb', read_only=True).sql(\\\"select period_start, top_customer_share, hhi_low, hhi_high, concentration_verdict from marts.vendor_concentration where vendor_id = 'scale_ai' and period_grain = 'year' order by period_start\\\").show()\"" ''

test: lint
	$(BIN)/pytest -n 2 --dist loadfile

test-fire: $(STAMP)
	$(BIN)/pytest -m fire

test-long: $(STAMP)
	$(BIN)/pytest -m slow -n 2

test-properties: $(STAMP)
	VENDOR_SHOCK_FOLDERS=$(or $(FOLDERS),2000) VENDOR_SHOCK_SEED=$(or $(SEED),1) \
	  $(BIN)/pytest -s tests/test_properties.py

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/yamllint --strict .
	$(LINT_ENV) $(BIN)/dbt --quiet --warn-error-options '{error: [NoNodeForYamlKey]}' parse --no-partial-parse
	$(LINT_ENV) $(BIN)/sqlfluff lint --disable-progress-bar --processes 2 $(SQL)
	@if [ -x $(BIN)/dbt-bouncer ]; then COLUMNS=150 $(BIN)/dbt-bouncer run --show-all-failures; \
	else echo 'dbt-bouncer is left out: it needs Python 3.11.'; fi

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(LINT_ENV) $(BIN)/sqlfluff fix --disable-progress-bar $(SQL)

backtest: $(STAMP)
	$(BIN)/python python/vendor_shock_backtest.py

benchmark: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python benchmarks/run.py $(ARGS)

mutations: $(STAMP)
	$(BIN)/python tests/mutate.py $(ARGS)

docs: $(STAMP)
	$(BIN)/dbt docs generate --static
	@echo 'Open target/static_index.html.'

lock:
	uv pip compile pyproject.toml --universal --python-version 3.10 --generate-hashes \
	  --no-emit-index-url --no-header --quiet --upgrade -o requirements.lock

clean:
	rm -rf $(VENV) target logs

# Compiled on installation, whatever PYTHONDONTWRITEBYTECODE says: dbt starts in half the time.
$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' || { \
	  echo '$(PYTHON) is not there or not Python 3.10 to 3.13. Name one: make PYTHON=python3.12 build' >&2; \
	  exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --compile \
	  -r requirements.lock
	@touch $@
