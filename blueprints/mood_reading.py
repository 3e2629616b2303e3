"""Reading a mood out of what somebody sent: on a native thread, a picture only with consent, and nothing of it kept."""

from dataclasses import dataclass
from typing import Final

from models.consent import Purpose
from models.errors import Invalid
from models.mood import Mood
from models.mood_requests import MoodRequest
from models.reading import Reading
from modules.services import Services

NO_FACE: Final = "mood.no_face"


@dataclass(frozen=True)
class Heard:
    evidence: list[Reading | Mood]
    notes: list[str]
    """What a person should know besides."""


class Reader:
    """The same for requests and for sockets."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def permit(self, owner: str) -> None:
        """Raises ConsentRequired unless pictures that this person sends may be looked at."""
        self._services.consents.check(owner, Purpose.FACE)

    def picture(self, owner: str, data: bytes) -> Reading:
        """Raises ConsentRequired, Busy, and what pictures and faces are refused for."""
        self.permit(owner)
        return self._services.readers.picture(data)

    def frame(self, owner: str, data: bytes) -> Reading:
        """The same for one picture of a stream."""
        self.permit(owner)
        return self._services.readers.frame(data)

    def everything(self, owner: str, picture: bytes | None, said: MoodRequest) -> Heard:
        """What each source says. A picture without a face counts for nothing, if there is something else that does."""
        heard, notes = list[Reading | Mood](), list[str]()
        if said.text is not None:
            heard.append(self.text(said.text))
        if said.mood is not None:
            heard.append(said.mood)
        if picture is not None:
            try:
                heard.insert(0, self.picture(owner, picture))
            except Invalid as error:
                if error.code != NO_FACE or not heard:
                    raise
                notes.append(f"{error.detail} The picture did not count.")
        return Heard(heard, notes)

    def text(self, text: str) -> Reading:
        """Raises Busy, and what texts are refused for."""
        return self._services.readers.text(text)
