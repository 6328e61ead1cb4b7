"""The faults that tests/paths plants still stand in the rules as its table says."""

import pytest

from tests.paths.planting import Fault, faults, planted


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_a_fault_can_still_be_planted(fault: Fault) -> None:
    """Found by its shortest path in `make paths` and tests/paths, which take minutes; told here in a moment."""
    with planted(fault):
        pass
