"""The current call in a package: read by its strict loader before the package is closed, and the loader left out."""

import os
import subprocess
import sys
from pathlib import Path

READ_THE_CALL = """
import json, pickle, sys
from chalicelib.call import DefinitionError, current, words
from chalicelib.call.words import WORDS, already_read, rooms
from chalicelib.call.definition_refusal import definition_refusal
try:
    call = current.current_call()
    said = {room: dict(words(room)) for room in rooms()}
except DefinitionError as error:
    sys.exit(definition_refusal(error))
current.ALREADY_READ.write_bytes(pickle.dumps(call, pickle.HIGHEST_PROTOCOL))
for room, texts in said.items():
    already_read(room).write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
    # Read for good: what they were read of is idle.
    (WORDS / f"{room}.toml").unlink()
"""


class PackagingFailed(Exception):
    """Chalice or the call's loader refused; the message is what it said."""


# The strict loader: it has read the call before the package is closed, and nothing on Lambda imports it again.
LOADER = (
    "allowed_characters", "call_consistency", "call_parts", "call_tables", "call_words", "compound_values",
    "condition_consistency", "definition_refusal", "field_keys", "field_loading", "fingerprint", "form_consistency",
    "form_loading", "form_versions", "languages_and_zone", "loading", "look_loading", "number_words",
    "optional_parts", "package_loading", "page_files", "page_ids", "range_checks", "refusal_places", "strict_tables",
    "text_facts", "text_templates", "toml_lines",
)  # fmt: skip
# Sentences of the tool, of the loader and of a server of one's own.
WORDS_OF_OTHERS = ("definition", "front", "operating", "reports", "sheets")


def read_the_call(folder: Path) -> None:
    """Ship the current call, with every version of its form and all its words, as the strict loader left them.

    Raises PackagingFailed with the refusal's sentence: a definition that is refused makes no package.
    """
    command, environment = [sys.executable, "-B", "-c", READ_THE_CALL], {**os.environ, "PYTHONPATH": str(folder)}
    # The folder's own call, which its current.txt names.
    environment.pop("BAIQAU_CALL", None)
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if ran.returncode:
        raise PackagingFailed(ran.stderr)
    call = folder / "chalicelib" / "call"
    for module in LOADER:
        (call / f"{module}.py").unlink()
    for room in WORDS_OF_OTHERS:
        (call / "words" / f"{room}.json").unlink()
