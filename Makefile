# The first target sets up .venv from the pinned lock; later calls find it ready and install nothing.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# One more than there are processors: kernels, browsers and servers are waited for.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1 )))

.DEFAULT_GOAL := report
.PHONY: report test lab check example evaluate accuracy bench clean

report: $(READY)
	$(BIN)/riwaya report

test: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lab: $(READY)
	$(BIN)/jupyter lab notebooks/

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/riwaya check

evaluate: $(READY)
	$(BIN)/riwaya evaluate data/gold --texts seeds

# What was measured, kept: NEWS=DIR names a folder of annotations with their texts, which are not in the repository.
accuracy: $(READY)
	$(BIN)/riwaya evaluate data/gold --texts seeds --out data/accuracy.toml --set seeds
	$(if $(NEWS),$(BIN)/riwaya evaluate $(NEWS) --texts $(NEWS) --out data/accuracy.toml --set news)
	$(BIN)/python -m riwaya.running.accuracy README.md docs/accuracy.md

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Riwaya needs Python 3.11 or newer; $(PYTHON) is older. Say: make PYTHON=python3.11"; exit 1; }
	@echo "Setting up .venv (once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

clean:
	rm -rf .venv .venv-mpl310 .pytest_cache .mypy_cache .ruff_cache .hypothesis
