"""What a file from outside really is: its first bytes, then a decode of all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.errors import Invalid, TooLarge, Unsupported
from modules.audio.decoding import AudioFacts, inspect_audio
from modules.score.midi import read_midi
from modules.uploads.formats import ACCEPTED, HEAD_BYTES, M4A, MIDI, WAV, Format, recognised
from modules.uploads.mp4 import sample_kinds


class UnknownContent(Unsupported):
    code = "upload.unsupported"
    title = "Not a kind of file we take"


class Protected(Unsupported):
    code = "upload.protected"
    title = "The file is copy-protected"


class TooLong(TooLarge):
    code = "upload.too_long"
    title = "The sound is too long"


class TooShort(Invalid):
    code = "upload.too_short"
    title = "There is nothing to hear"


class CutOff(Invalid):
    code = "upload.cut_off"
    title = "The file is not whole"


LOCKED = {b"drms", b"enca"}
"""How MP4 files call sound that only its shop's own players can open."""
SHORTEST_SECONDS = 0.05
UNKNOWN_SIZES = {0, 0xFFFFFFFF}
"""What a WAV says of its size when it was written in one go."""


@dataclass(frozen=True)
class Finding:
    """notes: what a person should know, such as where a damaged file ends."""

    format: Format
    seconds: float
    notes: list[str]


def inspect(path: Path, longest_seconds: float) -> Finding:
    """Look at the content and nothing else. Every refusal is an Invalid about the field "file"."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    found = recognised(head)
    with _about_the_file():
        if found is None:
            raise UnknownContent(
                "The content is neither sound nor MIDI in a form we know.", next_step=f"Send {ACCEPTED}."
            )
        if found is MIDI:
            score = read_midi(path.read_bytes())
            return Finding(found, score.seconds, list(score.remarks))
        if found is M4A:
            _check_mp4(path)
        facts = _decoded(path, found, longest_seconds)
    return Finding(found, facts.seconds, facts.notes or _shortfall(found, head, path))


def _check_mp4(path: Path) -> None:
    kinds = sample_kinds(path)
    if kinds is None:
        raise CutOff(
            "The end of the file is missing, and with it the index that says where its sound is.",
            next_step="Send the file again and wait until all of it is there.",
        )
    if kinds & LOCKED:
        raise Protected(
            "The sound in this file is locked by the shop it came from.",
            next_step="Send a recording without copy protection, such as an .mp3 or .flac of your own.",
        )


def _decoded(path: Path, expected: Format, longest_seconds: float) -> AudioFacts:
    facts = inspect_audio(path, max_seconds=longest_seconds + 1)
    if expected.containers.isdisjoint(facts.format.split(",")) or not facts.codec.startswith(expected.codecs):
        raise UnknownContent(
            f"This .{expected.name} file holds {facts.codec} sound, which we do not take.",
            next_step=f"Send {ACCEPTED}.",
        )
    if facts.seconds > longest_seconds:
        raise TooLong(
            f"The sound is longer than {longest_seconds / 60:g} minutes.",
            next_step="Cut out the part you need and send that.",
            limit_seconds=longest_seconds,
        )
    if facts.seconds < SHORTEST_SECONDS:
        raise TooShort(
            f"The sound lasts {facts.seconds * 1000:.1f} milliseconds.", next_step="Send a piece that can be heard."
        )
    return facts


def _shortfall(found: Format, head: bytes, path: Path) -> list[str]:
    """A WAV that was cut off decodes without complaint; only its header knows."""
    said, there = int.from_bytes(head[4:8], "little"), path.stat().st_size
    if found is not WAV or said in UNKNOWN_SIZES or said + 8 <= there:
        return []
    return [f"The file ends early: {there:,} of {said + 8:,} bytes are there."]


@contextmanager
def _about_the_file() -> Iterator[None]:
    """Decoders do not know in which field their bytes came."""
    try:
        yield
    except Invalid as error:
        error.field = "file"
        raise
