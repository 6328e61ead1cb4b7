"""Data as JSON in a page."""

from __future__ import annotations

import json


def json_for_script(data: object) -> str:
    """Safe inside <script>: no `<` can end the element early."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
