"""`Lists`: where people's songs are kept, one document a person, so that a list changes at once or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from modules.documents.store import Document, Documents, Duplicate, Stale
from modules.library.collection import TRACKS

PATIENCE: Final = 50
"""How often a change is tried again when others write the same list."""


@dataclass(frozen=True)
class Lists:
    """As they are stored: to check ten thousand songs takes longer than to read them."""

    documents: Documents
    clock: Callable[[], datetime]

    def get(self, owner: str) -> Document | None:
        return self.documents.get(TRACKS, owner)

    def songs(self, owner: str) -> list[dict[str, Any]]:
        found = self.get(owner)
        return [] if found is None else found["tracks"]

    def change(self, owner: str, how: Callable[[Document], Document | None], *, make: bool = False) -> Document | None:
        """Read, change and write until nobody is in between. None where there is no list or `how` declines.

        make: where there is no list, an empty one is changed.
        """
        for _ in range(PATIENCE):
            found = self.get(owner)
            fresh = {"id": owner, "owner": owner, "tracks": []}
            changed = None if found is None and not make else how(found or fresh)
            if changed is None:
                return None
            changed = changed | {"updated_at": self.clock()}
            try:
                if found is None:
                    return self.documents.insert(TRACKS, changed)
                return self.documents.replace(TRACKS, changed, found["version"])
            except (Stale, Duplicate):
                continue
        raise Stale("Too many change this list of tracks at once.", next_step="Try again.")
