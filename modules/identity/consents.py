"""Consents: what people agreed to before something personal is looked at."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from models.consent import Consent, ConsentChange, ConsentView, Purpose
from models.errors import Conflict, Forbidden
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate
from modules.identity.collection import CONSENTS


class Wording(NamedTuple):
    """Words people agree to. Whoever changes the text gives it a new version, and everybody is asked again."""

    version: str
    text: str


WORDINGS: Final[dict[Purpose, Wording]] = {
    Purpose.FACE: Wording(
        "face-1",
        "You let this server look at pictures that you send, find the faces in them, and guess from the largest one "
        "how the person feels: which of eight emotions the face shows, and how pleasant and how awake it seems. "
        "It does not recognise who somebody is. The picture is looked at in memory and forgotten with the answer: it "
        "is never written to a disk, a log, a queue or a database, and it does not leave this server. "
        "The answer, a word and some numbers, is kept in your history unless you send remember=false. "
        "Such a guess is often wrong; you can correct it, and nothing is decided by it but what music you are offered. "
        "Send pictures of yourself only, or of people who agree to this. "
        "You can take this back at any time; moods kept until then stay until you delete them, one by one, or all "
        "with your account.",
    )
}


class ConsentRequired(Forbidden):
    code = "consent.required"
    title = "This needs the person's consent"


class WordingOutdated(Conflict):
    code = "consent.outdated"


class Consents:
    def __init__(self, documents: Documents, clock: Callable[[], datetime]) -> None:
        self._shelf = Shelf(documents, CONSENTS, Consent)
        self._clock = clock

    def view(self, owner: str, purpose: Purpose) -> ConsentView:
        return _shown(purpose, self._shelf.get(_key(owner, purpose)))

    def decide(self, owner: str, purpose: Purpose, change: ConsentChange) -> ConsentView:
        """Record a yes to the present words, or a no. Raises WordingOutdated for words that are no longer these."""
        wording = WORDINGS[purpose].version
        if change.given and change.wording not in {None, wording}:
            raise WordingOutdated(
                f"The wording {change.wording!r} is not the present one, {wording!r}.",
                field="wording",
                next_step=f"Show the text of GET /user/consents/{purpose}, and send its wording.",
            )
        blank = Consent(id=_key(owner, purpose), owner=owner, purpose=purpose, wording=wording, given=False)
        if self._shelf.get(blank.id) is None:
            try:
                self._shelf.insert(self._decided(blank, given=change.given))
            except Duplicate:
                return self.decide(owner, purpose, change)
            return self.view(owner, purpose)
        return _shown(purpose, self._shelf.change(blank.id, lambda known: self._decided(known, given=change.given)))

    def check(self, owner: str, purpose: Purpose) -> None:
        """Raises ConsentRequired unless the person agreed to the present words."""
        view = self.view(owner, purpose)
        if view.given:
            return
        path = f"/user/consents/{purpose}"
        raise ConsentRequired(
            "Reading a mood from a face needs the consent of the person, given once.",
            next_step=f"Show the person the text of GET {path}; when they agree, send PUT {path}. Then try again.",
            consent={"method": "PUT", "path": path, "wording": view.wording, "text": view.text},
        )

    def _decided(self, known: Consent, *, given: bool) -> Consent:
        if given:
            wording = WORDINGS[known.purpose].version
            told = {"given": True, "wording": wording, "given_at": self._clock(), "withdrawn_at": None}
        else:
            told = {"given": False, "withdrawn_at": self._clock() if known.given else known.withdrawn_at}
        return known.model_copy(update=told)


def _key(owner: str, purpose: Purpose) -> str:
    return f"{owner}.{purpose}"


def _shown(purpose: Purpose, known: Consent | None) -> ConsentView:
    wording = WORDINGS[purpose]
    return ConsentView(
        purpose=purpose,
        given=known is not None and known.given and known.wording == wording.version,
        wording=wording.version,
        text=wording.text,
        agreed_wording=known.wording if known and known.given_at else None,
        given_at=known.given_at if known else None,
        withdrawn_at=known.withdrawn_at if known else None,
    )
