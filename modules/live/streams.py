"""Streams as their owners meet them: begin one, steer it, look at it, end it, keep what was played."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from models.errors import Conflict, NotFound
from models.live import LiveOrder
from models.live_stream import LiveState, LiveView, WrittenBar
from models.mood import Point
from modules.documents.shelf import Shelf
from modules.documents.store import Query
from modules.live.board import Board, Standing
from modules.live.collection import Stream
from modules.live.composing.likeness import Likeness
from modules.live.endings import Endings

SHOWN: Final = 4
"""Bars that were played and are still shown."""
GRACE: Final = 2
"""Silences after which a stream is ended without its workers, who should have."""


class StreamNotFound(NotFound):
    code = "live.not_found"


class NothingPlayed(Conflict):
    code = "live.nothing_played"


class StillPlaying(Conflict):
    code = "live.running"


@dataclass(frozen=True)
class Crew:
    """Who is asked for something. liken: reads the references of an order. send: for a turn of a stream.
    wanted: somebody is about to play, so workers should be there. keep: makes a job of a stream that was played.
    """

    liken: Callable[[str, LiveOrder], Likeness | None]
    send: Callable[[str], None]
    wanted: Callable[[], None]
    keep: Callable[[Stream], str]


@dataclass(frozen=True)
class Terms:
    """clock, new_id and new_seed are passed in; limits: streams of one person, and of everybody together."""

    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    new_seed: Callable[[], int]
    limits: tuple[int, int]


class Streams:
    def __init__(self, board: Board, streams: Shelf[Stream], endings: Endings, crew: Crew, terms: Terms) -> None:
        self._board = board
        self._streams = streams
        self._endings = endings
        self._crew = crew
        self._terms = terms

    def start(self, owner: str, order: LiveOrder) -> LiveView:
        """Begin a stream. Raises TooManyStreams, and whatever is wrong with its references."""
        self._crew.wanted()
        likeness = self._crew.liken(owner, order)
        seed = self._terms.new_seed() if order.seed is None else order.seed
        order = order.model_copy(update={"seed": seed})
        stream_id = self._terms.new_id()
        self._board.open(stream_id, owner, order, likeness, self._terms.limits)
        now = self._terms.clock()
        self._streams.insert(Stream(id=stream_id, owner=owner, order=order, seed=seed, created_at=now))
        self._board.wake(stream_id)
        self._crew.send(stream_id)
        return self.view(owner, stream_id)

    def steer(self, owner: str, stream_id: str, mood: Point) -> int:
        """The first bar that will follow the mood. Raises StreamNotFound, also for one that has ended."""
        steered = self._board.steer(stream_id, owner, mood)
        if steered is None:
            raise _unknown()
        index, at_once = steered
        if at_once:
            self._crew.send(stream_id)
        return index

    def listen(self, owner: str, stream_id: str) -> LiveView:
        """How it stands; from now on somebody listens, as long as `heard` is called for it."""
        view = self.view(owner, stream_id)
        if view.state is not LiveState.ENDED:
            self.heard([stream_id])
        return view

    def heard(self, stream_ids: Iterable[str]) -> set[str]:
        """Somebody still listens to these; those of them that still play."""
        playing = self._board.hear(stream_ids)
        if playing:
            self._crew.wanted()
        return playing

    def stop(self, owner: str, stream_id: str, *, keep: bool = False) -> LiveView:
        """End it; one that ended before stays as it is. keep: make a work of what was played."""
        self._get(owner, stream_id)
        ended = self._endings.end(stream_id, "stopped", self._crew.keep if keep else None)
        if keep and ended is None:
            return self.keep(owner, stream_id)
        return self.view(owner, stream_id)

    def keep(self, owner: str, stream_id: str) -> LiveView:
        """Make a work of a stream that has ended; doing it twice gives the same. Raises StillPlaying, NothingPlayed."""
        stream = self._get(owner, stream_id)
        if stream.state is not LiveState.ENDED:
            raise StillPlaying("It still plays.", next_step="End it first: DELETE /live/{id}?keep=true does both.")
        if not stream.played:
            raise NothingPlayed("Nothing of it was played.", next_step="Start another, and listen for a bar or two.")
        if stream.work is None:
            self._endings.kept(stream, self._crew.keep(stream))
        return self.view(owner, stream_id)

    def view(self, owner: str, stream_id: str) -> LiveView:
        stream = self._get(owner, stream_id)
        standing = self._board.look(stream_id)
        if standing is None and stream.state is not LiveState.ENDED:
            stream = self._endings.lost(stream)
        return _seen(stream, standing, self._board.time() if standing is None else standing.now)

    def all_of(self, owner: str) -> list[LiveView]:
        """Their streams, the running ones and those that ended lately, newest first."""
        self._crew.wanted()
        found, _ = self._streams.find(Query({"owner": owner}, order="created_at", descending=True), limit=50)
        return [self.view(owner, stream.id) for stream in found]

    def ear(self, stream_id: str, key: str | None, owner: Callable[[], str]) -> Callable[[], Standing | None]:
        """What a player listens with, for the owner and for who has the key; as long as it does, somebody listens.

        Raises StreamNotFound, also for a stream that has ended.
        """
        standing = self._board.look(stream_id)
        known = standing is not None and key is not None and _same(standing.key, key)
        if standing is None or not (known or owner() == standing.owner) or standing.state is LiveState.ENDED:
            raise _unknown()

        def listen() -> Standing | None:
            self.heard([stream_id])
            return self._board.look(stream_id)

        return listen

    def sweep(self) -> int:
        """End what the board has forgotten, and what no worker was there to end; how many there were."""
        running = Query({"state": LiveState.RUNNING.value}, order="created_at")
        return sum(self._swept(stream) for stream in self._streams.find(running, limit=200)[0])

    def _swept(self, stream: Stream) -> bool:
        standing = self._board.look(stream.id)
        if standing is None:
            self._endings.lost(stream)
        elif standing.now - standing.heard > GRACE * self._board.silence:
            self._endings.end(stream.id, "unheard")
        else:
            return False
        return True

    def _get(self, owner: str, stream_id: str) -> Stream:
        stream = self._streams.get(stream_id)
        if stream is None or stream.owner != owner:
            raise _unknown()
        return stream


def _same(key: str, given: str) -> bool:
    return secrets.compare_digest(key.encode(), given.encode("utf-8", "surrogatepass"))


def _unknown() -> StreamNotFound:
    return StreamNotFound("There is no such stream of yours that plays.", next_step="GET /live lists yours.")


def _seen(stream: Stream, standing: Standing | None, now: float) -> LiveView:
    newest = standing.wishes[-1][1] if standing else Point(stream.order.valence, stream.order.arousal)
    if standing is None and stream.moods:
        newest = Point(*stream.moods[-2:])
    state = LiveState.ENDED if stream.state is LiveState.ENDED or standing is None else standing.state
    bars = _shown(standing) if standing and state is not LiveState.ENDED else []
    return LiveView(
        id=stream.id,
        state=state,
        order=stream.order,
        seed=stream.seed,
        created_at=stream.created_at,
        ended_at=stream.ended_at,
        reason=stream.reason,
        began=standing.began if standing else None,
        now=now,
        valence=newest.valence,
        arousal=newest.arousal,
        played=stream.played if state is LiveState.ENDED else _played(standing),
        late=standing.late if standing else 0,
        bars=bars,
        audio=f"/live/{stream.id}/audio" + (f"?key={standing.key}" if standing else ""),
        work=stream.work,
    )


def _shown(standing: Standing) -> list[WrittenBar]:
    ordered = [bar for _, bar in sorted(standing.bars.items())]
    coming = [bar for bar in ordered if bar.starts > standing.now]
    return ordered[-len(coming) - SHOWN :]


def _played(standing: Standing | None) -> int:
    if standing is None:
        return 0
    coming = sum(bar.starts > standing.now for bar in standing.bars.values())
    return standing.next - coming
