"""`GeminiTagger`: our own tags, and beside them what Gemini says of an excerpt, where operator and owner want that."""

from collections.abc import Sequence
from typing import Final

from models.twin import FileFacts
from modules.audio.clip import Samples
from modules.hearing.heard import Heard
from modules.twins.excerpt import excerpt
from modules.twins.gemini import RATE, SECONDS, Gemini, GeminiAway
from modules.twins.tagging import OwnTagger

_MOST_FAILURES: Final = 2
"""After so many no more is asked for one training: nobody waits two hundred times."""


class GeminiTagger:
    """For one training. Own tags alone where it does not help; of MIDI nothing is sent."""

    name = "gemini"

    def __init__(self, gemini: Gemini) -> None:
        self._gemini = gemini
        self._own = OwnTagger()
        self._failures = 0
        self.notes: list[str] = []

    def tags(self, heard: Heard, players: Sequence[str], facts: FileFacts, sound: Samples | None = None) -> list[str]:
        own = self._own.tags(heard, players, facts)
        if sound is None or self._failures >= _MOST_FAILURES:
            return own
        try:
            words = self._gemini.ask(excerpt(sound, SECONDS, RATE))
        except GeminiAway as error:
            self._failures = _MOST_FAILURES if error.final else self._failures + 1
            rest = ", and was asked no more" if self._failures >= _MOST_FAILURES else ""
            self.notes.append(f"Gemini gave no tags: {error.detail}{rest}. Our own were used instead.")
            return own
        known = {tag.lower() for tag in own}
        return own + [word for word in dict.fromkeys(words) if word.lower() not in known]
