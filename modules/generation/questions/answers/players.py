"""Answers about who plays: instruments, notes, voices, loudness, layers and files."""

from modules.generation.questions.answers.saying import counted, listed, number
from modules.generation.questions.piece import Reading

_MOST = 12


def instruments(reading: Reading) -> str:
    tracks = _tracks(reading)
    if not tracks:
        return "Who plays, its record does not say."
    told = [name if instrument.lower() == name.lower() else f"{name} ({instrument})" for name, instrument, _ in tracks]
    return f"{counted(len(tracks), 'part')}: {listed(told)}. {_why(reading)}"


def _why(reading: Reading) -> str:
    style = reading.get("result/style")
    if style is None:
        chosen = reading.get("options/instruments")
        return f"The order chose for itself: {listed(list(chosen))}." if chosen else "They are those of the MIDI file."
    about = reading.get("result/reasons/style/about")
    by = reading.get("result/reasons/style/by")
    what = f'the style {style} ("{about.rstrip(".")}")' if about else f"the style {style}"
    if by == "asked" or (by is None and reading.piece.look("options/style")):
        return f"They are the players of {what}, which the order asked for."
    return f"They are the players of {what}: no style was asked for, and then it is this one."


def notes(reading: Reading) -> str:
    total = reading.get("result/notes")
    if total is None:
        return "The record does not count its notes; score.mid has them all."
    told = [f"{count} by {name}" for name, _, count in _tracks(reading)]
    said = f"It has {counted(total, 'note')}: {listed(told)}."
    return said + " Which ones they are is in score.mid and score.musicxml; the record itself only counts them."


def voice(reading: Reading) -> str:
    names = [name for name, _, _ in _tracks(reading)]
    said = f"The parts are {listed(names)}, and" if names else "The record names no parts, and"
    return f"{said} there are no words in the record: as far as it knows, nobody sings."


def loudness(reading: Reading) -> str:
    measured = reading.get("result/loudness")
    if measured is None:
        return "No sound was rendered, or none that could be measured: the record knows of no loudness."
    asked, peak = reading.get("options/loudness"), reading.get("result/true_peak")
    said = f"The mix has {number(measured)} LUFS" + (f", its highest peak {number(peak)} dBTP" if peak else "") + "."
    if asked is None:
        return said
    if measured < asked - 0.5:
        return f"{said} {number(asked)} was asked for: louder would have pressed its peaks flat."
    return f"{said} {number(asked)} was asked for; the usual is -14, as streaming services play it."


def layers(reading: Reading) -> str:
    if not reading.get("result/loop"):
        return "It is not a loop: it was not ordered as one, and has no layers of intensity."
    found = reading.get("result/layers") or {}
    told = [
        f"from {level} on {listed([_bare(one) for one in names])}" for level, names in sorted(found.items()) if names
    ]
    seconds = reading.get("result/seconds")
    bars = counted(reading.get("result/bars"), "bar")
    said = f"It is a loop of {bars} and {number(seconds)} seconds, which joins end to start without a seam."
    return f"{said} By intensity you hear {'; '.join(told)}: 1 is the calmest, and each adds to those below."


def files(reading: Reading) -> str:
    named = [part.name for part in reading.piece.job.work.parts] if reading.piece.job.work else []
    mine = [name for name in named if name.startswith(reading.piece.folder)]
    parts = reading.get("parts")
    if not parts:
        return "The record lists no files; GET /generations/{id} does."
    more = f" and {len(mine) - _MOST} more" if len(mine) > _MOST else ""
    return (
        f"Its files are {listed(mine[:_MOST])}{more}, each at /generations/{{id}}/files/NAME; bundle.zip"
        " holds them all. Sounds can also be had as .wav, .mp3, .ogg and .m4a. The record has the SHA-256 of each."
    )


def _bare(stem: str) -> str:
    return stem.rsplit("/", 1)[-1].removesuffix(".flac")


def _tracks(reading: Reading) -> list[tuple[str, str, int]]:
    count = len(reading.piece.look("result/tracks") or [])
    found = [reading.get(f"result/tracks/{place}") for place in range(count)]
    return [(one["name"], one["instrument"], one["notes"]) for one in found]
