# Needs Python 3.11 or newer and make. Everything else is put into .venv and .tools.
.PHONY: demo test test-main test-sqlite test-browser lint bench lock clean
.DEFAULT_GOAL := demo
.NOTPARALLEL:

BIN := .venv/bin
PYTEST := $(BIN)/pytest
PARALLEL := -n auto --maxprocesses 8 --dist loadgroup
# What makes and checks a client of the API; without npm its test is skipped.
NODE_PACKAGES := $(if $(shell command -v npm),.tools/node/stamp)
CHROMIUM := $(or $(CHROMIUM_PATH),$(shell command -v chromium || command -v chromium-browser || command -v google-chrome))

demo: .venv/base.stamp
	@exec $(BIN)/python manage.py demo

# The last of them prints the last line: how many tests passed on PostgreSQL.
test: test-sqlite test-browser test-main

test-main: .venv/dev.stamp $(NODE_PACKAGES)
	$(PYTEST) $(PARALLEL) -m "not browser"

# What asks no database, or every database the same a hundred times, is tested once.
TESTED_ONCE := emulator personalize/test_recommender_* personalize/test_evaluation_* \
	personalize/test_provisioning_* personalize/test_aws_* personalize/test_amazon_* \
	personalize/test_identity_grid.py personalize/test_bad_* shop/api/test_access.py \
	shop/test_staff_roles.py shop/test_styles.py test_architecture.py test_readme.py

test-sqlite: .venv/dev.stamp
	TEST_DATABASE=sqlite $(PYTEST) $(PARALLEL) -m "not browser and not faults and not slow" \
		$(foreach tests,$(TESTED_ONCE),--ignore-glob='tests/$(tests)')

ifeq ($(CHROMIUM),)
test-browser:
	@echo "BROWSER TESTS NOT RUN: no Chromium was found; CHROMIUM_PATH=/path/to/chromium names one."
else
test-browser: .venv/dev.stamp
	CHROMIUM_PATH=$(CHROMIUM) DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PYTEST) -n 2 --dist loadfile -m browser tests/e2e
endif

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(find templates personalize shop -name '*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev.stamp
	$(BIN)/python -m benchmarks

lock: LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock:
	PATH="$(CURDIR)/.tools/bin:$$PATH" $(LOCK) --extra shop pyproject.toml -o requirements/base.txt
	PATH="$(CURDIR)/.tools/bin:$$PATH" $(LOCK) pyproject.toml --extra shop --extra dev -c requirements/base.txt -o requirements/dev.txt

clean:
	rm -rf .venv .tools var db.sqlite3 db.sqlite3-shm db.sqlite3-wal

.venv/base.stamp: requirements/base.txt
	@requirements/install $<
	@touch $@

.venv/dev.stamp: requirements/dev.txt
	@requirements/install $<
	@touch .venv/base.stamp $@

.tools/node/stamp: tests/typescript/package.json tests/typescript/.npmrc
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@npm install --silent --prefix $(@D) && touch $@ || echo "npm cannot install: the test of the TypeScript client is skipped."
