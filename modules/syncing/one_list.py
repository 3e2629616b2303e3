"""`OneList`: reads one of Spotify's lists, page by page; what it read is kept before anything may go wrong for good."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NoReturn, Protocol

from models.errors import Forbidden, MuseaikaError, NotFound, Unavailable
from models.job import JobError
from models.sync import AccountRead, ReadingState, SourceRead
from modules.library.synced import Synced
from modules.spotify.listening import Listening
from modules.spotify.refusals import ClientRefused, NotRegistered, PremiumRequired, RateLimited
from modules.syncing.patience import asked
from modules.syncing.sources import Gathered, Source, summed

LONGEST_WAIT: Final = 3600
"""Seconds: who is asked to wait longer reads the other lists, and this one another time."""
FOR_ALL: Final = (NotRegistered, PremiumRequired, ClientRefused)
"""Refusals that hold for every list: Spotify does not serve this app, or this person through it."""
KEPT_AT_ONCE: Final = 500
"""A library of so many songs is written page by page, one of twice as many every other page: it is written whole."""


class Turn(Protocol):
    """What an errand's run does for a reading."""

    def at(self, fraction: float, note: str) -> None:
        """Raises where nobody wants it any more."""

    def remember(self, memory: dict[str, Any]) -> None:
        """It came further."""

    def waiting(self, until: datetime, note: str = ...) -> NoReturn:
        """Go on then."""


@dataclass(frozen=True)
class Means:
    """What every list is read with. most: rows that are read of one."""

    synced: Synced
    listening: Listening
    turn: Turn
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    most: int


@dataclass
class OneList:
    """told: how it stands. share: which part of the whole work it is, from and to."""

    means: Means
    owner: str
    run: str
    source: Source
    told: SourceRead
    share: tuple[float, float]
    size: int = 0
    """Songs in the library."""
    _fresh: Gathered = field(default_factory=Gathered)
    _moved: bool = False

    def read(self) -> MuseaikaError | None:
        """Why it could not be read, where that concerns no other list. Raises what concerns all of them."""
        try:
            while self._page():
                if self._fresh.pages * KEPT_AT_ONCE >= self.size:
                    self._keep(ReadingState.READING)
        except RateLimited as limited:
            if limited.retry_after <= LONGEST_WAIT:
                self._wait(limited)
            return self._away(limited)
        except FOR_ALL:
            raise
        except (Forbidden, NotFound, Unavailable) as error:
            return self._away(error)
        self._keep(ReadingState.DONE)
        return None

    def _page(self) -> bool:
        """Whether there is another one behind it."""
        start = self.told.read + self._fresh.rows
        self._say(start)
        page = asked(
            lambda: self.source.page(self.means.listening, start), lambda note: self._say(start, note), self.means.sleep
        )
        self._moved |= self.told.of is not None and page.total != self.told.of
        self.told = self.told.model_copy(update={"of": page.total})
        self._fresh.take(page, self.means.most - start)
        return self.source.paged and page.more and start + page.rows < self.means.most

    def _say(self, read: int, instead: str | None = None) -> None:
        of = self.told.of
        far = read / of if of else 0.0
        count = f": {read:,} of {of:,}" if of else ""
        self.means.turn.at(self.share[0] + (self.share[1] - self.share[0]) * far, instead or self.source.title + count)

    def _wait(self, limited: RateLimited) -> NoReturn:
        """What was read is kept; another turn goes on after the time that Spotify asks for."""
        self._keep(ReadingState.READING)
        until = self.means.clock() + timedelta(seconds=limited.retry_after)
        self.means.turn.waiting(until, f"{self.source.title}: Spotify asks to wait {limited.retry_after} s")

    def _away(self, error: MuseaikaError) -> MuseaikaError:
        told = JobError(code=error.code, detail=error.detail, next_step=error.next_step)
        self.told = self.told.model_copy(update={"error": told})
        self._keep(ReadingState.AWAY)
        return error

    def _keep(self, state: ReadingState) -> None:
        fresh, self._fresh = self._fresh, Gathered()
        rows = self.told.read + fresh.rows
        left_out = summed(self.told.left_out, fresh.left_out)
        ended = {"state": state, "read": rows, "left_out": left_out, "moved": self.told.moved or self._moved}
        self.told = self.told.model_copy(update=ended)
        reading = self.means.synced.hear(self.owner, self.run, self.told, fresh.tracks, whole=self._whole)
        self._take(reading)
        self.means.turn.remember({"rows": sum(one.read for one in reading.sources), "of": self.told.mark})

    @property
    def _whole(self) -> bool:
        """Whether all that is wanted was seen in one piece: then what was not seen is no longer there."""
        told = self.told
        seen = not self.source.paged or told.of is None or told.read >= min(told.of, self.means.most)
        return told.state is ReadingState.DONE and seen and not told.moved

    def _take(self, reading: AccountRead) -> None:
        self.told, self.size = reading.source(self.told.mark), reading.count
