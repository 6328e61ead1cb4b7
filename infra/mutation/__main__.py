"""`make mutants ARGS='rules/window.py intake'`: every change in these modules or rooms, and what no test noticed.

Ends with 1 if something survived; `--tests` names other tests than those of the room itself, `--also` those of other
rooms, which are asked only about what the room itself did not notice.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

import pytest

from infra.paths import ROOT

from .changes import mutants
from .planting import (
    Functions,
    exchanges,
    function_codes,
    holders,
    live_functions,
    plant,
    plant_table,
    print_of,
    tables,
)
from .rooms import LIB, ROOMS, Sources, changed_since, module_of, modules_of, sources_of
from .trial_plugin import NOTICED, Trial, Trying, Verdict


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("places", nargs="*", default=list(ROOMS), help="a room, or a module of one: rules/window.py")
    parser.add_argument("--tests", nargs="*", help="of the room itself, if none are named")
    parser.add_argument("--also", nargs="*", default=[], help="tests of other rooms: tests/intake")
    parser.add_argument("--children", type=int, default=2)
    asked = parser.parse_args()
    paths = [path for module in asked.places or ROOMS for path in modules_of(module)]
    tests = asked.tests or sorted({f"tests/{path.parent.name}" for path in paths})
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    sources = sources_of(paths)
    with tempfile.TemporaryDirectory() as notes:
        is_own = partial(stands_in, tests)
        trying = Trying(partial(trials, sources), partial(tell, outcomes), LIB, Path(notes), asked.children, is_own)
        quick = ["--fast", "--hypothesis-profile=mutants"]
        options = ["-q", "-x", "--tb=no", "-p", "no:cacheprovider", *quick, f"--rootdir={ROOT}"]
        pytest.main([*options, *tests, *asked.also], plugins=[trying])
    for module, of_place in sorted(outcomes.items()):
        print(f"{module}: {of_place.total()} mutants, " + ", ".join(f"{of} {how}" for how, of in of_place.items()))
    print(*(f"not asked, it fails without a change: {name}" for name in trying.failing), sep="\n")
    changed = changed_since(sources)
    print(*(f"tried as it was before this run: {path.relative_to(LIB)} has changed" for path in changed), sep="\n")
    return 1 if changed or any(not NOTICED.issuperset(of_place) for of_place in outcomes.values()) else 0


def stands_in(places: Iterable[str], name: str) -> bool:
    """Whether a test of this name is one of those that `places` name: folders, files or tests."""
    return any(name == place or name.startswith((f"{place}/", f"{place}::", f"{place}[")) for place in places)


def tell(outcomes: dict[str, Counter[str]], verdict: Verdict) -> None:
    """Prints what no test noticed as soon as it is known."""
    trial, place = verdict.trial, str(verdict.trial.path.relative_to(LIB))
    outcomes[place][verdict.outcome] += 1
    if verdict.outcome not in NOTICED:
        how = f"{verdict.outcome} by {verdict.tests} tests" if verdict.tests else verdict.outcome
        print(f"{place}:{trial.line} {how}\n  - {trial.was}\n  + {trial.now}", flush=True)


def trials(sources: Sources) -> Iterator[Trial]:
    """Each is made when it is asked for: making one takes as long as trying it."""
    for path in sources:
        module_of(path)  # one that is imported late has no live function before
    functions = live_functions()
    return chain.from_iterable(
        chain(of_functions(path, source, functions), _of_tables(path, source)) for path, source in sources.items()
    )


def of_functions(path: Path, source: str, functions: Functions) -> Iterator[Trial]:
    """A function that does not live as its source says is reached by no test, and told so."""
    original = function_codes(source, path)
    for mutant in mutants(source):
        if pairs := exchanges(original, function_codes(mutant.source, path)):
            is_live = all(functions[print_of(was)] for was, _ in pairs)
            lines = frozenset(line for was, _ in pairs for _, _, line in was.co_lines() if line and is_live)
            yield Trial(path, mutant.line, mutant.was, mutant.now, lines, partial(plant, functions, pairs))


def _of_tables(path: Path, source: str) -> Iterator[Trial]:
    module = module_of(path)
    for line, name, row, other in tables(module, source):
        files = frozenset(str(holder.__file__) for holder in holders(module, name))
        without = f"{name} without {row}"
        yield Trial(path, line, name, without, frozenset(), partial(plant_table, module, name, other), files)


if __name__ == "__main__":
    sys.exit(main())
