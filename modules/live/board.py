"""The board of running streams, in Valkey: no process holds anything of them, so that any may die."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import redis

from models.errors import TooMany, Unavailable
from models.live import LiveOrder
from models.live_stream import LiveState, WrittenBar
from models.mood import Point
from modules.live import scripts
from modules.live.composing.likeness import Likeness

LEASE: Final = 0.3
"""Seconds that a turn may be overdue before another worker takes it."""
REACH: Final = 0.7
"""Seconds before a bar line from which on a mood sounds from that line."""
SPACING: Final = 0.15
"""Seconds between two answers to a mood that moves all the time."""
RECENT: Final = 8
"""Bars that stay to be seen after they were played."""
MEMORY: Final = 900
"""Seconds for which an ended stream is remembered here."""


class TooManyStreams(TooMany):
    code = "live.too_many"
    title = "Too many streams"


class BoardAway(Unavailable):
    code = "live.unavailable"


@dataclass(frozen=True)
class Standing:
    """A stream at a moment. now: Valkey's clock. bars: by index, the last that were played and those to come."""

    id: str
    now: float
    owner: str
    order: LiveOrder
    state: LiveState
    heard: float
    seq: int
    next: int
    version: int
    """How many bars were put down, better ones included."""
    wishes: tuple[tuple[int, Point], ...]
    bars: Mapping[int, WrittenBar]
    began: float | None = None
    steered: float = 0.0
    late: int = 0
    revisions: Mapping[int, int] | None = None
    likeness: Likeness | None = None
    opening: str | None = None
    """The composer's thread before the first bar."""
    key: str = ""
    """Who knows it may listen to the audio."""

    def wished(self, index: int) -> Point:
        """The mood that this bar is to follow."""
        return [mood for since, mood in self.wishes if since <= index][-1]


@dataclass(frozen=True)
class Turn:
    """A stream taken to be gone on with. orphaned: whoever had it before never gave it back."""

    token: str
    standing: Standing
    moods: Mapping[int, Point]
    orphaned: bool


@dataclass(frozen=True)
class Finished:
    """What there is of a stream that was ended: bars played, and the moods they were written under."""

    at: float
    played: int
    moods: list[Point]
    opening: str | None


