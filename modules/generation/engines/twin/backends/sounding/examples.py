"""From prepared pieces to sounds: learned from, watched to know when to stop, and held out to measure it on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from modules.audio.clip import Check, Clip
from modules.audio.decoding import decode_audio
from modules.generation.engines.twin.backends.backend import Lesson, Piece, Segment
from modules.generation.engines.twin.backends.composer.lessons import TooLittle
from modules.generation.engines.twin.backends.partition import WHOLE, Division, Stretch, by_ends, by_pieces, usual_edge

FEWEST_SECONDS: Final = 20.0
WINDOW: Final = 15.0
"""Seconds of one example; whole files that were not cut before are cut here."""
FEWEST_TAKES: Final = 3
_SHORTEST: Final = 1.0


@dataclass(frozen=True)
class Take:
    """A stretch of a segment. words: its tags. name: of the piece it is from."""

    name: str
    segment: Segment
    start: float
    seconds: float
    words: str

    def clip(self, rate: int, check: Check) -> Clip:
        """In one channel at that rate."""
        sound = decode_audio(self.segment.audio, rate, mono=True, check=check).clip.samples
        first = round(self.start * rate)
        return Clip(sound[first : first + round(self.seconds * rate)], rate)


@dataclass(frozen=True)
class Takes:
    """watched: what early stopping looks at. held: what neither learning nor stopping sees. divided: said in words."""

    learned: list[Take]
    watched: list[Take]
    held: list[Take]
    divided: str


def takes_of(lesson: Lesson) -> Takes:
    """Raises TooLittle."""
    pieces = [piece for piece in lesson.pieces if piece.segments]
    cut = [list(_cut(piece)) for piece in pieces]
    seconds = sum(take.seconds for some in cut for take in some)
    if seconds < FEWEST_SECONDS or sum(map(len, cut)) < FEWEST_TAKES:
        raise TooLittle(
            f"There are {seconds:.0f} s of sound to learn from; {FEWEST_SECONDS:.0f} s in three segments are the least:"
            " to learn from, to know when to stop, and to measure what was learned.",
            field="uploads",
            next_step="Add sound files (this backend cannot learn from MIDI): 45 s in a row, or three pieces.",
        )
    division = _divided([len(some) for some in cut], [piece.sha256 for piece in pieces])
    learned, watched, held = (_those(cut, some) for some in (division.learned, division.watched, division.held))
    return Takes(learned, watched, held, division.words)


def _divided(sizes: Sequence[int], sums: Sequence[str]) -> Division:
    if len(sizes) >= WHOLE:
        return by_pieces(sizes, sums, range(len(sizes)))
    return by_ends(sizes, sums, usual_edge(sum(sizes)), "segments of sound")


def _those(cut: Sequence[Sequence[Take]], stretches: Sequence[Stretch]) -> list[Take]:
    return [take for at, first, count in stretches for take in cut[at][first : first + count]]


def _cut(piece: Piece) -> Iterator[Take]:
    for segment in piece.segments:
        words = segment.text.read_text("utf-8").strip() if segment.text.is_file() else piece.tags
        start = 0.0
        while start == 0.0 or segment.seconds - start >= _SHORTEST:
            yield Take(piece.name, segment, start, min(WINDOW, segment.seconds - start), words or piece.tags)
            start += WINDOW
