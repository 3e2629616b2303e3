"""Answers about key and chords."""

from typing import Any

from modules.generation.questions.answers import blending
from modules.generation.questions.answers.saying import chord, feeling, listed, point
from modules.generation.questions.piece import CHORDS, Reading

_MOST = 8
"""Chords of a section that are told."""


def key(reading: Reading) -> str:
    name = reading.get("result/key")
    if name is None:
        shifted = reading.get("options/transpose")
        said = "The record holds no key: the notes were played as they stood in the MIDI file"
        return f"{said}, {shifted:+d} semitones." if shifted else f"{said}."
    return f"It is in {name}. {_why(reading, name)}"


def _why(reading: Reading, name: str) -> str:
    if blending.is_blend(reading):
        return blending.key(reading)
    by, asked = reading.get("result/reasons/key/by"), reading.piece.look("options/key")
    tonic, mode = name.split()
    if by == "asked" or (by is None and asked not in (None, "auto")):
        reading.get("options/key")
        return "The order asked for exactly this key."
    drawn = f"Which note it is built on, {tonic}, nothing asked for: seed {reading.get('seed')} drew it."
    if by == "mood":
        begins, ends = reading.get("result/mood/begins"), reading.get("result/mood/ends")
        mood = feeling(begins) if begins == ends else f"the way from {feeling(begins)} to {feeling(ends)}"
        rule = "pleasant moods are played in major, unpleasant ones in minor, and the faster the more so"
        return f"{mood.capitalize()} ({point(begins)}) made it {mode}: {rule}. {drawn}"
    if by == "references":
        return f"No mood was asked for, so it took {mode} from most of your references. {drawn}"
    if by == "usual":
        return f"No mood and no key were asked for, and then it is {mode}. {drawn}"
    return "Nobody asked for a key; why it became this one, the record does not say."


def chords(reading: Reading) -> str:
    found = reading.piece.look("chords", CHORDS)
    if not found:
        return "Its record holds no chords; the printed score (score.musicxml) has the notes."
    lines = [line for line in (_of(section, found, reading) for section in _distinct(reading)) if line]
    said = f"In {reading.get('result/key')} it plays {listed(lines)}."
    first, last = found[-2:] if len(found) > 1 else (found[-1], found[-1])
    if len(found) > 1:
        places = [reading.get(f"chords/{len(found) - back}/name", CHORDS) for back in (2, 1)]
        said += f" It closes with {chord(places[0])} to {chord(places[1])}."
    mood = reading.piece.look("result/mood/begins")
    why = " A reason for each single chord is not in the record"
    if mood and first and last:
        why += f": they were drawn for the key, the ends of phrases and the mood ({feeling(mood)}),"
        why += " brighter chords the more pleasant it is"
        reading.get("result/mood/begins")
    return said + why + "."


def _distinct(reading: Reading) -> list[dict[str, Any]]:
    """The first of every letter; intro and ending are made of A."""
    seen: dict[str, dict[str, Any]] = {}
    for place, section in enumerate(reading.piece.look("result/sections") or []):
        if section["name"] not in ("Intro", "Ending") and section["name"].rstrip("'") not in seen:
            seen[section["name"].rstrip("'")] = reading.get(f"result/sections/{place}")
    return list(seen.values())


def _of(section: dict[str, Any], found: list[dict[str, Any]], reading: Reading) -> str:
    first, end = section["bar"], section["bar"] + section["bars"]
    places = [place for place, one in enumerate(found) if first <= one["bar"] < end]
    names = [chord(reading.get(f"chords/{place}/name", CHORDS)) for place in places[:_MOST]]
    more = " ..." if len(places) > _MOST else ""
    return f"{' - '.join(names)}{more} in {section['name']} (bars {first} to {end - 1})" if names else ""
