"""Moods over a socket: frames of a camera, smoothed as they come, and sentences."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from blueprints.current import socket_id
from blueprints.frames import Frames
from blueprints.json_body import check_storable, fitted
from blueprints.mood_reading import Reader
from models.account import User
from models.errors import MuseaikaError
from models.events import MoodObserved
from models.job import JobError
from models.mood_requests import FrameMessage, TextMessage
from models.reading import Reading
from modules.mood.calibration import Calibration
from modules.mood.smoothing import Smoothed, smooth
from modules.realtime import Publisher
from modules.services import Services

Answer = dict[str, Any]
REMEMBER_EVERY: Final = 60.0
"""Seconds between two moods of one socket's frames that are kept."""
RELEARN_EVERY: Final = 10.0
"""Seconds after which a stream looks again what the person's corrections teach."""


@dataclass
class Watched:
    """One socket whose frames are looked at."""

    owner: str
    smoothed: Smoothed | None = None
    calibration: Calibration = field(default_factory=Calibration)
    learnt_at: float = float("-inf")
    kept_at: float = float("-inf")


class MoodSockets:
    """`publisher` reaches the sockets of this process; `start` runs a function beside everything else."""

    def __init__(self, services: Services, publisher: Publisher, start: Callable[..., Any], at_once: int) -> None:
        self._services = services
        self._publisher = publisher
        self._reader = Reader(services)
        self._frames = Frames(self._look, start, at_once)
        self._watched: dict[str, Watched] = {}

    def frame(self, user: User, message: Answer) -> Answer:
        """Taken, to be answered by mood:observed; the acknowledgement says how many gave way to newer ones."""
        frame = fitted(FrameMessage, message)
        self._reader.permit(user.id)
        sid = socket_id()
        self._watched.setdefault(sid, Watched(user.id))
        return {"ok": True, "dropped": self._frames.offer(sid, frame)}

    def text(self, user: User, message: Answer) -> Answer:
        """The acknowledgement says what mood:observed says."""
        said = fitted(TextMessage, message)
        check_storable({"text": said.text})
        reading = self._reader.text(said.text)
        entry = self._kept(user.id, reading) if said.remember else self._services.moods.weigh(user.id, [reading])
        told = MoodObserved(
            rooms=(socket_id(),),
            source="text",
            mood=entry.mood,
            seen=reading.mood,
            certain=reading.certain,
            entry=entry.id or None,
        )
        self._publisher.publish(told)
        return {"ok": True} | {name: told.payload()[name] for name in ("mood", "seen", "certain", "entry")}

    def leave(self, sid: str) -> None:
        self._frames.forget(sid)
        self._watched.pop(sid, None)

    def _look(self, sid: str, frame: FrameMessage, dropped: int) -> None:
        watched = self._watched.get(sid)
        if watched is None:
            return
        about = {"rooms": (sid,), "source": "face", "at": frame.at, "dropped": dropped}
        try:
            reading = self._reader.frame(watched.owner, frame.image)
            told = MoodObserved(**about, **self._seen(watched, reading, remember=frame.remember))
        except MuseaikaError as error:
            reason = JobError(code=error.code, detail=error.detail, next_step=error.next_step)
            told = MoodObserved(**about, mood=None, error=reason)
        self._publisher.publish(told)

    def _seen(self, watched: Watched, reading: Reading, *, remember: bool) -> dict[str, Any]:
        """A face nobody could tell moves nothing."""
        now = time.monotonic()
        if now - watched.learnt_at >= RELEARN_EVERY:
            watched.calibration, watched.learnt_at = self._services.moods.calibration(watched.owner), now
        if reading.certain or watched.smoothed is None:
            watched.smoothed = smooth(watched.smoothed, watched.calibration.adjusted(reading.mood), now)
        entry = None
        if remember and reading.certain and now - watched.kept_at >= REMEMBER_EVERY:
            watched.kept_at, entry = now, self._kept(watched.owner, reading).id
        return {"mood": watched.smoothed.mood, "seen": reading.mood, "certain": reading.certain, "entry": entry}

    def _kept(self, owner: str, reading: Reading) -> Any:
        self._services.identity.get(owner)  # nothing is kept of somebody who is being erased
        return self._services.moods.record(owner, [reading])
