.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## the demonstration municipality on http://127.0.0.1:8000
	@$(PYTHON) tools/bootstrap.py run

test: ## everything that passes before landing: both engines, the browser, the kill test
	@$(PYTHON) tools/bootstrap.py test -n 2 --dist loadgroup

environment: ## the virtual environment, packages, assets and translations
	@$(PYTHON) tools/bootstrap.py environment

browser: ## the browser tests alone
	@$(PYTHON) tools/bootstrap.py test -m browser

soak: ## the long forms: 10,000 acknowledged concerns, 50 kills, the long walks on PostgreSQL too
	@SAMSPIL_SOAK=1 $(PYTHON) tools/bootstrap.py test -m "any_engine or browser" tests
	@SAMSPIL_SOAK=1 $(PYTHON) tools/bootstrap.py test tests/stateful tests/reliability/test_audit_faults.py
	@SAMSPIL_KILL_ACKS=10000 SAMSPIL_KILL_KILLS=50 $(PYTHON) tools/bootstrap.py test tests/reliability -m kill --timeout 7200

mutants: environment ## breaks the policy in every way mutmut knows; lists what no test noticed
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@nice $(BIN)/mutmut run --max-children 2 && $(BIN)/mutmut results

bench: environment ## speed and memory; writes the table into docs/performance.md
	@$(BIN)/python -m bench

lint: ## style and layers
	@$(PYTHON) tools/bootstrap.py test tests/rules/test_layers.py

tables: environment ## write the generated tables in docs/ again
	@$(BIN)/flask rules table

messages: environment ## gather new texts into the English catalogue
	@$(BIN)/python -m babel.messages.frontend -q extract -F babel.cfg -k _ -k lazy_gettext --no-location --sort-output -o /tmp/samspil.pot . && $(BIN)/pybabel -q update -N --no-wrap --ignore-obsolete -i /tmp/samspil.pot -d translations -l en

migrate: environment ## apply missing migrations
	@$(BIN)/flask db upgrade

clean: ## remove what was made, keep the data in instance/
	rm -rf .venv node_modules static/vendor static/*.gz translations/*/LC_MESSAGES/*.mo

.PHONY: help run test environment browser soak mutants bench lint tables messages migrate clean
