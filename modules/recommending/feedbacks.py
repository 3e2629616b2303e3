"""`Feedbacks`: what a person said about tracks; taken back, it never was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from models.errors import NotFound
from models.recommendation import Feedback, FeedbackRequest, Named, Said
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate, Query
from modules.recommending.collection import FEEDBACK

HEARD = 300
"""So many of the latest count: taste changes."""


class FeedbackNotFound(NotFound):
    code = "feedback.not_found"
    title = "No such feedback"


@dataclass(frozen=True)
class Feedbacks:
    documents: Documents
    clock: Callable[[], datetime]

    def say(self, owner: str, about: Named, request: FeedbackRequest) -> Feedback:
        """Saying the same twice is saying it once, lately."""
        word = request.mood.label.value if request.mood else ""
        said = f"{owner}\n{request.item}\n{request.says.value}\n{word}"
        told = {"name": about.name, "artist": about.artist, "created_at": self.clock()}
        feedback = Feedback(
            id=sha256(said.encode()).hexdigest()[:24],
            owner=owner,
            item=request.item,
            says=request.says,
            mood=request.mood,
            **told,
        )
        try:
            return self._shelf.insert(feedback)
        except Duplicate:
            renewed = {"created_at": feedback.created_at}
            return self._shelf.change(feedback.id, lambda known: known.model_copy(update=renewed)) or feedback

    def undo(self, owner: str, feedback_id: str) -> None:
        """Raises FeedbackNotFound, for strangers too."""
        found = self._shelf.get(feedback_id)
        if found is None or found.owner != owner:
            raise FeedbackNotFound("There is no such feedback of yours.", next_step="GET /music/feedback lists yours.")
        self._shelf.delete(feedback_id)

    def page(self, owner: str, *, limit: int = 50, cursor: str | None = None) -> tuple[list[Feedback], str | None]:
        """The newest first."""
        mine = Query({"owner": owner}, order="created_at", descending=True)
        return self._shelf.find(mine, limit=limit, cursor=cursor)

    def heard(self, owner: str) -> list[Feedback]:
        """What counts, the oldest first: who liked what they skipped before no longer skips it."""
        said: dict[tuple[str, str], Feedback] = {}
        for one in self.page(owner, limit=HEARD)[0]:
            said.setdefault((one.item, one.mood.label if one.says is Said.NOT and one.mood else ""), one)
        return list(said.values())[::-1]

    @cached_property
    def _shelf(self) -> Shelf[Feedback]:
        return Shelf(self.documents, FEEDBACK, Feedback)
