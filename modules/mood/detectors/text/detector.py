"""Reads the mood of a text in any of many languages, with its emoji, its emphasis and its irony."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.mood import Mood
from models.reading import Reading
from modules.mood.detectors.text.cues import Cues, read_cues
from modules.mood.detectors.text.english import EnglishNetwork
from modules.mood.detectors.text.labels import ENGLISH
from modules.mood.detectors.text.languages import LanguagesNetwork
from modules.mood.detectors.text.pooling import NEUTRAL, blended, clearness, pooled, valence_of
from modules.mood.detectors.text.refusals import readable
from modules.mood.detectors.text.routing import NAMES, Route, Router
from modules.mood.detectors.text.sentences import sentences
from modules.mood.detectors.text.signs import Signs, read_signs
from modules.mood.detectors.text.statements import with_statements
from modules.mood.emotions import mood_of

SOURCE: Final = "text"
WEIGHTS: Final = Path(__file__).parent / "weights"
CERTAIN: Final = 0.35
"""Below this confidence nobody should act on a reading."""
SILENT: Final = 0.3
"""The most confidence in "neutral" where a network was never taught what neutral is."""
UNREAD: Final = 0.1
"""The confidence in a text whose words nobody could read."""


@dataclass(frozen=True)
class Words:
    """What the words of a text say."""

    found: dict[str, float]
    confidence: float
    language: str | None
    notes: tuple[str, ...]


class TextDetector:
    """Many threads may use one; it keeps nothing of what it reads."""

    def __init__(self, weights: Path) -> None:
        self._english = EnglishNetwork(weights / "english")
        self._languages = LanguagesNetwork.load(weights / "languages")
        self._router = Router(self._english, self._languages)
        self.network = f"text {self._english.network} {self._languages.network}"

    def read(self, text: str) -> Reading:
        """Raises TextTooLong and TextEmpty."""
        seen = readable(text)
        signs, cues = read_signs(seen), read_cues(seen)
        words = self._words(signs.text)
        found, confidence = _with_signs(words, signs)
        mood, confidence, notes = _as_meant(mood_of(found, SOURCE, confidence), signs, cues)
        told = {name: round(share, 4) for name, share in sorted(found.items(), key=lambda pair: -pair[1])}
        return Reading(
            mood=mood,
            emotions=told,
            certain=confidence >= CERTAIN,
            language=words.language,
            notes=[*words.notes, *notes],
            network=self.network,
        )

    def _words(self, text: str) -> Words:
        parts = [part for part in sentences(text) if any(map(str.isalnum, part))]
        if not any(sign.isalpha() for sign in text):
            return Words({NEUTRAL: 1.0}, UNREAD, None, ("There are no words in it.",))
        routes = self._router.routes(parts)
        read = [route for route in routes if route.code is not None]
        notes = _unread(routes)
        language = _commonest(routes)
        if not read:
            return Words({NEUTRAL: 1.0}, UNREAD, language, notes)
        likely = self._likelihoods(read)
        whole = [
            (one, len(route.sentence.split()) ** 0.5 * route.sure) for one, route in zip(likely, read, strict=True)
        ]
        found = pooled(whole)
        clear = clearness(found) * max(route.sure for route in read) * len(read) / len(routes)
        silent = found[NEUTRAL] >= max(found.values()) and all(route.code != "en" for route in read)
        return Words(found, min(clear, SILENT) if silent else clear, language, notes)

    def _likelihoods(self, routes: list[Route]) -> list[dict[str, float]]:
        """For each sentence what its network reads, with the moods it names and without those it denies."""
        english = [route.sentence for route in routes if route.code == "en"]
        read = self._english.likelihoods(self._english.logits(english)).tolist() if english else []
        rows = iter(read)
        found = []
        for route in routes:
            code = route.code or "en"
            likely = (
                dict(zip(ENGLISH, next(rows), strict=True))
                if code == "en"
                else self._languages.likelihoods(route.sentence, code)
            )
            found.append(with_statements(likely, route.sentence, code))
        return found


def _with_signs(words: Words, signs: Signs) -> tuple[dict[str, float], float]:
    """Signs say more beside plain words than beside strong ones, and everything where there are no words."""
    if not signs.feelings:
        return words.found, words.confidence
    spoken = {name: share**0.5 for name, share in signs.feelings.items()}
    neutral = words.found.get(NEUTRAL, 0.0)
    if words.confidence <= UNREAD and not words.language:
        alone = not any(map(str.isalpha, signs.text))
        return spoken, min(0.55 + 0.1 * signs.count, 0.85) if alone else 0.3
    share = 0.45 + 0.35 * neutral
    agree = valence_of(words.found) * valence_of(spoken)
    found = blended({name: one * (0.4 if name == NEUTRAL else 1) for name, one in words.found.items()}, spoken, share)
    if agree < -0.05 and neutral < 0.5:
        return found, 0.6 * words.confidence
    return found, max(words.confidence, 0.5 * words.confidence + 0.35)


def _as_meant(mood: Mood, signs: Signs, cues: Cues) -> tuple[Mood, float, list[str]]:
    """Louder where it is shouted, and turned round, gently and with less trust, where it is meant ironically."""
    notes, confidence = list(cues.notes), mood.confidence
    valence, arousal = mood.valence, mood.arousal + 0.45 * cues.loudness * (1 - mood.arousal) / 2
    if cues.ironic or signs.ironic:
        notes.append("It may be meant ironically.")
        confidence *= 0.6
        if valence > 0:
            valence, arousal = -0.5 * valence, max(arousal, 0.15)
    if signs.count:
        notes.append("Emoji or emoticons were read along.")
    changed = Mood.at(valence, min(arousal, 1.0), source=SOURCE, confidence=confidence, distribution=mood.distribution)
    return changed, confidence, notes


def _unread(routes: list[Route]) -> tuple[str, ...]:
    missing = {route.language for route in routes if route.code is None}
    known = sorted(NAMES.get(language, language) for language in missing if language)
    notes = [f"It seems to be {name}, in which we cannot read feelings." for name in known]
    return (*notes, *(["The language of it is none that we can read."] if None in missing else []))


def _commonest(routes: list[Route]) -> str | None:
    sizes: Counter[str] = Counter()
    for route in routes:
        if route.language:
            sizes[route.language] += len(route.sentence)
    return sizes.most_common(1)[0][0] if sizes else None
