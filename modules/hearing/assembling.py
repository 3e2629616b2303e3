"""From what was found in a piece to `Heard`: chords, keys, sections and character on the beats."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.hearing.beating import Beaten
from modules.hearing.character import affect_of, density_of, room_for_a_voice
from modules.hearing.drums import percussive
from modules.hearing.evidence import PITCH, WEIGHT, Evidence
from modules.hearing.findings import Character, Origin, Parts
from modules.hearing.harmonising import harmonised
from modules.hearing.heard import Heard
from modules.hearing.nature import Kind
from modules.hearing.perceptron import Perceptron
from modules.hearing.remarks import remarks_of
from modules.hearing.sections import furnished, sections_of
from modules.hearing.singing import chances
from modules.hearing.sound import Floats

_BENEATH_A_VOICE: Final = 0.75
_HIDDEN: Final = ("notes", "chords", "key")


@dataclass(frozen=True, eq=False)
class Piece:
    """loudness: dB of full scale. brightness: Hz. remarks: what is known about the file already."""

    origin: Origin
    evidence: Evidence
    beaten: Beaten
    parts: Parts
    kind: Kind
    loudness: float
    brightness: float
    outline: Floats
    remarks: tuple[str, ...] = ()


def assembled(piece: Piece, judges: dict[str, Perceptron]) -> Heard:
    """Everything about a piece."""
    evidence, time = piece.evidence, piece.beaten.time
    found = harmonised(evidence, time, judges)
    bars = time.beats[time.downbeats] if len(time.beats) else np.zeros(0)
    sections = sections_of(evidence, bars, evidence.seconds)
    clear = float(np.mean([section.sure for section in sections])) if sections else 0.0
    sure = _sureness(piece, {**found.sure, "sections": clear})
    sung = chances(piece.parts, bars, evidence.seconds, judges["sung"])
    return Heard(
        origin=piece.origin,
        nature=piece.kind.nature,
        seconds=evidence.seconds,
        time=time,
        keys=found.keys,
        chords=found.chords,
        beat_chords=found.beat_chords,
        parts=piece.parts,
        sections=furnished(sections, piece.parts, bars, sung),
        sung=sung,
        character=_character(piece, time.tempo),
        sure=sure,
        outline=piece.outline,
        remarks=(*piece.remarks, *remarks_of(piece.kind, evidence.seconds, time, sure)),
    )


def _sureness(piece: Piece, harmony: dict[str, float]) -> dict[str, float]:
    """What is no music is sure of nothing; what was read from notes is sure of them; a voice hides what is beneath."""
    factor = {"music": piece.kind.sure, "speech": 0.3}.get(piece.kind.nature, 0.0)
    notes = float(piece.evidence.notes[:, WEIGHT].size > 0) if piece.origin == "midi" else _of_notes(piece)
    whole = {**piece.beaten.sure, **harmony, "notes": notes}
    if piece.kind.sung:
        whole |= {name: _BENEATH_A_VOICE * whole[name] for name in _HIDDEN if name in whole}
    return {"nature": round(piece.kind.sure, 3), **{name: round(value * factor, 3) for name, value in whole.items()}}


def _of_notes(piece: Piece) -> float:
    """Transcription is surer where few things sound at once and no drums cover them."""
    notes = piece.evidence.notes
    if not len(notes):
        return 0.0
    crowd = density_of(notes)
    return float(np.clip(0.95 - 0.03 * max(crowd - 4, 0) - 0.25 * percussive(piece.evidence.rise), 0.2, 0.95))


def _character(piece: Piece, tempo: float) -> Character:
    notes = piece.evidence.notes
    valence, arousal = affect_of(piece.parts, tempo or 100.0)
    dense = density_of(notes)
    loud = float(np.clip((piece.loudness + 40) / 32, 0, 1))
    energy = 0.5 * loud + 0.3 * float(np.clip(dense / 8, 0, 1)) + 0.2 * float(np.clip(piece.brightness / 4000, 0, 1))
    return Character(
        loudness=piece.loudness,
        brightness=piece.brightness,
        density=dense,
        energy=energy if piece.kind.nature != "silence" else 0.0,
        valence=valence if notes[:, PITCH].size else 0.0,
        arousal=arousal,
        voice=piece.kind.voice,
        free=room_for_a_voice(piece.parts),
    )