class Board:
    def __init__(self, url: str, silence: float) -> None:
        """silence: seconds without a listener after which a stream is forgotten."""
        self._redis = redis.Redis.from_url(
            url, decode_responses=True, socket_timeout=2, socket_connect_timeout=2, retry_on_timeout=False
        )
        self.silence = silence
        named = {name: text for name, text in vars(scripts).items() if name.isupper() and not name.startswith("_")}
        self._scripts = {name: self._redis.register_script(text) for name, text in named.items()}

    def time(self) -> float:
        return float(self._run("TIME", ""))

    def open(
        self, stream_id: str, owner: str, order: LiveOrder, likeness: Likeness | None, limits: tuple[int, int]
    ) -> None:
        """limits: streams of one person, and of everybody together. Raises TooManyStreams."""
        told = order.model_dump_json()
        moods = repr(order.valence), repr(order.arousal)
        like = likeness.model_dump_json() if likeness else ""
        key = secrets.token_urlsafe(16)
        answer = self._run("OPEN", stream_id, owner, told, *moods, *limits, self.silence, key, like)
        if answer == "user":
            raise TooManyStreams(
                f"You have {limits[0]} streams already, as many as one person may.",
                next_step="End one: DELETE /live/{id}.",
            )
        if answer == "server":
            raise TooManyStreams(
                f"This server plays {limits[1]} streams already, as many as it may.",
                next_step="Wait until somebody ends theirs.",
            )

    def steer(self, stream_id: str, owner: str, mood: Point) -> tuple[int, bool] | None:
        """The first bar that will follow it, and whether a turn is due at once. None for no stream of theirs."""
        given = repr(mood.valence), repr(mood.arousal)
        answer = self._run("STEER", stream_id, owner, *given, REACH, SPACING)
        return None if answer is None else (int(answer[0]), bool(answer[2]))

    def hear(self, stream_ids: Iterable[str]) -> set[str]:
        """Somebody listens to these; those of them that play."""
        ids = list(stream_ids)
        return set(self._run("HEAR", self.silence, *ids)) if ids else set()

    def due(self) -> tuple[list[str], bool]:
        """Streams whose turn it is, and whether any plays at all."""
        ids, playing = self._run("DUE", "", LEASE)
        return list(ids), bool(playing)

    def wake(self, stream_id: str) -> None:
        """Its turn is due at once."""
        self._run("WAKE", stream_id)

    def claim(self, stream_id: str, token: str) -> Turn | None:
        answer = self._run("CLAIM", stream_id, token, LEASE)
        if answer is None:
            return None
        clock, orphaned, fields, bars, moods = answer
        standing = _standing(stream_id, float(clock), _paired(fields), _paired(bars))
        return Turn(token, standing, _felt(_paired(moods)), bool(orphaned))

    def thread(self, turn: Turn, index: int) -> str:
        """The composer's thread before this bar, one of those that have yet to sound."""
        return str(self._run("THREAD", turn.standing.id, index))

    def commit(
        self, turn: Turn, bar: WrittenBar, mood: Point, thread: str, version: int, changed: Mapping[str, Any]
    ) -> tuple[float, int, tuple[tuple[int, Point], ...]] | None:
        """The clock, and the newest wishes with their number. None when somebody else wrote first."""
        answer = self._run(
            "COMMIT",
            turn.standing.id,
            turn.token,
            bar.index,
            f"{bar.starts:.6f}",
            bar.model_dump_json(),
            f"{mood.valence!r},{mood.arousal!r}",
            thread,
            LEASE,
            RECENT,
            version,
            *(part for pair in changed.items() for part in pair),
        )
        return None if answer is None else (float(answer[0]), int(answer[1]), _wishes(answer[2]))

    def renew(self, turn: Turn) -> None:
        """The turn is still at work."""
        self._run("RENEW", turn.standing.id, turn.token, LEASE)

    def stumble(self, stream_id: str) -> int:
        """A turn failed; how often in a row."""
        return int(self._run("STUMBLE", stream_id))

    def release(self, turn: Turn, seen: int, due: float) -> bool:
        """True when it is due at once after all."""
        return bool(self._run("RELEASE", turn.standing.id, turn.token, seen, f"{due:.6f}"))

    def finish(self, stream_id: str, reason: str) -> Finished | None:
        """None when it had ended before, or was never there."""
        answer = self._run("FINISH", stream_id, reason, MEMORY)
        if answer is None:
            return None
        moods, played = _felt(_paired(answer[2])), int(answer[1])
        return Finished(float(answer[0]), played, [moods[index] for index in range(played)], answer[3])

    def look(self, stream_id: str) -> Standing | None:
        clock, fields, bars = self._run("LOOK", stream_id)
        return _standing(stream_id, float(clock), _paired(fields), _paired(bars)) if fields else None

    def moods(self, stream_id: str) -> list[Point]:
        """Those that all bars so far were written under."""
        felt = _felt(_paired(self._run("MOODS", stream_id)))
        return [felt[index] for index in sorted(felt)]

    def _run(self, name: str, *arguments: Any) -> Any:
        try:
            return self._scripts[name](args=list(arguments))
        except redis.RedisError as error:
            raise BoardAway(f"The streams cannot be reached: {error}", next_step="Try again in a moment.") from None


def _standing(stream_id: str, now: float, fields: dict[str, str], bars: dict[str, str]) -> Standing:
    revisions = json.loads(fields.get("revisions", "{}"))
    return Standing(
        id=stream_id,
        now=now,
        owner=fields["owner"],
        order=LiveOrder.model_validate_json(fields["order"]),
        state=LiveState(fields["state"]),
        heard=float(fields["heard"]),
        seq=int(fields["seq"]),
        next=int(fields["next"]),
        version=int(fields["version"]),
        wishes=_wishes(fields["wishes"]),
        bars={int(index): WrittenBar.model_validate_json(bar) for index, bar in bars.items()},
        began=float(fields["began"]) if "began" in fields else None,
        steered=float(fields["steered"]),
        late=int(fields["late"]),
        revisions={int(index): count for index, count in revisions.items()},
        likeness=Likeness.model_validate_json(fields["likeness"]) if fields["likeness"] else None,
        opening=fields.get("opening"),
        key=fields["key"],
    )


def _wishes(told: str) -> tuple[tuple[int, Point], ...]:
    return tuple((int(index), Point(float(valence), float(arousal))) for index, valence, arousal in json.loads(told))


def _paired(flat: list[str]) -> dict[str, str]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _felt(found: dict[str, str]) -> dict[int, Point]:
    return {int(index): Point(*map(float, text.split(","))) for index, text in found.items()}
