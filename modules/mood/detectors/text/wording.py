"""Words that name a mood outright, and what takes them back: the networks know no calm, no sleep, and little "not"."""

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Final

from modules.mood.detectors.text.ngrams import words

NOT: Final = "not"
# Moods that the networks were not taught, with the words that name them.
_ENGLISH: Final = {
    "calm": "calm chill calming calmer relaxed relaxing relax peaceful peace serene "
    "serenity tranquil mellow chilled soothing "
    "soothed cozy cosy meditative laidback unwind unwinding",
    "content": "content contented satisfied",
    "sleepy": "sleepy sleeping asleep drowsy dozing tired exhausted fatigued weary yawning knackered",
    "boredom": "bored boring apathetic meh",
    "energetic": "energetic energised energized pumped hyped hyper restless wired motivated unstoppable dance dancing "
    "party partying",
    "tension": "tense stressed stressful stress overwhelmed pressure frantic panicking edgy",
    "anxiety": "anxious anxiety worried worry nervous uneasy",
    "melancholy": "melancholic melancholy wistful blue gloomy sombre somber",
    "nostalgia": "nostalgic nostalgia",
    "loneliness": "lonely lonesome abandoned alone",
    "depression": "depressed hopeless miserable devastated heartbroken worthless numb empty",
    "frustration": "frustrated frustrating fed",
}
_FEELINGS: Final = {
    "joy": "happy glad cheerful joyful good great fine nice fun pleased delighted "
    "okay ok enjoy enjoyed enjoying amazing "
    "wonderful awesome better happier well funny pleasant",
    "love": "love loved like liked lovely beautiful",
    "excitement": "excited thrilled interested",
    "pride": "proud prouder",
    "sadness": "sad sadder unhappy upset crying cry hurt down sorry",
    "anger": "angry mad furious hate hated annoyed annoying",
    "fear": "afraid scared frightened terrified fear scary",
    "disappointment": "bad terrible awful worse disappointed disappointing horrible ugly",
    "remorse": "guilty ashamed regret",
}
_ONLY_FELT: Final = frozenset(
    {
        "blue",
        "empty",
        "wired",
        "alone",
        "fed",
        "pressure",
        "peace",
        "hyper",
        "weary",
        "dance",
        "dancing",
        "party",
        "partying",
    }
)
_FEELING: Final = frozenset({"feel", "feels", "feeling", "felt", "i'm", "im", "am", "so", "let's", "lets", "wanna"})
_OPPOSITES: Final = {
    "joy": "disappointment", "love": "disapproval", "excitement": "boredom", "pride": "disappointment",
    "calm": "tension", "content": "frustration", "sleepy": "energetic", "boredom": "curiosity",
    "energetic": "fatigue", "sadness": "content", "anger": "calm", "fear": "calm", "disappointment": "approval",
    "remorse": "relief", "tension": "calm", "anxiety": "calm", "melancholy": "content", "loneliness": "content",
    "depression": "optimism", "frustration": "calm", "nostalgia": "neutral",
}  # fmt: skip
_NOT: Final = (
    "not never hardly barely scarcely isn't aren't wasn't weren't don't doesn't didn't can't cannot won't wouldn't "
    "ain't without nothing neither nor isnt arent wasnt dont doesnt didnt cant wont aint lack couldn't couldnt "
    "shouldn't"
)
_STOPS: Final = frozenset(
    ["but", "because", "although", "though", "yet", "however", "and", "or", "if", "just", "only", "how", "!", "?"]
)
_TOPPED: Final = frozenset({"better", "happier", "prouder", "calmer", "worse", "sadder"})
_SO: Final = frozenset({"so", "this", "such", "that"})
_ASKED: Final = frozenset({"it", "this", "that", "she", "he", "you", "they", "we", "the"})
_HARMLESS: Final = frozenset(
    {"wait", "doubt", "help", "stop", "why", "expect", "expected", "expecting", "believe", "imagine", "know", "knew"}
)
_BEING: Final = frozenset({"be", "been", "felt", "feel", "get"})
_REACH: Final = 3
"""So many words before a feeling a "not" may stand."""
SHARED: Final = {"br": "pt", "bs": "hr", "sr": "hr", "sl": "hr", "sk": "cs", "cn": "zh", "tw": "zh"}
"""Languages near enough to read their words in one list."""


@dataclass(frozen=True)
class Named:
    """What a sentence says outright."""

    feelings: dict[str, float]
    """Emotions that it says are there."""
    denied: frozenset[str]
    """Emotions that were named only to say that they are not there."""


