"""`Mender`: makes the items of a playlist at Spotify what they should be, by looking, changing and looking again."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from models.errors import Conflict
from modules.errands.run import ErrandRun
from modules.playlists.finding import Finding
from modules.playlists.mending import Add, Move, Remove, Replace, Step, steps
from modules.playlists.patience import Patience
from modules.spotify.playlists import Playlists
from modules.spotify.refusals import NotThere, Upstream

MOST_TURNS: Final = 10
BEHIND: Final = (0.2, 0.5, 1.0)
"""Seconds before looking again where Spotify shows another state than the one it answered with."""
SPAN: Final = (0.15, 0.9)


class Unsteady(Conflict):
    code = "playlist.unsteady"
    title = "It changes all the time"

    def __init__(self) -> None:
        super().__init__(
            "The playlist at Spotify is never as it was left: somebody else seems to change it.",
            next_step="Try again when nobody else works on it.",
        )


@dataclass(frozen=True)
class Mender:
    """For one run. wanted(): the URIs that should be there, without those remembered as refused."""

    run: ErrandRun
    there: Playlists
    finding: Finding
    writing: Patience
    wanted: Callable[[], list[str]]

    @property
    def refused(self) -> list[str]:
        return list(self.run.memory.get("refused", []))

    def mend(self, spotify_id: str) -> str | None:
        """The snapshot in which all is right. Raises Unsteady, NotThere and other refusals."""
        expected: str | None = None
        turns = 0
        while turns < MOST_TURNS:
            snapshot = self._seen(spotify_id, expected)
            there = [one.uri for one in self.finding.items(spotify_id)]
            todo = steps(there, self.wanted())
            if not todo:
                return snapshot
            answered, expected = self._sent(spotify_id, todo, snapshot)
            turns += answered
        raise Unsteady

    def _seen(self, spotify_id: str, expected: str | None) -> str | None:
        """The snapshot now: what Spotify answered last, unless somebody changed it or it stays behind."""
        found = self._snapshot(spotify_id)
        for seconds in BEHIND:
            if expected is None or found == expected:
                break
            self.writing.rest(seconds)
            found = self._snapshot(spotify_id)
        return found

    def _snapshot(self, spotify_id: str) -> str | None:
        found = self.finding.known(spotify_id)
        if found is None:
            raise NotThere("The playlist was deleted at Spotify.", next_step="Push it again.")
        return found.snapshot_id

    def _sent(self, spotify_id: str, todo: list[Step], snapshot: str | None) -> tuple[bool, str | None]:
        """Whether Spotify answered all, and the snapshot after the last; else nobody knows what was done."""
        start, end = SPAN
        for number, step in enumerate(todo):
            self.run.at(start + (end - start) * number / len(todo), "sending tracks")
            self.run.hold()
            try:
                answer = self.writing.attempt(partial(self._do, spotify_id, step, snapshot))
            except Upstream as refused:
                self._sift(spotify_id, step, refused)
                return True, None
            if answer is None:
                return False, None
            snapshot = answer[0]
            self.run.remember({**self.run.memory, "answered": self.run.memory.get("answered", 0) + 1})
        return True, snapshot

    def _do(self, spotify_id: str, step: Step, snapshot: str | None) -> str | None:
        match step:
            case Remove(uris):
                return self.there.remove(spotify_id, uris, snapshot)
            case Move(start, before, length):
                return self.there.reorder(spotify_id, start, before, length, snapshot)
            case Replace(uris):
                return self.there.replace(spotify_id, uris)
            case Add(uris, position):
                return self.there.add(spotify_id, uris, position)

    def _sift(self, spotify_id: str, step: Step, refused: Upstream) -> None:
        """A hundred tracks were not taken because of some: those are found by halves, at the end of the list.

        What was not taken for another reason, such as an old snapshot, is right after another look.
        """
        if refused.status >= 500:
            raise refused
        if isinstance(step, Add | Replace):
            self._try(spotify_id, step.uris)

    def _try(self, spotify_id: str, uris: list[str]) -> bool:
        """False when it is unknown what was done: then another look comes first."""
        self.run.hold()
        try:
            return self.writing.attempt(lambda: self.there.add(spotify_id, uris)) is not None
        except Upstream as refused:
            if refused.status >= 500:
                raise
        if len(uris) == 1:
            self.run.remember({**self.run.memory, "refused": sorted({*self.refused, *uris})})
            return True
        middle = len(uris) // 2
        return self._try(spotify_id, uris[:middle]) and self._try(spotify_id, uris[middle:])
