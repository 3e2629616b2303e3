"""What a person should know about what was heard, in plain words."""

from modules.hearing.findings import Nature, Time
from modules.hearing.nature import Kind

_UNSURE = 0.35
_NATURES: dict[Nature, str] = {
    "silence": "There is nothing to hear: the file is silent.",
    "noise": "This sounds like noise: no pitches and no chords were looked for.",
    "speech": "This sounds like somebody speaking, not like music: beats and chords mean little.",
    "music": "",
}
_SHORT = 8.0


def remarks_of(kind: Kind, seconds: float, time: Time, sure: dict[str, float]) -> tuple[str, ...]:
    """One sentence for everything that is out of the ordinary."""
    told = [_NATURES[kind.nature]]
    if kind.nature == "silence":
        return tuple(told)
    if seconds < _SHORT:
        told.append(f"Only {seconds:.1f} seconds: too little to be sure of tempo and key.")
    if kind.nature == "music":
        told.append(_of_time(time, sure))
        if len(time.beats) and sure["tempo"] < _UNSURE:
            told.append("Half or double the tempo would fit nearly as well.")
        if kind.sung:
            told.append("Somebody seems to sing in it: melody and chords are less certain there.")
    return tuple(one for one in told if one)


def _of_time(time: Time, sure: dict[str, float]) -> str:
    if not len(time.beats):
        return "No beat was found."
    if sure["beats"] < _UNSURE:
        return "The beat is free or faint: beats and bars are a guess."
    return "" if time.steady else "The tempo moves: the beats follow it."
