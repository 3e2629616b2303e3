"""What to try next: a better part to listen to, more of one track, one of them for one aspect."""

from typing import Final

from models.job import Job
from models.question import Fact
from modules.generation.questions.answers.saying import number
from modules.generation.questions.piece import Reading
from modules.music_lab.chat.asking import Track
from modules.music_lab.chat.tracks import NATURES, NUMBER, facts_of

_CLEARLY: Final = 0.15
_STEP: Final = 0.25
_TRACKS: Final[tuple[Track, Track]] = ("a", "b")


def tried(reading: Reading) -> str:
    """Everything that the analysis speaks for."""
    told = [*_windows(reading), *_aspects(reading)]
    told.append("Another seed gives another piece from the same two parts.")
    return " ".join(told)


def towards(job: Job, track: Track, *, less: bool = False) -> tuple[str, Fact]:
    """More of a track, or less, by amount."""
    amount = float(job.brief.options.get("amount", 0.5))
    towards_second = (track == "b") != less
    wanted = min(amount + _STEP, 1.0) if towards_second else max(amount - _STEP, 0.0)
    fact = Fact(path="brief#/options/amount", value=amount)
    if wanted == amount:
        said = f"It is all of track {'2' if towards_second else '1'} already: amount is {number(amount)}."
        return f"{said} Try melody_from, rhythm_from or harmony_from for single aspects.", fact
    return (
        f"Try amount {number(wanted)}; it was {number(amount)}, where 0 is all track 1 and 1 all track 2."
        " The same seed keeps the rest as it is."
    ), fact


def _windows(reading: Reading) -> list[str]:
    told = []
    for track in _TRACKS:
        facts = facts_of(reading, track)
        nature, busiest = facts("nature"), facts("busiest")
        begins, ends = facts("window") or (0.0, 0.0)
        if nature in NATURES:
            told.append(f"Track {NUMBER[track]} {NATURES[nature]} there: try another start_time.")
        elif busiest is not None:
            told.append(
                f"Try start_time {busiest:.1f} and end_time {busiest + ends - begins:.1f}: from there more happens in"
                f" track {NUMBER[track]} than from {number(begins, 1)} on."
            )
    return told or ["The part that was listened to is as lively as what is around it: start_time can stay."]


def _aspects(reading: Reading) -> list[str]:
    """Which track has more to give where."""
    one, two = (facts_of(reading, track) for track in _TRACKS)
    told = []
    stronger = float(one("rhythm") or 0) - float(two("rhythm") or 0)
    if abs(stronger) >= _CLEARLY:
        better: Track = "a" if stronger > 0 else "b"
        told.append(f"Track {NUMBER[better]} has the stronger rhythm: try rhythm_from {better}.")
    sings = [facts("register/melody") is not None for facts in (one, two)]
    if sings[0] != sings[1]:
        only: Track = "a" if sings[0] else "b"
        told.append(f"Only track {NUMBER[only]} has a melody: try melody_from {only}.")
    return told
