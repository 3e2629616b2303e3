"""Answers about time: tempo, metre and length."""

from modules.generation.questions.answers import blending
from modules.generation.questions.answers.saying import counted, feeling, listed, number
from modules.generation.questions.piece import CHORDS, Reading

_NO_REASON = "Why, its record does not say."


def tempo(reading: Reading) -> str:
    bpm = reading.get("result/bpm")
    if bpm is None:
        return "How fast it is, its record does not say."
    changes = _changes(reading)
    said = f"{'Most of it' if changes else 'It'} goes at {number(bpm)} quarters a minute."
    return f"{said} {_why_tempo(reading, bpm)}{changes}"


def _why_tempo(reading: Reading, bpm: float) -> str:
    if blending.is_blend(reading):
        return blending.tempo(reading)
    by, asked = reading.get("result/reasons/tempo/by"), reading.get("options/bpm")
    if by is None and asked is not None:
        by = "asked"
    told = {"asked": _asked, "bars and seconds": _by_length, "references": _theirs, "usual": _usual, None: _as_written}
    return told[by](reading) if by in told else _sought(reading, bpm)


def _asked(reading: Reading) -> str:
    return f"That is exactly what the order asked for: {number(reading.get('options/bpm'))}."


def _by_length(reading: Reading) -> str:
    bars, seconds = reading.get("options/bars"), reading.get("seconds")
    return f"The order asked for {counted(bars, 'bar')} in {counted(seconds, 'second')}, and that leaves no other."


def _theirs(reading: Reading) -> str:
    theirs = reading.get("result/reasons/tempo/theirs")
    return f"No mood was asked for, so it took the tempo of your references: the middle one goes at {number(theirs)}."


def _usual(_reading: Reading) -> str:
    return "Neither mood nor style nor tempo was asked for, and then it is 120, the ordinary one."


def _as_written(reading: Reading) -> str:
    """Where the record has no reasons."""
    factor = reading.get("options/tempo")
    if factor is not None:
        return f"The order wanted the file played {number(factor)} times as fast as it was written."
    if "midi" in (reading.piece.look("inputs") or {}):
        return "That is the tempo written in the MIDI file; the order asked for no other."
    return _NO_REASON


def _sought(reading: Reading, bpm: float) -> str:
    """Style and mood, and what whole phrases took or gave."""
    by = reading.get("result/reasons/tempo/by")
    style, home = reading.get("result/style"), reading.get("result/reasons/tempo/style")
    first, last = reading.get("result/reasons/tempo/sought")
    begins, ends = reading.get("result/mood/begins"), reading.get("result/mood/ends")
    said = f"The style {style} is at home at {number(home)}"
    if by == "style":
        said += ", and no mood was asked for."
    elif begins == ends and first == last:
        how = "slows it down" if first < home else "speeds it up" if first > home else "leaves it there"
        said += f"; {feeling(begins)} (arousal {begins[1]:+g}) {how}"
        said += f" to about {number(first)}." if first != home else "."
    else:
        said += f"; along the mood from {feeling(begins)} to {feeling(ends)} it goes from about {number(first)}"
        return said + f" to {number(last)}."
    if abs(bpm - first) > 0.1:
        said += f" From there it gave way to {number(bpm)}, so that whole phrases fill the time that was asked for."
    return said


def _changes(reading: Reading) -> str:
    tempos = reading.piece.look("tempos", CHORDS) or []
    if len(tempos) < 2:
        return ""
    first = reading.get("tempos/0/bpm", CHORDS)
    last = reading.get(f"tempos/{len(tempos) - 1}/bpm", CHORDS)
    return f" It changes {len(tempos) - 1} times on the way: {number(first)} at first, {number(last)} in the end."


def metre(reading: Reading) -> str:
    name = reading.get("result/metre")
    if name is None:
        return "Its metre is not in the record; the MIDI file and the printed score have it."
    by = reading.get("result/reasons/metre/by")
    why = {"asked": "The order asked for it.", "usual": "No other was asked for, and then it is 4/4."}
    return f"It is in {name}. {why.get(by or '', _NO_REASON)}"


def length(reading: Reading) -> str:
    seconds = reading.get("result/seconds")
    if seconds is None:
        return "How long it is, its record does not say."
    bars = reading.get("result/bars")
    said = f"It lasts {number(seconds)} seconds" + (f", {counted(bars, 'bar')}. " if bars else ". ")
    by = reading.get("result/reasons/length/by")
    if by == "usual":
        return said + "No length was asked for, and then it is about 30 seconds."
    if by == "seconds" and reading.piece.look("seconds") is None:
        moment = reading.get(f"options/path/{len(reading.piece.look('options/path') or []) - 1}/at")
        return said + f"No other length was asked for, and its path of moods ends at {number(moment)} seconds."
    if by is not None:
        places = {"seconds": "seconds", "bars": "options/bars"}
        asked = [f"{number(reading.get(places[one]))} {one}" for one in by.split(" and ")]
        return said + f"The order asked for {listed(asked)}."
    if "midi" in (reading.piece.look("inputs") or {}):
        return said + "That is how long the MIDI file lasts at this tempo."
    return said + _NO_REASON
