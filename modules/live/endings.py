"""How a stream ends, whoever ends it: once, with what was played written down, and everybody told."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from models.events import LiveEnded, live_room, user_room
from models.live_stream import LiveState
from models.mood import Point
from modules.documents.shelf import Shelf
from modules.live.board import Board, Finished
from modules.live.collection import Stream
from modules.realtime import Publisher

logger = logging.getLogger(__name__)
KEEPABLE: Final = timedelta(hours=24)
"""How long after its end a stream may still be made a work of."""


class Endings:
    def __init__(
        self, board: Board, streams: Shelf[Stream], publisher: Publisher, clock: Callable[[], datetime]
    ) -> None:
        self._board = board
        self._streams = streams
        self._publisher = publisher
        self._clock = clock

    def end(self, stream_id: str, reason: str, keep: Callable[[Stream], str] | None = None) -> Stream | None:
        """The stream as it ended; None when it had ended before. keep: gives the job that makes a work of it."""
        finished = self._board.finish(stream_id, reason)
        if finished is None:
            return None
        stream = self._settled(stream_id, reason, finished)
        try:
            if stream is not None and keep is not None and stream.played:
                stream = self.kept(stream, keep(stream))
        finally:
            self._tell(stream_id, reason, finished.played, stream)
        return stream

    def lost(self, stream: Stream) -> Stream:
        """Its board forgot it: it ended with what was last written down."""
        settled = self._settled(stream.id, "lost", None)
        return settled or self._streams.get(stream.id) or stream

    def kept(self, stream: Stream, job_id: str) -> Stream:
        changed = self._streams.change(stream.id, lambda one: one.model_copy(update={"work": job_id}))
        return changed or stream

    def write_down(self, stream_id: str, opening: str, moods: list[Point]) -> bool:
        """What has been written so far, should the board be lost. False when nobody owns the stream any more."""
        update = {"opening": opening, "moods": _flat(moods)}
        return self._streams.change(stream_id, lambda one: one.model_copy(update=update)) is not None

    def _settled(self, stream_id: str, reason: str, finished: Finished | None) -> Stream | None:
        now = self._clock()
        update: dict[str, object] = {
            "state": LiveState.ENDED,
            "ended_at": now,
            "reason": reason,
            "expires_at": now + KEEPABLE,
        }
        if finished is not None:
            update |= {"opening": finished.opening, "moods": _flat(finished.moods)}
        return self._streams.change(
            stream_id, lambda one: None if one.state is LiveState.ENDED else one.model_copy(update=update)
        )

    def _tell(self, stream_id: str, reason: str, played: int, stream: Stream | None) -> None:
        logger.info("stream %s ended (%s) after %d bars", stream_id, reason, played)
        rooms = (live_room(stream_id), *([user_room(stream.owner)] if stream else []))
        work = stream.work if stream else None
        self._publisher.publish(LiveEnded(rooms=rooms, id=stream_id, reason=reason, played=played, work=work))


def _flat(moods: list[Point]) -> list[float]:
    return [part for mood in moods for part in mood]
