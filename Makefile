# swarmlab. `make run` and `make test` set up everything they need.
#
#   make run [LAB=name]   the lab; without a terminal it plays itself and exits with its verdict
#   make test             check, then the slides in a real browser, the live tests on a real engine
#   make check            format, lint, types, import contracts, unit tests; needs no engine
#   make soak | bench     what takes longer; what measures
#   make image-debian     a second node image, of Debian's own engine (root, apt)
#   make test-matrix      every chapter's proofs on both node images, and on a modern kernel
#   make engine           an engine that answers: used, else installed and started (root, apt)
#   make browser          what the slides look like and do in a browser
#   make chromium         a browser: used, else installed (root, apt)
#   make pango            the libraries that PDFs need: used, else installed (root, apt)
#   make engine-stop      stop the engine that `make engine` started
#   make clean            remove what swarmlab left on the engine, and what was built here

LAB ?= least-privilege
JOBS ?= 2
LIVE_JOBS ?= 3
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/pytest -q
# A test that hangs ends after --timeout seconds and shows where; none that works comes near it.

.PHONY: run test check format soak bench engine engine-stop clean setup setup-dev tools live \
	image-debian test-matrix test-guest browser chromium pango

run: setup engine
	@$(BIN)/swarmlab $(LAB)

test: setup-dev engine chromium pango
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory browser
	@$(MAKE) --no-print-directory live

live: setup-dev
	$(PYTEST) -m live --timeout 900 -n $(LIVE_JOBS) --dist loadgroup --no-loadscope-reorder tests

browser: setup-dev chromium
	$(PYTEST) -m browser --timeout 300 -n $(JOBS) --dist loadfile tests/render/browser

check: setup-dev
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) --timeout 300 -n $(JOBS) tests

format: setup-dev
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

soak: setup-dev engine
	$(PYTEST) -m soak tests

bench: setup-dev engine
	$(BIN)/python -m tests.bench

image-debian: setup engine
	@$(BIN)/python -m scripts.debian_image

test-matrix: setup engine image-debian
	@status=0; for image in "" debian; do \
	  echo "node image: $${image:-this machine's engine}"; \
	  SWARMLAB_IMAGE=$$image $(BIN)/swarmlab test $(LAB) || status=$$?; \
	done; \
	$(MAKE) --no-print-directory test-guest || status=$$?; exit $$status

# In an emulated guest whose kernel has IPVS and ESP: all solved once, and proved what needs them.
test-guest: setup engine image-debian
	@scripts/guest.sh build
	@scripts/guest.sh run "swarmlab test --strict networks; proved=\$$?; \
	  swarmlab test --strict --once $(LAB) && exit \$$proved"

engine:
	@scripts/engine.sh start

chromium:
	@scripts/browser.sh

pango:
	@scripts/pango.sh

engine-stop:
	@scripts/engine.sh stop

clean:
	@[ ! -x $(BIN)/swarmlab ] || $(BIN)/swarmlab clean --yes
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	@scripts/venv.sh $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@echo "swarmlab: installing what it is made of, once" >&2
	@$(BIN)/pip install -q --disable-pip-version-check -e .
	@touch $@

# What is tested is pinned with hashes, so that CI repeats; scripts/pin.py writes the pins.
$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "swarmlab: installing what it is made and tested with, once" >&2
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r constraints.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $(VENV)/.installed $@
