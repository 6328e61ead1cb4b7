"""`baiqau projection`: rebuilt from the events, compared with them, and a difference is an exit code."""

from dataclasses import replace

from chalicelib.call import Call
from chalicelib.projection.light_fold import light
from chalicelib.rules.application import Application
from chalicelib.store.projection import TableProjection
from tests.selection import building
from tests.staff.conftest import Tool


def test_lists_are_rebuilt_and_compared(call: Call, tool: Tool) -> None:
    first, second = building.submitted(call, tool.store), building.interviewed(call, tool.store, settlement="Есік")
    assert tool("projection", "compare").code == 4
    assert tool.json("projection", "rebuild") == {"applications": 2, "rebuilt": 2, "damaged": []}
    assert tool.json("projection", "rebuild")["rebuilt"] == 0
    assert tool.json("projection", "compare")["differing"] == []
    projection = TableProjection(tool.place.client, tool.place.table)
    item = light(call, Application(tool.store.events(first)))
    assert item and projection.page(call.id, "submitted", 9).items == (item,)
    projection.keep(call.id, replace(item, title="Басқа", status="withdrawn"), anew=True)
    ran = tool("projection", "compare", "--lang", "ru")
    assert (ran.code, first in ran.err, second in ran.err) == (4, True, False)
    assert tool.json("projection", "rebuild")["rebuilt"] == 1
    assert projection.page(call.id, "submitted", 9).items == (item,)
    assert projection.page(call.id, "withdrawn", 9).items == ()
