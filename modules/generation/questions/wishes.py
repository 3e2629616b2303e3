"""`Wish`: something that somebody wants otherwise, as found in the words of a question."""

import re
from dataclasses import dataclass
from typing import Final

from models.mood import MoodLabel
from modules.generation.questions.words import plain, stem

OPPOSITE: Final = {
    "darker": "happier", "happier": "darker", "calmer": "livelier", "livelier": "calmer", "faster": "slower",
    "slower": "faster", "longer": "shorter", "shorter": "longer", "louder": "quieter", "quieter": "louder",
    "closer": "freer", "freer": "closer", "higher": "lower", "lower": "higher",
}  # fmt: skip
_PLAIN: Final = {
    "darker": "dark sad gloomy grim moody sinister somber sombre scary creepy depressing mournful tragic bleak",
    "happier": "happy cheerful bright joyful sunny positive uplifting cheery merry optimistic warm sweet fun light",
    "calmer": "calm relaxed relaxing soft gentle peaceful chill mellow soothing sleepy tranquil serene meditative lazy",
    "livelier": "lively energetic exciting intense wild powerful driving upbeat dynamic dramatic epic aggressive busy",
    "faster": "fast quick rapid speedy hurried", "slower": "slow sluggish", "longer": "long", "shorter": "short brief",
    "louder": "loud", "quieter": "quiet silent", "higher": "high", "lower": "low deep",
}  # fmt: skip
_COMPARED: Final = {
    "darker": "darker sadder gloomier moodier grimmer scarier creepier bleaker darken",
    "happier": "happier brighter sunnier cheerier merrier warmer sweeter lighter brighten",
    "calmer": "calmer softer gentler mellower sleepier lazier", "livelier": "livelier wilder stronger",
    "faster": "faster quicker speedier accelerate", "slower": "slower decelerate",
    "longer": "longer extend lengthen prolong", "shorter": "shorter shorten briefer trim",
    "louder": "louder", "quieter": "quieter", "higher": "higher", "lower": "lower deeper",
}  # fmt: skip
PLAIN: Final = {stem(word): wish for wish, words in _PLAIN.items() for word in words.split()}
COMPARED: Final = {stem(word): wish for wish, words in _COMPARED.items() for word in words.split()}
_PHRASES: Final = {
    "faster": (
        r"\bspeed(ed|ing)? (it |this |the \w+ )?up\b", r"\b(raise|increase|higher|up) (the )?(tempo|speed|pace|bpm)",
    ),
    "slower": (
        r"\bslow(ed|ing)? (it |this |the \w+ )?down\b", r"\b(lower|reduce|decrease) (the )?(tempo|speed|pace|bpm)",
    ),
    "closer": (
        r"\b(closer|nearer|more similar|truer) to\b", r"\bmore like (my|the|one of my|what i)\b", r"\bmore of my\b",
    ),
    "freer": (
        r"\bless (like|similar)\b", r"\b(further|farther|away) from\b", r"\b(freer|more freely|more original|unlike)\b",
        r"\bnot (so |as )?(much )?like (them|my|the)\b",
    ),
    "different": (
        r"\b(another|a different|a new|different) (\w+ )?(one|version|song|piece|take|idea|tune|music|track)\b",
        r"\bvariation", r"\b(make|get|be|sound|do) (it |this |them )?(\w+ )?(different(ly)?|otherwise|new)\b",
        r"\bsomething (else|new|different)\b", r"^different$", r"\bsurprise me\b", r"\btry again\b",
    ),
    "loop": (r"\b(as|into|make|a|be) (it |this )?(a )?(seamless )?loop(able|ed|ing)?\b", r"\bloop (it|this)\b"),
}  # fmt: skip
_WANTED: Final = re.compile(
    r"\b(how (do|can|could|should|would|might|to)|can (you|i|we|it)|could (you|i|we|it)|make|turn|want|i would like"
    r"|i wish|i need|id like|would like|please|change|let|try|transpose|switch|set|need|should be|give me|more|less|too"
    r"|instead|not (so|as)|not \w+ enough|bit|little)\b"
)
_EXPLAINED: Final = re.compile(r"\b(why|how come|what (makes|made)|reason|explain|because)\b")
_ORDERED: Final = re.compile(r"\b(make|turn|want|get|please|change|id like|would like)\b")
_FLIPS: Final = {"too", "less", "not", "no", "overly"}
_LITTLE: Final = re.compile(r"\b(a bit|a little|slightly|somewhat|a touch|a tad)\b")
_MUCH: Final = re.compile(r"\b(much|a lot|way|far|very|really|extremely|twice|double)\b")
STYLES: Final = {
    "piano": "piano", "pop": "pop", "lofi": "lofi", "orchestral": "orchestral", "orchestra": "orchestral",
    "chiptune": "chiptune", "8bit": "chiptune", "symphonic": "orchestral",
}  # fmt: skip
TOPICS: Final = {
    "key": "other key", "instruments": "other style", "tempo": "faster", "length": "longer", "mood": "other mood",
    "metre": "other metre",
}  # fmt: skip
"""What is proposed to somebody who wants to change something without saying how."""