def _table(groups: dict[str, str]) -> dict[str, str]:
    return {word: emotion for emotion, names in groups.items() for word in names.split()}


_ENGLISH_WORDS: Final = _table(_ENGLISH)
_FEELING_WORDS: Final = _table(_FEELINGS)
_ENGLISH_NOT: Final = frozenset(_NOT.split())


def named(sentence: str, code: str) -> Named:
    if code == "en":
        return _named_in_english(words(sentence))
    code = SHARED.get(code, code)
    found = _chinese(sentence) if code == "zh" else words(sentence)
    return _named_elsewhere(found, _other_languages().get(code, {}))


def opposite(emotion: str) -> str:
    """What somebody probably feels who says that they do not feel this."""
    return _OPPOSITES[emotion]


def _named_in_english(found: list[str]) -> Named:
    feelings: dict[str, float] = {}
    denied: set[str] = set()
    plain: set[str] = set()
    for place, word in enumerate(found):
        emotion = _ENGLISH_WORDS.get(word) or _FEELING_WORDS.get(word)
        if emotion is None or not _is_felt(found, place):
            continue
        if _is_affirmed(found, place):
            feelings[emotion] = 0.8
        elif _is_denied(found, place):
            denied.add(emotion)
        elif word in _ENGLISH_WORDS:
            feelings[emotion] = 0.9
        else:
            plain.add(emotion)
    return Named(feelings, frozenset(denied - plain - set(feelings)))


def _is_denied(found: list[str], place: int) -> bool:
    """A "not" shortly before, nothing between that begins something new; "can't wait" and "isn't it" deny nothing."""
    start = max(place - _REACH, 0, 1 if _is_rhetorical(found) else 0)
    before = list(
        takewhile(lambda word: word not in _STOPS and word not in _FEELING_WORDS, reversed(found[start:place]))
    )
    nots = [word for word in before if word in _ENGLISH_NOT]
    nots += ["no"] if before[:1] == ["no"] or before[:2] in (["longer", "no"], ["more", "no"]) else []
    harmless = bool(_HARMLESS & set(before))
    never_so = "never" in before and bool(_SO & set(before))
    return len(nots) % 2 == 1 and not harmless and not never_so


def _is_rhetorical(found: list[str]) -> bool:
    """As in "isn't it beautiful"."""
    return len(found) > 1 and found[0].endswith("n't") and found[1] in _ASKED


def _is_felt(found: list[str], place: int) -> bool:
    """A jacket is blue and a bottle empty; only somebody who feels so means a mood."""
    return found[place] not in _ONLY_FELT or bool(_FEELING & set(found[max(place - 4, 0) : place]))


def _is_affirmed(found: list[str], place: int) -> bool:
    """In "couldn't be happier", "couldn't love you more", "isn't it beautiful" nothing is denied, on the contrary."""
    before = set(found[max(place - 3, 0) : place])
    topped = found[place] in _TOPPED and bool(_BEING & before)
    more = bool({"couldn't", "couldnt", "can't"} & before) and "more" in found[place + 1 : place + 4]
    rhetorical = _is_rhetorical(found) and place < 4
    return ((topped or more) and bool(_ENGLISH_NOT & before)) or rhetorical


def _named_elsewhere(found: list[str], forms: dict[str, tuple[str, ...]]) -> Named:
    feelings: dict[str, float] = {}
    denied: set[str] = set()
    for place, word in enumerate(found):
        near = found[max(place - 3, 0) : place] + found[place + 1 : place + 2]
        for emotion in (name for name, own in forms.items() if name != NOT and _is_form(word, own)):
            if any(_is_form(other, forms[NOT]) for other in near):
                denied.add(emotion)
            else:
                feelings[emotion] = 0.8
    return Named(feelings, frozenset(denied))


def _chinese(sentence: str) -> list[str]:
    """The words of the table, and the characters between them, which stand without spaces."""
    known = sorted({form for forms in _other_languages()["zh"].values() for form in forms}, key=len, reverse=True)
    return re.findall("|".join([*map(re.escape, known), r"\w"]), sentence)


@cache
def _other_languages() -> dict[str, dict[str, tuple[str, ...]]]:
    """For each language and emotion the words, without capitals; a star stands for any ending."""
    stored = json.loads((Path(__file__).parent / "wording.json").read_text(encoding="utf-8"))
    return {code: {name: tuple(one.split()) for name, one in names.items()} for code, names in stored.items()}


def _is_form(word: str, forms: tuple[str, ...]) -> bool:
    return any(word == form or (form[-1] == "*" and word.startswith(form[:-1])) for form in forms)
