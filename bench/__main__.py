"""`python -m bench [figure…]`: one JSON line a figure. An aim that is missed is shown, never an error."""

import sys
from collections.abc import Callable, Iterator

from bench import attack, build, cold, desk, exports, home, keeping, lighthouse, lists, visit, warm
from bench.figures import Figure
from infra.call_refusal import call_refusal

FIGURES: dict[str, Callable[[], Iterator[Figure]]] = {
    "cold": cold.figures,
    "warm": warm.figures,
    "visit": visit.figures,
    "build": build.figures,
    "attack": attack.figures,
    "lists": lists.figures,
    "desk": desk.figures,
    "exports": exports.figures,
    "home": home.figures,
    "exports_of_many": exports.figures_of_many,
    "home_of_many": home.figures_of_many,
    "keeping": keeping.figures,
    "lighthouse": lighthouse.figures,
}


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - set(FIGURES):
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    if refusal := call_refusal():
        print(f"nothing to measure: {refusal}", file=sys.stderr)
        return 2
    for name in wanted or FIGURES:
        for figure in FIGURES[name]():
            print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
