"""Asking a service on the net for JSON: briefly, not too much, and not again while it wants to be left alone."""

import json
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from modules.recommending.sources.source import SourceAway

MOST_BYTES: Final = 4_000_000
REST: Final = 60.0
"""Seconds without asking after a failure; more where the service says so, up to an hour."""
LONGEST_REST: Final = 3600.0


class _Staying(HTTPRedirectHandler):
    """Our token is for this host and no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Asking:
    """headers: sent with every question, and told to nobody."""

    def __init__(
        self,
        name: str,
        base: str,
        headers: Mapping[str, str] | None = None,
        patience: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._base = base.rstrip("/")
        self._headers = {"Accept": "application/json", "User-Agent": "MuseAIka"} | dict(headers or {})
        self._patience = patience
        self._clock = clock
        self._resting_until = 0.0
        self._opener = build_opener(_Staying)

    def get(self, path: str, **query: str) -> Any:
        """The JSON at this path. Raises SourceAway."""
        left = self._resting_until - self._clock()
        if left > 0:
            raise self._away(f"it did not answer well, and is left alone for {left:.0f} more seconds")
        asked = Request(f"{self._base}{path}?{urlencode(query)}", headers=self._headers)  # noqa: S310 - the operator's
        try:
            with self._opener.open(asked, timeout=self._patience) as answer:
                body = answer.read(MOST_BYTES + 1)
        except HTTPError as error:
            error.close()
            self._rest(error.headers.get("Retry-After"))
            raise self._away(_refused(error.code)) from None
        except (OSError, HTTPException) as error:
            self._rest(None)
            raise self._away(f"it does not answer ({getattr(error, 'reason', None) or type(error).__name__})") from None
        return self._read(body)

    def strange(self) -> SourceAway:
        """For answers of another shape than agreed."""
        self._rest(None)
        return self._away("its answer cannot be understood")

    def _read(self, body: bytes) -> Any:
        if len(body) > MOST_BYTES:
            raise self.strange()
        try:
            return json.loads(body)
        except ValueError:
            raise self.strange() from None

    def _rest(self, wanted: str | None) -> None:
        seconds = float(wanted) if wanted and wanted.isdigit() else REST
        self._resting_until = self._clock() + min(max(seconds, 1.0), LONGEST_REST)

    def _away(self, why: str) -> SourceAway:
        return SourceAway(f"{self._name}: {why}.", next_step="The list is made without it; try again later.")


def _refused(status: int) -> str:
    known = {401: "it does not accept our token", 403: "it does not let us in", 429: "we asked it too often"}
    return known.get(status, f"it answered {status}")
