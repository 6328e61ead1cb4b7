"""The committee's own pages of a played call, read by a secretary in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from chalicelib import desk_wiring
from chalicelib.projection.projection_upkeep import refresh
from chalicelib.rules.sign_in import LINK_LIFETIME
from tests.calls.cloud import Cloud
from tests.desk.building import member
from tests.web.desk_browser import Browser

BASES: Mapping[str, str] = {"kk": "/desk/", "ru": "/ru/desk/"}
PAGES = (
    "",
    "progress",
    "progress.csv",
    "interviews",
    "interviews.ics",
    "tasks",
    "meeting",
    "people",
    "journal",
    "help",
)


def read(cloud: Cloud, numbers: Iterable[str], at: datetime) -> dict[str, int]:
    """The status of every page, by its address; what stood in it is kept with the other texts."""
    desk_wiring.desk_service.cache_clear()
    desk, secretary = desk_wiring.desk_service(), member()
    desk.committee.people.add(cloud.call.id, secretary)
    for number in numbers:
        refresh(desk.committee.call, desk.committee.store.events, desk.committee.projection, number)
    statuses: dict[str, int] = {}
    for base in BASES.values():
        secret, _ = desk.sign_ins.issue(cloud.call.id, secretary.id, at + LINK_LIFETIME)  # type: ignore[attr-defined]
        browser = Browser(at, base=base)
        browser.submit(browser.get(f"sign-in/{secret}"), secret)
        for path in (*PAGES, *(f"applications/{number}" for number in numbers)):
            page = browser.get(path)
            statuses[base + path] = page.status
            cloud.keep(f"desk {base}{path}", page.body)
    desk_wiring.desk_service.cache_clear()
    return statuses
