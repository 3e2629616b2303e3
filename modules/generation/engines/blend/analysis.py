"""What was heard in a track, in short, for the record: whoever asks about the work is answered from it."""

from typing import Any

import numpy as np

from modules.composing.chords import ROOTS
from modules.generation.engines.blend.symbolic.band import Band
from modules.generation.engines.blend.symbolic.listening import Track
from modules.hearing.busiest import busiest
from modules.hearing.evidence import END, PITCH, START
from modules.hearing.sound import Floats
from modules.score.instruments import instrument_name

_MOST_CHORDS = 64


def analysed(track: Track, band: Band | None) -> dict[str, Any]:
    """Seconds are those of the track; everything but its length is about the part that was listened to.

    busiest: from where on more would happen, if there is such a place. rhythm: 0..1, how strong and steady its
    beat is: half how surely beats were heard, half how much is struck by drums.
    """
    heard, character = track.heard, track.heard.character
    key, time = heard.key, heard.time
    return {
        "name": track.title,
        "sha256": track.sha256,
        "origin": heard.origin,
        "nature": heard.nature,
        "seconds": round(track.seconds, 3),
        "window": [round(edge, 3) for edge in track.window],
        "tempo": round(float(time.tempo), 2),
        "metre": f"{time.metre[0]}/{time.metre[1]}",
        "steady": time.steady,
        "key": f"{ROOTS[key.tonic]} {key.mode}" if key else None,
        "chords": _chords(track),
        "sections": [
            {"label": one.label, "start": round(one.start + track.offset, 2), "end": round(one.end + track.offset, 2)}
            for one in heard.sections
        ],
        "busiest": _busiest(track),
        "rhythm": round(_rhythm(track), 3),
        "drums": round(_drums(heard.parts.drums), 3),
        "loudness": round(character.loudness, 2),
        "brightness": round(character.brightness, 1),
        "density": round(character.density, 3),
        "energy": round(character.energy, 3),
        "valence": round(character.valence, 3),
        "arousal": round(character.arousal, 3),
        "voice": round(character.voice, 3),
        "register": {part: _register(getattr(heard.parts, part)) for part in ("melody", "bass", "accompaniment")},
        "instruments": _instruments(band) if band else {},
        "sure": {name: round(value, 3) for name, value in heard.sure.items()},
        "notes": list(track.remarks),
    }


def _chords(track: Track) -> list[dict[str, Any]]:
    start, end = track.inside
    inside = [one for one in track.heard.chords if one.end > start and one.start < end and one.name != "N"]
    return [
        {
            "start": round(one.start + track.offset, 2),
            "end": round(one.end + track.offset, 2),
            "name": one.name,
            "sure": round(one.sure, 2),
        }
        for one in inside[:_MOST_CHORDS]
    ]


def _busiest(track: Track) -> float | None:
    start, end = track.inside
    found = busiest(track.heard, start, end - start)
    return None if found is None else round(found + track.offset, 2)


def _rhythm(track: Track) -> float:
    return 0.5 * track.heard.sure.get("beats", 0.0) + 0.5 * _drums(track.heard.parts.drums)


def _drums(grid: Floats) -> float:
    """0..1: one stroke a beat, as hard as can be, is 1."""
    return float(np.clip(grid.max(axis=(1, 2)).mean(), 0, 1)) if len(grid) else 0.0


def _register(notes: Floats) -> dict[str, float] | None:
    if not len(notes):
        return None
    lasting = notes[:, END] - notes[:, START]
    mean = float(np.average(notes[:, PITCH], weights=np.maximum(lasting, 1e-3)))
    return {"lowest": int(notes[:, PITCH].min()), "mean": round(mean, 1), "highest": int(notes[:, PITCH].max())}


def _instruments(band: Band) -> dict[str, str]:
    played = {role: getattr(band, role) for role in ("melody", "chords", "bass", "pad")}
    named = {role: instrument_name(program) for role, program in played.items() if program is not None}
    return named | ({"drums": "Drums"} if band.drums else {})
