# People and CI use the same words. Needs Python 3.11+ and make; everything else is fetched once.

PORT ?= 8000
# Nothing: inside the call's own window.
AT ?=
# The call in use: its id or its folder; nothing is the one that calls/current.txt names.
CALL ?= $(BAIQAU_CALL)
STATE ?= .local
N ?= 300
SEED ?= 1
ON ?= serve
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done || true)
PYTHON := $(or $(PYTHON),python3)
RUN = .venv/bin/python
BOOTSTRAP = $(PYTHON) infra/bootstrap.py
# Two at once; what shares a clock stays on one of them (infra/required_programs.py).
WORKERS = -n 2 --dist loadgroup
export PYTHONPATH := functions:.
export BAIQAU_CALL := $(CALL)

.PHONY: audit help serve home rehearse paths test check coverage debian contract generated mutants fuzz bench pictures deploy reset lock
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

serve: ## the whole product on this machine; PORT=8000, AT=… (an instant) or AT=now, CALL=my-call
	@$(BOOTSTRAP) serve emulator
	@exec $(RUN) -m infra.local_cloud --port $(PORT) --at "$(AT)" --state "$(STATE)"

home: ## the same as on a server of one's own, without any cloud, data in .home/; PORT=8000, AT=… as above
	@$(BOOTSTRAP) serve
	@exec $(RUN) -m infra.home.trial --port $(PORT) --at "$(AT)" --state "$(if $(filter file,$(origin STATE)),.home,$(STATE))"

rehearse: ## a whole call played at speed, every rule checked; N=300 applicants, SEED=1, CALL=my-call, ON=home without any cloud
	@$(BOOTSTRAP) serve $(if $(filter home,$(ON)),,emulator)
	@exec $(RUN) -m rehearsal --on $(ON) --applicants $(N) --seed $(SEED) --port $(if $(filter file,$(origin PORT)),0,$(PORT)) \
	  --state "$(if $(filter file,$(origin STATE)),.local/rehearsal,$(STATE))"

paths: ## every path of acts, far further than `make test` goes; then every planted fault with its shortest path
	@$(BOOTSTRAP) test
	@$(RUN) -m tests.paths $(ARGS)

test: ## every test; ARGS='tests/rules -k window' for some
	@$(BOOTSTRAP) test emulator
	@$(RUN) -m infra.tools
	@$(RUN) -m pytest $(WORKERS) $(ARGS)

check: ## format, lint, types, doors, both languages, the tests of the quick rooms: about two minutes
	@$(BOOTSTRAP) test
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(RUN) -m infra.browser_check
	@$(RUN) -m pytest -q --fast $(WORKERS)

debian: ## the tests of a server's installation, on Debian DEBIAN=trixie (13; `make test` has 12)
	@$(BOOTSTRAP) test
	@$(RUN) -m infra.tools
	@BAIQAU_NEVER_SKIP=1 BAIQAU_DEBIAN=$(or $(DEBIAN),trixie) $(RUN) -m pytest tests/home/debian $(ARGS)

coverage: ## which branches of the call's definition and of the rules their tests do not take; fails below what is reached
	@$(BOOTSTRAP) test
	@$(RUN) -m infra.branch_coverage

contract: ## the stores' suite against any endpoint that speaks DynamoDB; ENDPOINT=https://…, credentials as AWS_*
	@$(BOOTSTRAP) test
	@BAIQAU_CONTRACT_ENDPOINT="$(or $(ENDPOINT),$(error ENDPOINT=https://… names what is to be tried))" \
	  $(RUN) -m pytest -k endpoint tests/store tests/notices/test_outbox.py $(ARGS)

generated: ## calls nobody has written, loaded or refused by a sentence, then walked; N=1000
	@$(BOOTSTRAP) test
	@BAIQAU_GENERATED=$(if $(filter file,$(origin N)),1000,$(N)) $(RUN) -m pytest -q tests/call/test_generated.py -k "refused or whole"

mutants: ## the rulebook changed in thousands of ways, which a test must notice; ARGS=rules or rules/window.py for a part
	@$(BOOTSTRAP) mutation
	@.venv-mutation/bin/python -m infra.mutation $(ARGS)

audit: ## whether a library that the locks name has a hole that is known
	@$(BOOTSTRAP) audit
	@for lock in functions/requirements.txt requirements/*.txt; do echo "$$lock"; \
	  .venv-audit/bin/python -m pip_audit --disable-pip --require-hashes --requirement "$$lock" || exit 1; done

fuzz: ## requests of any make-up, made from the API's own document; N=100000, SEED=1, ON=home without any cloud
	@$(BOOTSTRAP) test
	@$(RUN) -m tests.attack.fuzzing --on $(ON) \
	  --requests $(if $(filter file,$(origin N)),100000,$(N)) --seed $(SEED)

bench: ## one JSON line a figure
	@$(BOOTSTRAP) test emulator
	@$(RUN) -m infra.tools
	@$(RUN) -m bench $(ARGS)

pictures: ## the README's pictures, taken anew; of CALL=my-call beside the local cloud's state
	@$(BOOTSTRAP) test emulator
	@$(RUN) -m pictures.take

deploy: ## to AWS, with your environment's credentials; STAGE=staging or prod, ARGS for more
	@$(BOOTSTRAP) serve
	@$(RUN) -m infra.deploy --stage "$(STAGE)" $(ARGS)

reset: ## forget every application of the local cloud
	rm -rf .local

lock: ## pin what pyproject.toml names, with hashes
	@$(RUN) -m infra.lock
