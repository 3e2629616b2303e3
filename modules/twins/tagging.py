"""What is said of a piece in words, for networks that learn from sound beside words: tempo, key, sound and mood."""

from collections.abc import Sequence
from typing import Final, Protocol

from models.mood import nearest_label
from models.twin import FileFacts
from modules.audio.clip import Samples
from modules.hearing.heard import Heard
from modules.mood.emotions import EMOTIONS

_BRIGHTNESS: Final = ((900.0, "dark"), (2200.0, "warm"), (4000.0, "bright"), (float("inf"), "brilliant"))
_DENSITY: Final = ((1.5, "sparse"), (4.0, "moderate"), (7.0, "busy"), (float("inf"), "dense"))
_SUNG, _BEATEN = 0.5, 0.15
_WORDS: Final = 2
_TONICS: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


class Tagger(Protocol):
    """Says what a piece is like. notes: what its owner should know of how that went."""

    @property
    def name(self) -> str: ...

    @property
    def notes(self) -> Sequence[str]: ...

    def tags(self, heard: Heard, players: Sequence[str], facts: FileFacts, sound: Samples | None = None) -> list[str]:
        """sound: [frames, 1] at RATE; None where there are only notes. Never fails: fewer tags are said instead."""


class OwnTagger:
    """By what was heard, and what whoever handed it in said of it, which counts for more."""

    name = "own"
    notes: Sequence[str] = ()

    def tags(
        self,
        heard: Heard,
        players: Sequence[str],
        facts: FileFacts,
        sound: Samples | None = None,  # noqa: ARG002 - what was heard in it is enough
    ) -> list[str]:
        key, feel = heard.key, heard.character
        bpm = facts.bpm or (heard.time.tempo if heard.is_music else 0.0)
        told = [facts.title] if facts.title else []
        told += [f"{bpm:.0f} bpm"] if bpm else []
        told += [f"{_TONICS[key.tonic]} {key.mode}"] if key else []
        told += [_named(feel.brightness, _BRIGHTNESS), _named(feel.density, _DENSITY)]
        told += [*(players or _heard_players(heard)), *mood_words(feel.valence, feel.arousal), *facts.tags]
        return list(dict.fromkeys(word.strip() for word in told if word.strip()))


def mood_words(valence: float, arousal: float) -> list[str]:
    """The nearest words of the product, and of the vocabulary that texts are read with."""
    near = sorted(EMOTIONS, key=lambda word: (EMOTIONS[word][0] - valence) ** 2 + (EMOTIONS[word][1] - arousal) ** 2)
    return list(dict.fromkeys([nearest_label(valence, arousal).value, *near[:_WORDS]]))[:_WORDS]


def _named(value: float, table: Sequence[tuple[float, str]]) -> str:
    return next(word for most, word in table if value < most or most == float("inf"))


def _heard_players(heard: Heard) -> list[str]:
    """What can be told of who plays where there is only sound."""
    parts = heard.parts
    found = ["drums"] if parts.drums.size and float(parts.drums.mean()) > _BEATEN else []
    found += ["bass"] if len(parts.bass) else []
    return found + (["vocals"] if heard.character.voice > _SUNG else [])