@dataclass(frozen=True)
class Wish:
    """kind: such as `darker`, or `tempo` with the value to be. amount: 1 is an ordinary step."""

    kind: str
    value: float | str | None = None
    amount: float = 1.0


def is_wanted(text: str) -> bool:
    return bool(_WANTED.search(text)) and (not _EXPLAINED.search(text) or bool(_ORDERED.search(text)))


def wishes_in(text: str, words: list[str]) -> list[Wish]:
    """text: plain; words: corrected ones. Empty where something is only asked about."""
    explained = _EXPLAINED.search(text) and not _ORDERED.search(text)
    if explained:
        return []
    amount = 0.5 if _LITTLE.search(text) else 1.6 if _MUCH.search(text) else 1.0
    found = [*_exact(text)] if is_wanted(text) else []
    kinds = {wish.kind for wish in found}
    told = [kind for kind, phrases in _PHRASES.items() if any(re.search(one, text) for one in phrases)]
    told = [kind for kind in told if kind != "loop" or is_wanted(text)]
    if "closer" not in told and "freer" not in told and kinds.isdisjoint({"mood", "style"}):
        told += _directions(words, wanted=is_wanted(text))
    else:
        told += [kind for kind in _directions(words, wanted=False) if kind not in ("longer", "shorter")]
    covered = {"tempo": {"faster", "slower"}, "length": {"longer", "shorter"}, "bars": {"longer", "shorter"}}
    covered["seconds more"] = covered["length"]
    hidden = {kind for one in kinds for kind in covered.get(one, set())}
    return found + [Wish(kind, amount=amount) for kind in dict.fromkeys(told) if kind not in hidden]


def _directions(words: list[str], *, wanted: bool) -> list[str]:
    found = []
    for place, word in enumerate(words):
        near = set(words[max(place - 3, 0) : place])
        kind = COMPARED.get(stem(word)) or (PLAIN.get(stem(word)) if wanted else None)
        if kind is None:
            continue
        enough = "enough" in words[place + 1 : place + 2]
        found.append(OPPOSITE[kind] if near & _FLIPS and not enough else kind)
    return found


def _exact(text: str) -> list[Wish]:
    """Wishes that name what is to be."""
    found = []
    if match := re.search(r"(\d+(?:\.\d+)?) ?(bpm|beats (per|a) minute|quarters (per|a) minute)", text):
        found.append(Wish("tempo", float(match[1])))
    if match := re.search(
        r"(\d+(?:\.\d+)?) ?(seconds?|secs?|s|minutes?|mins?)\b( (?:longer|more|shorter|less))?", text
    ):
        seconds = float(match[1]) * (60 if match[2].startswith("m") else 1)
        sign = {"longer": 1, "more": 1, "shorter": -1, "less": -1}.get((match[3] or "").strip())
        found.append(Wish("length", seconds) if sign is None else Wish("seconds more", sign * seconds))
    if match := re.search(r"(\d+) bars\b", text):
        found.append(Wish("bars", float(match[1])))
    if match := re.search(r"\b(2/4|3/4|4/4|6/8|5/4|7/8|waltz)\b", text):
        found.append(Wish("metre", "3/4" if match[1] == "waltz" else match[1]))
    return [*found, *_key(text), *_named(text)]


def _key(text: str) -> list[Wish]:
    match = re.search(r"\b([a-g])(?: ?(#|b\b|sharp|flat))?[ -](major|minor)\b", text)
    if match:
        sign = {"sharp": "#", "flat": "b"}.get(match[2] or "", match[2] or "")
        return [Wish("key", f"{match[1].upper()}{sign} {match[3]}")]
    match = re.search(r"\b(major|minor)\b", text)
    return [Wish("mode", match[1])] if match else []


def _named(text: str) -> list[Wish]:
    """A style, or a mood that is not compared with what there is."""
    joined = text.replace("lo-fi", "lofi").replace("lo fi", "lofi").replace("8-bit", "8bit").replace("8 bit", "8bit")
    words = re.findall(r"[a-z0-9]+", joined)
    found = [Wish("style", STYLES[word]) for word in words if word in STYLES][:1]
    labels = {str(label) for label in MoodLabel} - {"neutral", "content"}
    moods = [
        word
        for place, word in enumerate(words)
        if word in labels and not {"more", "less", "too", "not", "so", "as"} & set(words[max(place - 2, 0) : place])
    ]
    return found + [Wish("mood", word) for word in moods[:1]]


def plain_clause(text: str) -> str:
    return re.sub(r"\s+", " ", plain(text)).strip()
