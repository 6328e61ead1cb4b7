"""The trial's functions, for gunicorn: those of an installed server, with the rehearsal's clock carried in."""

from infra.home import trial_clock
from infra.home.functions_gateway import FunctionsGateway, functions_of_environment


def wsgi() -> FunctionsGateway:
    trial_clock.end_with_parent()
    trial_clock.carry()
    return functions_of_environment()
