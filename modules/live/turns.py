"""One turn of a stream: whatever is due of it is written, put on the board and told; then the turn is given back."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from models.errors import Unavailable
from models.events import LiveBarWritten, live_room
from models.live import LiveBar, LiveOrder
from models.live_stream import WrittenBar
from models.mood import Point
from modules.live.board import Board, Turn
from modules.live.composing.likeness import Likeness
from modules.live.composing.thread import Thread
from modules.live.endings import Endings
from modules.live.planning import next_step
from modules.live.playing import Playing
from modules.realtime import Publisher

logger = logging.getLogger(__name__)
SOON: Final = 0.01
"""Seconds that are not worth giving a turn back for."""
RENEW_EVERY: Final = 0.1
MOST: Final = 3
"""Bars of one turn, so that other streams have theirs."""
WRITE_DOWN_EVERY: Final = 16
"""Bars between two notes of what was played that outlive the board."""


PATIENCE: Final = 20
"""Turns that may fail one after the other, 300 milliseconds apart."""


class Composer(Protocol):
    """Who writes the bars: pure, the same bar for the same thread and mood."""

    def begin(self, order: LiveOrder, seed: int, likeness: Likeness | None = None) -> Thread: ...

    def write(self, thread: Thread, mood: Point) -> tuple[LiveBar, Thread]: ...


class Turns:
    """composer: called once a turn has something to write: only who writes opens the network."""

    def __init__(
        self,
        board: Board,
        endings: Endings,
        publisher: Publisher,
        composer: Callable[[], Composer],
        longest: float,
    ) -> None:
        self._board = board
        self._endings = endings
        self._publisher = publisher
        self._composer = composer
        self._longest = longest

    def take(self, stream_id: str) -> None:
        """Go on with a stream; nothing happens when another worker is at it, or it has ended."""
        if self._taken(stream_id):
            self._taken(stream_id)

    def failed(self, stream_id: str) -> None:
        """A turn failed by a mistake of ours: it is tried again, but not for ever."""
        if self._board.stumble(stream_id) >= PATIENCE:
            self._endings.end(stream_id, "failed")

    def warm(self) -> None:
        """Open the composer, and let it write a bar for nobody, before the first turn."""
        composer = self._composer()
        composer.write(composer.begin(LiveOrder(valence=0, arousal=0), 0), Point(0, 0))

    def _taken(self, stream_id: str) -> bool:
        """True when a mood came that was not seen."""
        turn = self._board.claim(stream_id, secrets.token_hex(8))
        if turn is None:
            return False
        if reason := self._over(turn):
            self._endings.end(stream_id, reason)
            return False
        if turn.orphaned:
            logger.warning("stream %s was left by its worker; going on with it", stream_id)
            self._tell_again(turn)
        with self._at_it(turn):
            return self._go_on(turn)

    def _go_on(self, turn: Turn) -> bool:
        playing = Playing(turn)
        for _ in range(MOST):
            step = next_step(playing.known())
            if step.due > playing.now() + SOON or not self._write(turn, playing, step.index, anew=step.anew):
                break
        return self._board.release(turn, playing.seq, next_step(playing.known()).due)

    @contextmanager
    def _at_it(self, turn: Turn) -> Iterator[None]:
        """Says so all the time, so that nobody takes over a turn that is only slow."""
        done = threading.Event()
        thread = threading.Thread(target=self._renew, args=(turn, done), name="turn", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _renew(self, turn: Turn, done: threading.Event) -> None:
        while not done.wait(RENEW_EVERY):
            try:
                self._board.renew(turn)
            except Unavailable as error:
                logger.warning("the turn of stream %s could not be renewed: %s", turn.standing.id, error.detail)

    def _write(self, turn: Turn, playing: Playing, index: int, *, anew: bool) -> bool:
        """False when the turn is lost."""
        if index == 0 and playing.opening is None:
            order, likeness = turn.standing.order, turn.standing.likeness
            playing.opening = self._composer().begin(order, order.seed or 0, likeness).model_dump_json()
        mood = playing.known().wished(index)
        thread = playing.thread(index) or self._board.thread(turn, index)
        bar, after = self._composer().write(Thread.model_validate_json(thread), mood)
        written = playing.placed(bar, anew=anew)
        if written is None:
            return True
        thread_after = after.model_dump_json()
        changed = playing.changes(written, anew=anew)
        committed = self._board.commit(turn, written, mood, thread_after, playing.version, changed)
        if committed is None:
            return False
        playing.take_in(written, mood, thread_after, committed)
        self._tell(turn.standing.id, written)
        return self._noted(turn.standing.id, playing.opening or "", written.index)

    def _noted(self, stream_id: str, opening: str, index: int) -> bool:
        if index % WRITE_DOWN_EVERY:
            return True
        if self._endings.write_down(stream_id, opening, self._board.moods(stream_id)):
            return True
        self._endings.end(stream_id, "erased")
        return False

    def _over(self, turn: Turn) -> str | None:
        standing = turn.standing
        if standing.now - standing.heard > self._board.silence:
            return "unheard"
        if standing.began is not None and standing.now - standing.began > self._longest:
            return "longest"
        return None

    def _tell_again(self, turn: Turn) -> None:
        """What the lost worker may have put down without telling anybody."""
        for _, bar in sorted(turn.standing.bars.items()):
            if bar.starts > turn.standing.now:
                self._tell(turn.standing.id, bar)

    def _tell(self, stream_id: str, bar: WrittenBar) -> None:
        fields = {name: getattr(bar, name) for name in WrittenBar.model_fields}
        self._publisher.publish(LiveBarWritten.model_construct(rooms=(live_room(stream_id),), id=stream_id, **fields))
