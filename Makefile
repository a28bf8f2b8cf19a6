# Everything a developer does, one target each. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup install wheel demo test collected check lint style types migrations compiled fmt
.PHONY: bench bench-check load pictures dump squash messages lock

# Some hundred processes start during a run of the tests: each would compile the whole program.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
PYTHON := .venv/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

TEMPLATES = $$(find templates -name '*.html' -o -name '*.svg')
BIOME = sh -c 'test ! -x .venv/bin/biome && echo "Biome is not there for this machine." || .venv/bin/biome check "$$@"' biome

# Settings for a moment: those of the service may not be there yet.
COLLECT = SALKKU_SETTINGS=/dev/null DEBUG=0 ALLOWED_HOSTS=localhost DATABASE_URL=sqlite://:memory: \
	SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.dev ## Make .venv and install everything for development into it

install: .venv/.base ## Make .venv with what production runs on, compile the translations, collect the static files
	@$(PYTHON) -m scripts.compile_messages
	@$(COLLECT) $(PYTHON) manage.py collectstatic --noinput --clear --verbosity 0

wheel: install .venv/.build ## Make dist/: the installable package, and the hashes of it and of what it runs on
	@rm -rf dist
	@$(PYTHON) -m hatchling build --target wheel --directory dist
	@cp requirements/base.txt dist/requirements.txt
	@cd dist && sha256sum salkku-*.whl | sed 's|^\([0-9a-f]*\)  \(.*\)|./\2 --hash=sha256:\1|' >package.txt

demo: ## Serve Salkku with demonstration data (PORT=8000; RESET=1 starts over)
	@scripts/port-is-free.sh $(PORT)
	@scripts/system-packages.sh run
	@$(MAKE) --silent .venv/.base
	@PORT=$(PORT) RESET=$(RESET) scripts/demo.sh

test: ## Check the code and run every test on SQLite and on PostgreSQL
	@scripts/system-packages.sh test
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint collected
	$(PYTHON) -m scripts.run_tests $(ARGS)

# Five processes collect the tests at once, each would make the same of every file.
collected: compiled ## Keep what pytest makes of each file of tests
	@found=$$($(PYTHON) -m pytest --collect-only -q) || { echo "$$found"; exit 1; }

check: .venv/.dev ## Check the code and run the quick tests on SQLite: what a change wants every ten minutes
	@$(MAKE) --no-print-directory lint
	DEBUG=1 $(PYTHON) -m pytest -q -n 2 tests/projects tests/accounts tests/test_modules.py tests/test_translations.py

style types migrations compiled collected messages: export DEBUG = 1
lint: style types migrations ## Check all that is not a test: the three that follow

style: .venv/.dev ## Check style, the direction of imports, templates, style sheets and scripts
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	.venv/bin/lint-imports --no-cache
	.venv/bin/djhtml --check --tabwidth 2 $(TEMPLATES)
	$(BIOME) static/salkku
	$(PYTHON) -m scripts.lint_pages

types: .venv/.dev ## Check types
	$(PYTHON) -m mypy organisation accounts projects impact_assessments reports portfolio api operations

migrations: compiled ## Check migrations
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) -m scripts.lint_migrations

compiled: .venv/.dev ## Compile the translations
	$(PYTHON) -m scripts.compile_messages

fmt: .venv/.dev ## Put code, templates, style sheets and scripts into their format
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	.venv/bin/djhtml --tabwidth 2 $(TEMPLATES)
	$(BIOME) --write static/salkku

bench: .venv/.dev ## Print what pages and files take on both databases (SIZES=1000,10000 BENCH=pages)
	@scripts/system-packages.sh run
	$(PYTHON) -m scripts.bench

bench-check: .venv/.dev ## Fail where a page has grown by half since its figures were kept (UPDATE=1 keeps them)
	@scripts/system-packages.sh run
	$(PYTHON) -m scripts.bench.check

load: .venv/.dev .venv/.load ## Let a hundred people at it (SIZE=10000 PEOPLE=100 SECONDS=300 RESTART=1)
	@scripts/system-packages.sh run
	$(PYTHON) -m scripts.load

pictures: .venv/.dev ## Take the pictures of the pages for README and docs (docs/pictures)
	@scripts/system-packages.sh test
	$(PYTHON) -m scripts.screenshots

dump: .venv/.dev ## Keep the demonstration as SQL for tests of upgrades (NAME=0.2.0, at a release)
	$(PYTHON) -m scripts.dump_release $(NAME)

squash: .venv/.dev ## Write the migrations of each app as one, for empty databases (at a release)
	$(PYTHON) -m scripts.squash_migrations

messages: .venv/.dev ## Collect the texts to translate into locale/*.po (needs gettext)
	$(PYTHON) manage.py makemessages -l fi -l sv --no-location --no-wrap --ignore=.venv

$(PYTHON):
	@scripts/system-packages.sh run
	@echo "Making the virtual environment .venv"
	@python3 -m venv .venv || { rm -rf .venv; exit 1; }

# By pip, which knows the mirror of an organisation from pip.conf and PIP_INDEX_URL.
.venv/.base: requirements/base.txt | $(PYTHON)
	@echo "Installing what Salkku runs on (requirements/base.txt)"
	@$(INSTALL) -r requirements/base.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	@echo "Installing what developing takes (requirements/dev.txt)"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

.venv/.load: requirements/load.txt .venv/.dev
	@$(INSTALL) -r requirements/load.txt
	@touch $@

.venv/.build: requirements/build.txt | $(PYTHON)
	@$(INSTALL) -r requirements/build.txt
	@touch $@

.venv/.uv: requirements/uv.txt | $(PYTHON)
	@$(INSTALL) -r requirements/uv.txt
	@touch $@

lock: .venv/.uv ## Resolve pyproject.toml into requirements/ (UPGRADE=1 takes newer releases)
	$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements/base.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --group build -c requirements/base.txt -o requirements/build.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --group uv -o requirements/uv.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --group load -c requirements/dev.txt -o requirements/load.txt
