"""`make paths`: every story as far as it goes, then every planted fault with its shortest path, in both languages.

`python -m tests.paths 500000` goes that far in each story. Exit code 1: a promise was broken, or a fault missed.
"""

from __future__ import annotations

import sys

from .running import Report, explore_all, find_all

FURTHER = 1_000_000


def main() -> int:
    stories = explore_all(int(sys.argv[1]) if len(sys.argv) > 1 else FURTHER)
    for report in stories:
        _show(report)
    found = find_all()
    for report in found:
        _show(report)
    broken = [report for report in stories if report.properties]
    missed = [report for report in found if not report.properties]
    print(f"{sum(report.transitions for report in stories)} transitions, {len(found)} faults planted")
    for report in (*broken, *missed):
        print(f"!! {report}")
    return 1 if broken or missed else 0


def _show(report: Report) -> None:
    print(report)
    for path in report.paths:
        print("\n".join(path.values()), end="\n\n")


if __name__ == "__main__":
    sys.exit(main())
