"""`AccountReader`: reads somebody's Spotify account into their library; cut short anywhere, it goes on where it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from models.errors import MuseaikaError
from models.sync import AccountRead, ReadingState
from models.track import MOST_TRACKS
from modules.library.synced import Synced
from modules.spotify.listening import Listening
from modules.syncing.one_list import Means, OneList, Turn
from modules.syncing.sources import SOURCES

SHORT: Final = 0.02
"""The share of the work that each of the short lists is, which come first; the last and long one is the rest."""


@dataclass(frozen=True)
class AccountReader:
    """listening_of: somebody's account. most: saved tracks that are read, the newest first."""

    synced: Synced
    listening_of: Callable[[str], Listening]
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    most: int = MOST_TRACKS

    def read(self, owner: str, run: str, turn: Turn) -> AccountRead:
        """A list that cannot be read is named and hides no other; where none can be, its reason is raised.

        run: whose reading goes on where it was. Raises ReadingOver, and what modules/spotify/refusals says.
        """
        turn.at(0.0, "asking Spotify")
        reading = self.synced.begin(owner, run, [source.begins for source in SOURCES])
        means = Means(self.synced, self.listening_of(owner), turn, self.clock, self.sleep, self.most)
        errors: list[MuseaikaError] = []
        for number, source in enumerate(SOURCES):
            told = reading.source(source.begins.mark)
            if told.state is ReadingState.DONE:
                continue
            if told.state is ReadingState.AWAY:  # what it had found is settled, so it begins anew
                told = source.begins
            end = SHORT * (number + 1) if number + 1 < len(SOURCES) else 1.0
            one = OneList(means, owner, run, source, told, (SHORT * number, end), reading.count)
            error = one.read()
            errors += [error] if error else []
        if len(errors) == len(SOURCES):
            raise errors[0]
        return self.synced.end(owner, run)
