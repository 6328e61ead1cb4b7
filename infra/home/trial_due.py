"""The trial's worker for what is due, by the rehearsal's clock; with `--once` one round of it and no more."""

import sys

from infra.home import trial_clock

if __name__ == "__main__":
    trial_clock.end_with_parent()
    trial_clock.carry()
    from infra.home.due_worker import round_now, work

    round_now() if "--once" in sys.argv else work()
