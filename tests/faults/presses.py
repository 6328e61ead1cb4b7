"""Applicants at the service itself, on a real engine: what each pressed, and every answer they got."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.session import Session

from chalicelib.call import Call
from chalicelib.store.event_table import CONFIG, EventTable
from chalicelib.web import application_routes, submission_routes
from chalicelib.web.request_service import Arrival, Service
from chalicelib.web.responses import Reply
from tests.building import MS, OPEN, PEPPER, answers
from tests.store.engines import CREDENTIALS, make_table

JSON = {"content-type": "application/json"}


def client_of(address: str) -> Any:
    """A client with the product's own patience."""
    return Session().create_client("dynamodb", endpoint_url=address, config=CONFIG, **CREDENTIALS)


def new_table(address: str) -> str:
    """Made with more patience than the product's, which would ask for the same table again. Its name."""
    return make_table(Session().create_client("dynamodb", endpoint_url=address, **CREDENTIALS))


def service_at(call: Call, address: str, table: str) -> Service:
    return Service(call, EventTable(client_of(address), table), PEPPER)


@dataclass
class Press:
    """One applicant's button: pressed until the answer is a receipt. `route` is submit_application or save_draft.

    Every try arrives a millisecond later, so that a receipt tells which of them was stored.
    """

    name: str
    route: Any = submission_routes.submit_application
    begun: datetime = OPEN
    told: list[Reply] = field(default_factory=list)

    @property
    def words(self) -> dict[str, Any]:
        return answers(project_title=f"Жоба {self.name}")

    def once(self, service: Service) -> Reply:
        headers = JSON | {"idempotency-key": f"the-press-named-{self.name.replace(' ', '-')}"}
        reply: Reply = self.route(
            service, Arrival(self.begun + len(self.told) * MS, headers, json.dumps(self.words).encode())
        )
        self.told.append(reply)
        return reply

    def until_told(self, service: Service, most: int = 12) -> Press:
        """Raises AssertionError for any answer but a receipt and "unknown, safe to retry"."""
        for _ in range(most):
            if self.once(service).status == 201:
                return self
            assert self.told[-1].status == 503, self.told[-1]
        raise AssertionError(f"{most} times unknown")

    @property
    def receipts(self) -> list[dict[str, Any]]:
        return [json.loads(reply.body) for reply in self.told if reply.status == 201]

    @property
    def receipt(self) -> dict[str, Any]:
        return self.receipts[-1]

    @property
    def was_acknowledged(self) -> bool:
        return bool(self.receipts)


def look(service: Service, receipt: dict[str, Any]) -> Reply:
    arrival = Arrival(OPEN, {"authorization": f"Bearer {receipt['key']}"})
    return application_routes.look_up_application(service, arrival, receipt["number"])


def act(service: Service, receipt: dict[str, Any], route: Any, value: Any, **headers: str) -> Reply:
    """One of the routes of an application, asked by its applicant."""
    named = JSON | {"authorization": f"Bearer {receipt['key']}"} | {k.replace("_", "-"): v for k, v in headers.items()}
    reply: Reply = route(service, Arrival(OPEN, named, json.dumps(value).encode()), receipt["number"])
    return reply
