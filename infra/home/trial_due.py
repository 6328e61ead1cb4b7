"""The trial's worker for what is due, by the rehearsal's clock."""

from infra.home import trial_clock

if __name__ == "__main__":
    trial_clock.end_with_parent()
    trial_clock.carry()
    from infra.home.due import work

    work()
