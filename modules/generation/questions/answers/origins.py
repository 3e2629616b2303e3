"""Answers about where it comes from: references, copies, who made it, whose it is, how to have it again."""

from typing import Any, Final

from modules.generation.questions.answers import blending
from modules.generation.questions.answers.saying import counted, listed, number
from modules.generation.questions.piece import Reading

_LEVELS: Final = {
    "exact": "by {name}, which is this song",
    "version": "by {name}, another version of it",
    "artist": "by {name}, of the same artist",
    "neighbour": "by {name}, which is only alike",
}


def _called(one: dict[str, Any]) -> str:
    """A reference as its owner knows it: by the file's name, or by the track it was found for."""
    how = _LEVELS.get(one.get("level", ""), "by {name}").format(name=one["name"])
    return f"{one['track']} ({how})" if one.get("track") else str(one["name"])


def references(reading: Reading) -> str:
    if blending.is_blend(reading):
        return blending.tracks(reading)
    if not reading.piece.composed:
        return f"It was not composed after songs: {_rendered(reading)}"
    used = reading.get("inputs/references") or []
    skipped = reading.get("inputs/skipped") or []
    left_out = "".join(f" {one['name']} was left out: {one['why']}." for one in skipped)
    if not used:
        return "None: no songs of yours were handed in with this order, mood and style alone shaped it." + left_out
    closeness = reading.get("options/closeness")
    how_near = f", at a closeness of {number(closeness)} (0 is freely, 1 closely)" if closeness is not None else ""
    model = reading.get("result/reasons/model/name")
    if model is None:
        names = listed([_called(one) for one in used])
        return f"It had {names} before it{how_near}; which of them shaped it most, the record does not say.{left_out}"
    passages = reading.get("result/reasons/model/passages") or []
    from_where = listed([f"part {one['section']} leans on its bars from {one['bar']} on" for one in passages])
    others = [_called(one) for one in used if one["name"] != model]
    first = next((_called(one) for one in used if one["name"] == model), model)
    said = f"{first} shaped this one{how_near}: {from_where}."
    if others:
        said += (
            f" {listed(others)} had a say in what is avoided as a copy, and where no mood was asked, in tempo and mode."
        )
    return said + left_out


def _rendered(reading: Reading) -> str:
    source = reading.get("inputs/midi")
    if source is None:
        return "the record names no songs."
    return f"it plays one MIDI file as it stands (SHA-256 {source[:12]}...)."


def copied(reading: Reading) -> str:
    found = reading.piece.look("result/copies")
    if found is None:
        played = reading.get("inputs/midi") is not None
        said = "The notes are those of the MIDI file, so it is as original as that file is." if played else ""
        return f"{said} Whether it copies something, the record does not know: nothing was compared.".strip()
    told = []
    near, learned = reading.get("result/copies/references"), reading.get("result/copies/training")
    if near:
        told.append(f"with your references it shares at most {counted(near['notes'], 'note')} in a row"
                    f" (with {near['with']}, in bar {near['bar']})")  # fmt: skip
    elif reading.piece.referenced:
        told.append("with your references it shares no run of notes worth telling")
    if learned:
        most = "at most " if learned.get("at_most") else ""
        where = f", in bar {learned['bar']}" if learned.get("bar") else ""
        told.append(
            f"with the music the network learned from {most}{counted(learned['notes'], 'note')} in a row{where}"
        )
    said = f"No: {listed(told)}. Runs of more than 8 are avoided" if told else "Nothing was there to compare it with"
    changed = reading.get("result/copies/changed")
    said += f", and {counted(changed, 'time')} notes were changed to undo one." if changed else "."
    worst = max([one["notes"] for one in (near, learned) if one], default=0)
    said = said.replace("No: ", "In parts perhaps: ", 1) if worst > 8 else said
    return f"{said} Music beyond these it was not compared with, so of that the record knows nothing."


def maker(reading: Reading) -> str:
    engine, seed = reading.get("engine"), reading.get("seed")
    if engine is None:
        return "Who made it, the record does not say."
    verdict = reading.piece.verdict
    software = reading.signed("software") if verdict and verdict.record else None
    said = f"The engine {engine}" + (f" of {software}" if software else "") + f" made it, with seed {seed}. "
    return said + _by_what(reading) + _signature(reading)


def _by_what(reading: Reading) -> str:
    weights = reading.get("weights") or {}
    material = reading.get("material")
    by_ai = reading.signed("made_by_ai") if reading.piece.verdict and reading.piece.verdict.valid else None
    if weights:
        named = listed([f"{name} (SHA-256 {digest[:12]}...)" for name, digest in weights.items()])
        drafts = reading.get("result/drafts")
        best = f" It is the best of {counted(drafts, 'draft')}." if drafts else ""
        return f"A neural network wrote the notes, so an AI made it; its weights: {named}.{best}"
    if material == "rules":
        return "Rules wrote the notes; no trained network took part."
    if by_ai is False:
        return "No AI composed it: a program played notes that somebody wrote."
    return ""


def _signature(reading: Reading) -> str:
    verdict = reading.piece.verdict
    if verdict is None or verdict.code in ("no_record", "unsupported_type"):
        return " The record is not signed."
    return " The record is signed, and its signature holds." if verdict.valid else f" Careful: {verdict.reason}"


def rights(reading: Reading) -> str:
    said = "Licences and permissions are not in the record, so whether you may, it cannot tell; the law of your country"
    said += " and whoever runs this server can. What it does know: "
    known = []
    if reading.piece.verdict and reading.piece.verdict.valid and reading.signed("made_by_ai"):
        known.append("every file is marked as made by AI, and some places ask you to say so")
    names = [_called(one) for one in reading.get("inputs/references") or []]
    if names:
        known.append(f"it was composed after {listed(names)}, so think of whose those are")
    if reading.get("inputs/midi"):
        known.append("it plays a MIDI file that was handed in, so think of whose that is")
    if reading.piece.look("result/loudness") is not None and reading.get("inputs/soundfont"):
        known.append("its sounds come from a soundfont, which has a licence of its own")
    copies = reading.get("result/copies/training")
    if copies:
        known.append(
            f"it shares no more than {counted(copies['notes'], 'note')} in a row with what the network learned from"
        )
    return said + ("; ".join(known) or "nothing that helps here") + "."


def again(reading: Reading) -> str:
    seed, device = reading.get("seed"), reading.get("device")
    said = f"Send the same order with the same seed, {seed}"
    said += f" (all {reading.piece.count} songs come of it)" if reading.piece.count > 1 else ""
    said += ", and the same weights" if reading.get("weights") else ""
    said += ": you get the same MIDI, WAV and FLAC, byte for byte"
    return said + (f", on a machine of the same kind ({device})." if device else ".")


def date(reading: Reading) -> str:
    reading.get("engine")
    return (
        "The record holds no date, on purpose: the same order gives the same bytes whenever it is made."
        " GET /generations/{id} says when yours was finished."
    )
