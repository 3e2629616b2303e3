"""One log format for every process: text for people or JSON for machines, with ids on each line and no secrets."""

import json
import logging
import re
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Literal, Protocol

LogFormat = Literal["text", "json"]
HIDDEN = "***"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_facts: ContextVar[Mapping[str, str]] = ContextVar("museaika_log_facts", default=_NOTHING)
_CREDENTIALS = re.compile(
    r"(?P<url>\b[a-z][a-z0-9+.-]*://)[^\s/@'\"]*@"
    r"|(?P<header>\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}"
    r"|(?P<field>\b(?:access_token|refresh_token|client_secret|password|code_verifier)['\"]?\s*[=:]\s*['\"]?)[^\s&'\",}]+",
    re.IGNORECASE,
)
_QUIET = ("kombu", "urllib3", "engineio", "socketio", "matplotlib", "PIL", "numba", "botocore")


class Binding:
    """Facts that are on every line from now on; leaving the `with` takes them off again."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        self._token = _facts.set({**_facts.get(), **facts})

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        _facts.reset(self._token)


def bind(**facts: str | None) -> Binding:
    """Put facts such as request_id and job_id on every line of this thread or greenlet.

    From the call on for good, or until the end of the block when used as `with bind(...):`.
    """
    return Binding({name: value for name, value in facts.items() if value is not None})


def bound() -> Mapping[str, str]:
    return _facts.get()


class Censor:
    """Takes known secrets, and what looks like one, out of a text."""

    def __init__(self, *secrets: str) -> None:
        self._secrets: list[str] = []
        self.learn(*secrets)

    def learn(self, *secrets: str) -> None:
        """Hide these too, from now on; what is too short to be a secret is left alone."""
        self._secrets = sorted({*self._secrets, *(one for one in secrets if len(one) >= 6)}, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _CREDENTIALS.sub(self._masked, text)

    @staticmethod
    def _masked(found: re.Match[str]) -> str:
        kind = found.lastgroup or "field"
        return f"{found[kind]}{HIDDEN}{'@' if kind == 'url' else ''}"


_censor = Censor()


def hide(*secrets: str) -> None:
    """Tell every log of this process secrets that it must never show."""
    _censor.learn(*secrets)


class TextFormatter(logging.Formatter):
    """2026-11-21T10:00:00.123Z INFO museaika.web: ready [request_id=3f job_id=9a]"""

    def __init__(self, censor: Censor) -> None:
        super().__init__()
        self._censor = censor

    def format(self, record: logging.LogRecord) -> str:
        facts = " ".join(f"{name}={value}" for name, value in bound().items())
        line = f"{moment(record)} {record.levelname} {record.name}: {record.getMessage()}"
        lines = [f"{line} [{facts}]" if facts else line]
        if record.exc_info:
            lines.append(self.formatException(record.exc_info))
        return self._censor("\n".join(lines))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, tracebacks included."""

    def __init__(self, process: str, censor: Censor) -> None:
        super().__init__()
        self._process = process
        self._censor = censor

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": moment(record),
            "level": record.levelname,
            "process": self._process,
            "pid": record.process,
            "logger": record.name,
            "message": self._censor(record.getMessage()),
            **{name: self._censor(value) for name, value in bound().items()},
        }
        if record.exc_info:
            line["traceback"] = self._censor(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Stream(Protocol):
    def write(self, text: str, /) -> object: ...
    def flush(self) -> object: ...


def configure(
    log_format: LogFormat = "text", level: str = "INFO", process: str | None = None, stream: Stream | None = None
) -> None:
    """Send what this process logs to the stream (stderr) in the one format; doing it again replaces what was there."""
    name = process or next((word for word in sys.argv[1:] if not word.startswith("-")), "museaika")
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(name, _censor) if log_format == "json" else TextFormatter(_censor))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in _QUIET:
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
