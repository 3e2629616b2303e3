"""`Syncing`: when somebody's Spotify account is read: right after they connect it, and when they ask."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.errand import Errand, ErrandKind
from models.errors import MuseaikaError, TooMany
from models.spotify import LinkState
from models.sync import AccountRead, SyncView
from modules.errands.errands import Errands
from modules.errands.performing import Performer
from modules.library.synced import Synced
from modules.spotify.links import Links
from modules.spotify.refusals import NotLinked, ReauthRequired
from modules.syncing.reader import AccountReader
from modules.syncing.telling import notes

logger = logging.getLogger(__name__)


class SyncedLately(TooMany):
    code = "sync.lately"
    title = "Read a moment ago"


@dataclass(frozen=True)
class Syncing:
    """every: how often an account is read, unless somebody insists. after_login: whether a login begins it."""

    errands: Errands
    synced: Synced
    links: Links
    clock: Callable[[], datetime]
    every: timedelta
    after_login: bool = True

    def begin(self, owner: str, *, force: bool = False) -> Errand:
        """The errand that reads it, or that does so already. Raises NotLinked, ReauthRequired, SyncedLately."""
        known = self.errands.open_one(owner, ErrandKind.SYNC)
        if known is not None:
            return known
        state = self.links.view(owner).state
        if state is LinkState.UNLINKED:
            raise NotLinked
        if state is LinkState.REAUTH_REQUIRED:
            raise ReauthRequired
        if not force:
            self._check(self.synced.last(owner))
        return self.errands.start(owner, ErrandKind.SYNC)

    def connected(self, owner: str) -> None:
        """Somebody just logged in: their account is read, but whatever is wrong with that spoils no login."""
        if not self.after_login:
            return
        try:
            self.begin(owner)
        except SyncedLately:
            return
        except MuseaikaError as error:
            logger.warning("the account of %s is not read now: %s", owner, error.detail)

    def disconnected(self, owner: str) -> None:
        """Nothing reads it any more."""
        known = self.errands.open_one(owner, ErrandKind.SYNC)
        if known is not None:
            self.errands.cancel(owner, known.id)

    def view(self, owner: str) -> SyncView:
        known, last = self.errands.open_one(owner, ErrandKind.SYNC), self.synced.last(owner)
        return SyncView(errand=known.id if known else None, last=last, notes=notes(last) if last else [])

    def _check(self, last: AccountRead | None) -> None:
        """What is missing may be asked for at once."""
        if last is None or last.ended_at is None or last.degraded:
            return
        left = (last.ended_at + self.every - self.clock()).total_seconds()
        if left > 0:
            raise SyncedLately(
                f"Your account was read {_ago(self.clock() - last.ended_at)}.",
                next_step="GET /music/tracks has what was found; POST /music/sync?force=true reads it again now.",
                retry_after=math.ceil(left),
            )


def performer(reader: AccountReader) -> Performer:
    """An errand's way to read an account; it is a reading of its own, which goes on after any worker's end."""

    def perform(run: Any) -> dict[str, Any]:
        reading = reader.read(run.errand.owner, run.errand.id, run)
        return reading.model_dump(mode="json") | {"degraded": reading.degraded, "notes": notes(reading)}

    return perform


def _ago(passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    return f"{minutes} minutes ago" if minutes > 1 else "a moment ago"
