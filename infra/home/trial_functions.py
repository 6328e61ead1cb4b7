"""The trial's functions, for gunicorn: the door of an installed server, with the rehearsal's clock carried in."""

from infra.home import trial_clock
from infra.home.functions_door import FunctionsDoor, door


def wsgi() -> FunctionsDoor:
    trial_clock.end_with_parent()
    trial_clock.carry()
    return door()
