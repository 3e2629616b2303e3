"""`Gemini`: asks Google's network over HTTPS what a short sound is like, and believes nothing of the answer."""

import base64
import io
import json
import time
import unicodedata
from dataclasses import dataclass
from http.client import HTTPException
from typing import Annotated, Any, Final
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from models.errors import Unavailable

SECONDS: Final = 15.0
RATE: Final = 16_000
"""Of what is sent."""
_MOST_BYTES: Final = 200_000
_FINAL: Final = {401, 403, 404, 429}
"""Answers that the next question would get too."""
_WORDS: Final = 24
_ASKED: Final = (
    "Listen to this excerpt of a piece of music. Say in short English tags what it sounds like: genre, instruments,"
    " mood, production. No names of artists or pieces. Answer with JSON."
)
_SHAPE: Final = {
    "type": "OBJECT",
    "properties": {"tags": {"type": "ARRAY", "items": {"type": "STRING"}, "maxItems": _WORDS}},
    "required": ["tags"],
}


class GeminiAway(Unavailable):
    code = "twin.gemini_away"
    title = "Gemini gave no tags"

    def __init__(self, detail: str, *, final: bool = False) -> None:
        super().__init__(detail)
        self.final = final


class _Said(BaseModel):
    tags: list[Annotated[str, StringConstraints(max_length=60)]] = Field(max_length=_WORDS)


class _Part(BaseModel):
    text: str


class _Content(BaseModel):
    parts: list[_Part] = Field(min_length=1)


class _Candidate(BaseModel):
    content: _Content


class _Answer(BaseModel):
    candidates: list[_Candidate] = Field(min_length=1)


class _Staying(HTTPRedirectHandler):
    """Our key is for this host and no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass(frozen=True)
class Gemini:
    """Where it is, and how long one question may take, in seconds."""

    key: str
    base: str
    model: str
    patience: float = 30.0

    @property
    def told(self) -> str:
        """For the record of a twin, before anything is sent."""
        host = urlsplit(self.base).hostname
        return (
            f"For tags, up to {SECONDS:.0f} s of each sound file ({RATE // 1000} kHz, one channel, no names) are sent"
            f" to Gemini at {host}."
        )

    def ask(self, sound: bytes) -> list[str]:
        """Tags of a WAV file, as they came but for control characters. Raises GeminiAway."""
        try:
            answer = _Answer.model_validate_json(self._post(sound))
            said = _Said.model_validate_json("".join(part.text for part in answer.candidates[0].content.parts))
        except ValidationError:
            raise GeminiAway("its answer cannot be understood") from None
        return [word for word in map(_cleaned, said.tags) if word]

    def _post(self, sound: bytes) -> bytes:
        data = {"mime_type": "audio/wav", "data": base64.b64encode(sound).decode()}
        shape = {"responseMimeType": "application/json", "responseSchema": _SHAPE}
        body = {"contents": [{"parts": [{"text": _ASKED}, {"inline_data": data}]}], "generationConfig": shape}
        headers = {"Content-Type": "application/json", "x-goog-api-key": self.key, "User-Agent": "MuseAIka"}
        url = f"{self.base.rstrip('/')}/v1beta/models/{quote(self.model, safe='')}:generateContent"
        asked = Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - the operator's address
        until = time.monotonic() + self.patience
        try:
            with build_opener(_Staying).open(asked, timeout=self.patience) as answer:
                return _read(answer, until)
        except HTTPError as error:
            error.close()
            raise GeminiAway(f"it answered {error.code}", final=error.code in _FINAL) from None
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or type(error).__name__
            raise GeminiAway(f"it does not answer ({reason})") from None


def _read(answer: Any, until: float) -> bytes:
    """However slowly it drips: no longer than that, and no more than it may be."""
    found = io.BytesIO()
    while chunk := answer.read1(1 << 16):
        found.write(chunk)
        if found.tell() > _MOST_BYTES:
            raise GeminiAway("its answer is too long")
        if time.monotonic() > until:
            raise GeminiAway("it takes too long")
    return found.getvalue()


def _cleaned(word: str) -> str:
    """Commas part tags in our files, and lines part files' tags."""
    signs = ("" if unicodedata.category(sign).startswith("C") else " " if sign in ",;" else sign for sign in word)
    return " ".join("".join(signs).split()).lower()
