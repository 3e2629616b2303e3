"""What is told of a blend: its title, and the facts that record and summary hold."""

from pathlib import PurePath
from typing import Any

from models.generation import Brief
from modules.generation.chord_sheet import sections
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.symbolic.listening import Track
from modules.generation.engines.blend.symbolic.piece import Blended
from modules.generation.engines.blend.symbolic.writing import DRAFTS

_LONGEST = 40


def titled(tracks: tuple[Track, Track]) -> str:
    """Such as `Autumn x River`."""
    one, two = (PurePath(track.title).stem[:_LONGEST] or track.name for track in tracks)
    return f"{one} x {two}"


def facts(song: Blended) -> dict[str, Any]:
    """How it was made. shares: how much of the second track each aspect has; folds: octaves by which the tempo of each
    was counted faster before they met.
    """
    plan, meeting, shares = song.plan, song.meeting, song.shares
    a, b = meeting.a, meeting.b
    return {
        "key": plan.key.name,
        "metre": plan.metre.name,
        "bars": plan.bars,
        "sections": sections(plan),
        "mood": {"begins": plan.moods[0].round(3).tolist(), "ends": plan.moods[-1].round(3).tolist()},
        "drafts": DRAFTS,
        "shares": {"melody": shares.melody, "rhythm": shares.rhythm, "harmony": shares.harmony},
        "meeting": {
            "tempo": {"a": round(a.tempo, 2), "b": round(b.tempo, 2), "blend": round(meeting.tempo, 2)},
            "folds": {"a": meeting.folds[0], "b": meeting.folds[1]},
            "key": {"a": a.key.name, "b": b.key.name, "blend": meeting.key.name},
            "bars": {"a": len(a.bars), "b": len(b.bars)},
        },
    }


def remarks(brief: Brief, options: BlendOptions, tracks: tuple[Track, Track]) -> list[str]:
    """What was noticed while listening, that both were one, and what of the order was of no use."""
    a, b = tracks
    told = ["The order's mood was not used: a blend feels as its tracks do."] if brief.mood else []
    aspects = {options.melody_from, options.rhythm_from, options.harmony_from}
    if options.method == "codec" and aspects != {"mix"}:
        told.append("The codec blends everything alike: whose melody, rhythm and harmony was not used.")
    same = ["Both tracks are the same: this is a variation of it."] if a.sha256 == b.sha256 else []
    return [*told, *same, *(f"Track {one.name}: {note}" for one in tracks for note in one.remarks)]
