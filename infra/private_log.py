"""The front's log of its own failures: what broke and where, never what was being read, which may hold a key."""

import logging
import traceback


def server_log() -> logging.Logger:
    logger = logging.getLogger("infra.local_front")
    logger.addFilter(_without_words)
    return logger


def _without_words(record: logging.LogRecord) -> bool:
    kind, _, trace = record.exc_info or (None, None, None)
    record.msg, record.args, record.exc_info, record.exc_text = _error_without_words(kind, trace), (), None, None
    return True


def _error_without_words(kind: type[BaseException] | None, trace: object) -> str:
    if kind is None:
        return "the front noted something that names no error"
    frames = traceback.extract_tb(trace)  # type: ignore[arg-type]  # whatever logging was given
    where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "unknown"
    return f"a request could not be answered: {kind.__name__} in {where}"
