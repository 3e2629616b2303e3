"""From prepared pieces to what is learned from, what tells when to stop, and what the receipt is measured on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.errors import Invalid
from modules.composing import corpus
from modules.composing.batches import Batch
from modules.composing.songs import Song
from modules.composing.tasks import Chances, Windows
from modules.generation.engines.twin.backends.backend import Lesson, Piece
from modules.generation.engines.twin.backends.partition import WHOLE, Division, Stretch, by_ends, by_pieces, usual_edge

WINDOW: Final = 8
EVENTS: Final = 1400
"""Of a batch."""
FEWEST_BARS: Final = 3 * WINDOW
_STYLELESS: Final = float("nan")
_LEARNING: Final = Chances(
    given=0.2, disturbed=0.2, drop_wishes=0.2, drop_wish=0.1, drop_latents=0.6, drop_latent=0.1, octave=0.0
)
"""Mostly without latents: what a producer does by themselves is to be in the weights, not in the latents."""
_JUDGED: Final = Chances(given=0, disturbed=0, drop_wishes=0, drop_wish=0, drop_latents=1, drop_latent=0, octave=0)


class TooLittle(Invalid):
    code = "twin.too_little"
    title = "Too little to learn from"


@dataclass(frozen=True)
class Lessons:
    """watched: what early stopping looks at. held: what neither learning nor stopping sees. divided: said in words."""

    learned: list[Song]
    watched: list[Song]
    held: list[Song]
    divided: str

    def windows(self) -> Windows:
        return _windows(self.learned, _LEARNING)


def judged(songs: Sequence[Song], most: int = 3) -> list[Batch]:
    """Batches of music that is not learned from, always the same."""
    return _windows(songs, _JUDGED).batches(9, 0, EVENTS)[:most]


def lessons_of(lesson: Lesson) -> Lessons:
    """Raises TooLittle."""
    pieces = [piece for piece in lesson.pieces if piece.bars is not None]
    songs = [read(piece) for piece in pieces]
    bars = sum(len(song.bars) for song in songs)
    if bars < FEWEST_BARS:
        raise TooLittle(
            f"There are {bars} bars to learn from; {FEWEST_BARS} are the least.",
            field="uploads",
            next_step="Add more music, about a minute at least: whole pieces are best.",
        )
    division = _divided(songs, [piece.sha256 for piece in pieces])
    learned, watched, held = (_parts(songs, some) for some in (division.learned, division.watched, division.held))
    return Lessons(learned, watched, held, division.words)


def read(piece: Piece) -> Song:
    """Its notes."""
    if piece.bars is None:
        raise TooLittle(f"No notes were heard in {piece.name}.", next_step="Leave it out.")
    return corpus.load(piece.bars).song(0)


def _divided(songs: Sequence[Song], sums: Sequence[str]) -> Division:
    """Raises TooLittle unless each of the three has eight bars that can be learned from."""
    sizes, total = [len(song.bars) for song in songs], sum(len(song.bars) for song in songs)
    fit = [at for at, song in enumerate(songs) if _full([song])]
    if len(fit) >= WHOLE:
        return by_pieces(sizes, sums, fit)
    for edge in range(max(WINDOW, usual_edge(total)), total // 3 + 1, WINDOW // 2):
        found = by_ends(sizes, sums, edge, "bars")
        if all(_full(_parts(songs, some)) for some in (found.learned, found.watched, found.held)):
            return found
    raise TooLittle(
        f"There are not three times {WINDOW} bars in a row that are full enough, and on the beat: to learn from, to"
        " know when to stop, and to measure what was learned.",
        field="uploads",
        next_step="Add music with a steady beat that goes on for eight bars at least.",
    )


def _full(songs: Sequence[Song]) -> bool:
    return bool(len(_windows(songs, _JUDGED).starts))


def _parts(songs: Sequence[Song], stretches: Sequence[Stretch]) -> list[Song]:
    return [part(songs[at], start, bars) for at, start, bars in stretches]


def part(song: Song, start: int, bars: int) -> Song:
    """Some of its bars as a song."""
    where = slice(start, start + bars)
    rest = (song.shift[where], song.tempo[where], song.mode, song.crooked[where])
    return Song(song.name, song.style, song.bars.window(start, bars), *rest)


def _windows(songs: Sequence[Song], chances: Chances) -> Windows:
    windows = Windows(corpus.pack(list(songs)), WINDOW, chances)
    windows.controls = [one.changed(style=_STYLELESS) for one in windows.controls]
    return windows
