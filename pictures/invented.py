"""What the pictures show: an invented application, and the report on a call of invented ones."""

import json
import tempfile
import urllib.request
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from chalicelib.call import current_call
from chalicelib.store.event_items import to_item
from staff.export.export_layout import FULL, ROOT, Manifest
from staff.export.scanning import IntoFolder, finish, write_part
from staff.main import main
from staff.synthetic import applications, invent

AS_OF = timedelta(days=5)
COUNT, SEED = 400, 3


def submit(address: str, language: str, seed: int = SEED) -> Any:
    """The receipt of an application in that language."""
    rng = Random(seed)
    answers = invent(current_call(), rng, language)
    body = json.dumps(answers).encode()
    request = urllib.request.Request(f"{address}/api/applications", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def report(to: Path, language: str) -> Path:
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as stage:
        folder, into = f"{ROOT}/01633413600000-0a1b2c3d", IntoFolder(Path(place))
        items = (to_item(event) for life in applications(current_call(), COUNT, SEED) for event in life)
        file = write_part(items, Path(stage), folder, into)
        table = "arn:aws:dynamodb:eu-central-1:123456789012:table/invented"
        finish(
            Manifest(folder, FULL, table, current_call().closes_at + AS_OF, None, file.items, (file,)),
            Path(stage),
            into,
            {},
        )
        if main(["report", str(to), "--from", place, "--lang", language]):
            raise SystemExit("the report could not be made")
    return to
