"""A broadcast: one listener's stream as a file without an end, a bar at a time, as fast as it is played."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from models.errors import TooMany
from models.live_stream import LiveState, WrittenBar
from modules.audio.balance import Balance
from modules.audio.clip import RATE
from modules.audio.soundfont import SoundFont
from modules.live.board import Standing
from modules.live.sounding.air import Air
from modules.live.sounding.band import Band
from modules.live.sounding.encoder import Encoder, StreamFormat
from modules.offload import Offload

SETTLED: Final = 0.12
"""Seconds before it sounds from which on a bar stays as it is, and can be played."""
LOOK: Final = 0.25
"""Seconds between two looks for a bar that is late."""
PATIENCE: Final = 30.0
"""Seconds that a listener waits for the first bar."""
TAIL: Final = 2.5
PLACES: Final = 8
"""Listeners of one process at the same time: each takes some percent of a core, and memory for the instruments."""

Look = Callable[[], Standing | None]


class TooManyListeners(TooMany):
    code = "live.too_many_listeners"
    title = "Too many listeners"


@dataclass
class Place:
    """How far a listener has come: the next bar, and when the one before ended."""

    index: int
    end: float


class Broadcasts:
    """offload runs what takes long beside everything else; `sleep` waits there."""

    def __init__(self, soundfont: Path, offload: Offload, sleep: Callable[[float], None] = time.sleep) -> None:
        self._path = soundfont
        self._offload = offload
        self._sleep = sleep
        self._free = threading.Semaphore(PLACES)
        self._opening = threading.Lock()

    @cached_property
    def _instruments(self) -> tuple[SoundFont, Balance]:
        soundfont = SoundFont(self._path)
        return soundfont, Balance(soundfont)

    def listen(self, look: Look, kind: StreamFormat) -> "Broadcast":
        """look: how the stream stands at the moment. Raises TooManyListeners."""
        if not self._free.acquire(blocking=False):
            raise TooManyListeners(
                f"{PLACES} players listen to this server already.",
                next_step="Wait until one stops, or play the notes of live:bar yourself.",
            )
        return Broadcast(self._pieces(look, kind), self._free.release)

    def _pieces(self, look: Look, kind: StreamFormat) -> Generator[bytes]:
        with self._opening:
            band, air, encoder = self._offload(self._made, kind)
        try:
            for bar, silence in self._bars(look):
                yield self._offload(_played, band, air, encoder, bar, silence)
            yield self._offload(_ended, band, air, encoder)
        finally:
            band.leave()

    def _made(self, kind: StreamFormat) -> tuple[Band, Air, Encoder]:
        return Band(*self._instruments), Air(), Encoder(kind)

    def _bars(self, look: Look) -> Iterator[tuple[WrittenBar, float]]:
        """Each bar once nothing can change it any more, and the seconds of silence before it."""
        place: Place | None = None
        waited = 0.0
        while (standing := look()) is not None:
            place = place or _entry(standing)
            bar = standing.bars.get(place.index) if place else None
            if place is None or bar is None or bar.starts - SETTLED > standing.now:
                waited = 0.0 if place else waited + LOOK
                if _over(standing, place, bar) or waited > PATIENCE:
                    return
                self._sleep(_until(bar, standing.now))
                continue
            yield bar, max(bar.starts - place.end, 0.0)
            place = Place(bar.index + 1, bar.starts + bar.seconds)


class Broadcast:
    """Pieces of a file; close it, whether it was read or not, so that its place is free for others."""

    def __init__(self, pieces: Generator[bytes], leave: Callable[[], None]) -> None:
        self._pieces = pieces
        self._leave = leave

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        self._pieces.close()
        leave, self._leave = self._leave, lambda: None
        leave()


def _entry(standing: Standing) -> Place | None:
    """The bar before the one that sounds: a player needs something in hand against the hitches of a network."""
    begun = [bar for bar in standing.bars.values() if bar.starts - SETTLED <= standing.now]
    if not begun:
        return None
    first = sorted(begun, key=lambda bar: bar.index)[-2:][0]
    return Place(first.index, first.starts)


def _over(standing: Standing, place: Place | None, bar: WrittenBar | None) -> bool:
    """Ended, and nothing is left that was played; or so far behind that the bar is gone."""
    gone = bar is None and place is not None and place.index < standing.next - 1
    return standing.state is LiveState.ENDED or gone


def _until(bar: WrittenBar | None, now: float) -> float:
    return LOOK if bar is None else min(max(bar.starts - SETTLED - now, 0.01), LOOK)


def _played(band: Band, air: Air, encoder: Encoder, bar: WrittenBar, silence: float) -> bytes:
    rest = encoder.encode(air.through(band.rest(round(silence * RATE)))) if silence > 1 / RATE else b""
    return rest + encoder.encode(air.through(band.play(bar, round(bar.seconds * RATE))))


def _ended(band: Band, air: Air, encoder: Encoder) -> bytes:
    return encoder.encode(air.through(band.rest(round(TAIL * RATE)))) + encoder.close()
