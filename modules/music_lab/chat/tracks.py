"""What was heard in a track, in words; every number comes from the record."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any, Final

from modules.generation.questions.answers.saying import chord, feeling, listed, number
from modules.generation.questions.piece import Reading
from modules.music_lab.chat.asking import Track

WHERE: Final = "inputs/tracks"
"""Where in the record both tracks are described."""
NUMBER: Final[dict[Track, str]] = {"a": "1", "b": "2"}
NATURES: Final = {"silence": "is silent", "noise": "is noise", "speech": "sounds like somebody speaking"}
STRONG, SOME = 0.6, 0.3
_UNSURE: Final = 0.4
_DRUMMED: Final = 0.1
_SUNG: Final = 0.6
Facts = Callable[[str], Any]


def facts_of(reading: Reading, track: Track) -> Facts:
    """facts("tempo") of this track, each noted as something the answer rests on."""
    return lambda name: reading.get(f"{WHERE}/{track}/{name}")


def told(reading: Reading, track: Track, aspect: str) -> str:
    """One aspect of one track. What is no music has none of them."""
    facts = facts_of(reading, track)
    nature = facts("nature")
    if nature in NATURES:
        return f"Track {NUMBER[track]} {NATURES[nature]} in the part that was listened to."
    return f"Track {NUMBER[track]} {ASPECTS[aspect](facts)}."


def rhythm(facts: Facts) -> str:
    tempo, strength = facts("tempo"), float(facts("rhythm") or 0)
    if not tempo:
        return "has no beat that could be made out"
    how = "strong" if strength >= STRONG else "some" if strength >= SOME else "weak"
    drums = "drums" if float(facts("drums") or 0) >= _DRUMMED else "hardly any drums"
    steady = "holds" if facts("steady") else "sways"
    doubt = ", as far as that could be told" if _unsure(facts, "tempo") else ""
    return (
        f"has {how} rhythm ({number(strength)} of 1), with {drums} and a tempo of {number(tempo, 0)} in"
        f" {facts('metre')} that {steady}{doubt}"
    )


def harmony(facts: Facts) -> str:
    key, lasting = facts("key"), dict[str, float]()
    for one in facts("chords") or []:
        lasting[one["name"]] = lasting.get(one["name"], 0.0) + one["end"] - one["start"]
    if key is None:
        return "has no key that could be made out"
    most = sorted(lasting, key=lambda name: (-lasting[name], name))[:4]
    mostly = f", mostly on {listed([chord(name) for name in most])}" if most else ""
    return f"is in {key}{' (not surely)' if _unsure(facts, 'key') else ''}{mostly}"


def melody(facts: Facts) -> str:
    found = facts("register/melody")
    sung = "somebody seems to sing or speak in it" if float(facts("voice") or 0) >= _SUNG else ""
    if found is None:
        return f"has no melody that could be made out{f', but {sung}' if sung else ''}"
    span = found["highest"] - found["lowest"]
    return f"has a melody that spans {span} semitones{f', and {sung}' if sung else ''}"


def players(facts: Facts) -> str:
    names = list(dict.fromkeys((facts("instruments") or {}).values()))
    return f"is played here by {listed(names)}, as near as could be told" if names else "has no players that were told"


def character(facts: Facts) -> str:
    energy = float(facts("energy") or 0)
    level = "much" if energy >= STRONG else "medium" if energy >= SOME else "little"
    mood = feeling((float(facts("valence") or 0), float(facts("arousal") or 0)))
    return (
        f"feels {mood}, with {level} energy ({number(energy)} of 1) and a loudness of {number(facts('loudness'), 0)} dB"
    )


def length(facts: Facts) -> str:
    begins, ends = facts("window") or (0, 0)
    return (
        f"lasts {number(facts('seconds') or 0, 1)} seconds; it was listened to from {number(begins, 1)} to"
        f" {number(ends, 1)}"
    )


def overview(facts: Facts) -> str:
    name = PurePath(str(facts("name") or "")).stem
    called = f'("{name}") ' if name and not name.startswith("track") else ""
    return f"{called}{rhythm(facts)}; it {harmony(facts)}, and {character(facts)}"


def _unsure(facts: Facts, what: str) -> bool:
    return float(facts(f"sure/{what}") or 0) < _UNSURE


ASPECTS: Final[dict[str, Callable[[Facts], str]]] = {
    "rhythm": rhythm,
    "harmony": harmony,
    "melody": melody,
    "players": players,
    "character": character,
    "length": length,
    "overview": overview,
}
