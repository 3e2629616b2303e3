"""A stream in one's own terminal: the composer, the mood, and the bars so far; no server needed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from models.errors import Invalid
from models.live import LiveBar, LiveOrder
from models.mood import POINTS, MoodLabel, Point
from modules.audio.balance import Balance
from modules.audio.clip import RATE, Samples
from modules.audio.encoding import encode_blocks
from modules.audio.soundfont import SoundFont
from modules.live.composing.composer import LiveComposer
from modules.live.composing.keeping import score_of
from modules.live.sounding.air import Air
from modules.live.sounding.band import Band
from modules.score.midi_writing import write_midi

TAIL: Final = 2.5
SOUNDS: Final = ("wav", "flac", "ogg", "mp3", "m4a")


class BadTarget(Invalid):
    code = "live.bad_target"


class Session:
    def __init__(self, weights: Path, order: LiveOrder, seed: int) -> None:
        self.mood = Point(order.valence, order.arousal)
        self.bars: list[LiveBar] = []
        there = (weights / "composer.safetensors").is_file()
        self._composer = LiveComposer(weights if there else None)
        self._thread = self._composer.begin(order, seed)

    @property
    def seconds(self) -> float:
        """Of all bars so far."""
        return self._thread.at

    def warm(self) -> None:
        """Open the composer, so that the first bar does not wait for it."""
        self._composer.write(self._thread, self.mood)

    def write(self) -> LiveBar:
        """The next bar, under the mood of now."""
        bar, self._thread = self._composer.write(self._thread, self.mood)
        self.bars.append(bar)
        return bar

    def move(self, valence: float, arousal: float) -> None:
        """By so much, and not beyond the edges."""
        self.mood = Point(_within(self.mood.valence + valence), _within(self.mood.arousal + arousal))

    def save(self, path: Path, soundfont: Path) -> None:
        """Write what was played, as the kind of file its name says."""
        if path.suffix in {".mid", ".midi"}:
            path.write_bytes(write_midi(score_of(self.bars)))
            return
        encode_blocks(self._sound(soundfont), RATE, 2, path)

    def _sound(self, soundfont: Path) -> Iterator[Samples]:
        instruments = SoundFont(soundfont)
        band, air = Band(instruments, Balance(instruments)), Air()
        for bar in self.bars:
            yield air.through(band.play(bar, round(bar.seconds * RATE)))
        yield air.through(band.rest(round(TAIL * RATE)))
        band.leave()


def check_target(path: Path) -> None:
    """Raises BadTarget, before anybody played for nothing."""
    if path.suffix.removeprefix(".") not in {"mid", "midi", *SOUNDS}:
        raise BadTarget(
            f"We do not write {path.name!r}.",
            field="out",
            next_step=f"End the name in .mid, or in one of {', '.join(f'.{kind}' for kind in SOUNDS)}.",
        )
    if not path.absolute().parent.is_dir():
        raise BadTarget(f"There is no folder {path.absolute().parent}.", field="out", next_step="Make it first.")


def felt(word: str) -> Point | None:
    """Where a word for a mood lies; None for one that is none."""
    known = word.strip().lower()
    return POINTS[MoodLabel(known)] if known in set(MoodLabel) else None


def _within(value: float) -> float:
    return round(min(max(value, -1.0), 1.0), 3)
