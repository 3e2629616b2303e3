"""Who reads moods here: our own networks or the operator's, so many at a time."""

from typing import Any

from models.errors import Unavailable
from modules.mood.detectors import chosen
from modules.mood.detectors.needs import missing
from modules.mood.readers import Readers
from modules.offload import Offload, directly
from museaika.settings import Settings
from museaika.turnstile import Turnstile

WAITING = 64
"""Pictures and texts that may wait to be read; more are told to come back."""


class MoodsUnready(Unavailable):
    code = "mood.not_ready"


def build_readers(settings: Settings, offload: Offload = directly) -> Readers:
    """What reads moods, so many at a time; nothing of it is opened yet."""
    networks = {"face": settings.mood.face.network, "text": settings.mood.text.network}
    token = settings.hf_token.get_secret_value() if settings.hf_token else None
    return Readers(
        lambda data, **how: _pictures().opened(data, largest_pixels=settings.mood.picture_pixels, **how),
        lambda: _reader("face", networks["face"], token),
        lambda: _reader("text", networks["text"], token),
        Turnstile(offload, settings.mood.places, WAITING),
        lambda kind: missing(kind, networks[kind]),
    )


def _pictures() -> Any:
    from modules.mood import pictures  # noqa: PLC0415 - image libraries, which a start should not wait for

    return pictures


def _reader(kind: str, network: str, token: str | None) -> Any:
    """Wide open: our own would wait for the first thing to read. Raises MoodsUnready."""
    if lacks := missing(kind, network):
        raise MoodsUnready(f"No mood can be read in a {kind} here: {lacks[0]}.", next_step="See `museaika doctor`.")
    reader = (chosen.face_detector if kind == "face" else chosen.text_detector)(network, token)
    if hasattr(reader, "warm"):
        reader.warm()
    return reader
