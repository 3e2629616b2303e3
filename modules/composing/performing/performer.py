"""`perform` plays an arrangement: dynamics, timing, articulation and pedal make a `Score` of it."""

from typing import Final

import numpy as np

from modules.composing import chords as harmony
from modules.composing.arranging import harmony_parts
from modules.composing.arranging.arrangement import KEY, Arrangement, Voice
from modules.composing.performing.dynamics import velocities
from modules.composing.performing.pedal import pedalling
from modules.composing.performing.timing import played
from modules.composing.planning.key import MODES
from modules.composing.planning.metre import SIXTEENTH
from modules.composing.planning.plan import Plan
from modules.score.score import VOLUME, Chord, Control, Key, Marker, Note, Score, TimeSignature, Track

_SHARPS: Final = {"Db": "C#", "Eb": "D#", "Gb": "F#", "Ab": "G#", "Bb": "A#"}


def perform(plan: Plan, arrangement: Arrangement, rng: np.random.Generator) -> Score:
    """The score: every tempo, bar line and length of the plan is kept to the tick."""
    pedal = pedalling(plan) if plan.style.pedal else []
    return Score(
        tracks=tuple(_track(plan, voice, pedal, rng) for voice in arrangement.voices),
        tempos=plan.tempos,
        time_signatures=(TimeSignature(0, plan.metre.numerator, plan.metre.denominator),),
        keys=_keys(plan),
        chords=_chords(plan),
        markers=tuple(Marker(section.start * plan.metre.ticks, section.name) for section in plan.sections),
    )


def _track(plan: Plan, voice: Voice, pedal: list[Control], rng: np.random.Generator) -> Track:
    start, end = played(plan, voice, rng)
    struck = velocities(plan, voice, rng)
    table = np.stack([start, end, voice.notes[:, KEY], struck], axis=1)
    table = table[np.lexsort(table.T[::-1])]
    return Track(
        name=voice.name,
        program=voice.program,
        is_drum=voice.player.role == "drums",
        notes=tuple(map(Note._make, table.tolist())),
        controls=(Control(0, VOLUME, voice.player.volume), *pedal),
    )


def _keys(plan: Plan) -> tuple[Key, ...]:
    """The key, and a new one where the piece rises."""
    bars = [0, *(np.flatnonzero(np.diff(plan.shifts)) + 1).tolist()]
    rise = [int(plan.shifts[bar] - plan.shifts[0]) for bar in bars]
    return tuple(
        Key(bar * plan.metre.ticks, (plan.key.tonic + by) % 12, "minor" if MODES[plan.key.mode] == "minor" else "major")
        for bar, by in zip(bars, rise, strict=True)
    )


def _chords(plan: Plan) -> tuple[Chord, ...]:
    found = []
    sharp = _keys(plan)[0].fifths > 0
    for start, end, chord in harmony_parts.spans(plan):
        shift = int(plan.shifts[start // plan.metre.length])
        name = harmony.name(int(harmony.transpose(np.array(chord), shift)))
        until = plan.end if end == plan.bars * plan.metre.length else min(end * SIXTEENTH, plan.end)
        found.append(Chord(start * SIXTEENTH, until, _in_sharps(name) if sharp else name))
    return tuple(found)


def _in_sharps(name: str) -> str:
    """`F#:min` for `Gb:min`, as a key with sharps writes it."""
    root, _, quality = name.partition(":")
    return f"{_SHARPS.get(root, root)}:{quality}" if quality else name
