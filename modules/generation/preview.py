"""The first bars of a song as its mix will begin, to be heard while the rest is still being made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.audio.clip import RATE, Check, Clip, Samples
from modules.audio.crew import Crew
from modules.audio.encoding import MEDIA_TYPES, encode
from modules.audio.loudness import SILENT, Energies, gated, part_energies
from modules.audio.mastering import master
from modules.audio.performance import perform
from modules.audio.rendering import Studio, in_memory
from modules.audio.soundfont import Player
from modules.audio.staging import seats
from modules.composing.planning.plan import Plan
from modules.generation.engine import Part
from modules.generation.production import Wanted
from modules.score.score import Note, Score, Track
from modules.score.sustain import sustained
from modules.score.tempo import TICKS

NAME: Final = "preview.flac"
SECONDS: Final = 8.0
"""About so long are the bars that are heard."""
FADE: Final = 0.5
"""Seconds in which they ring on, to silence."""
_SAMPLE: Final = 8.0
"""About so many seconds of later bars are played, unheard, to know how loud the whole will be."""
_EARLY: Final = TICKS // 16
"""A note that begins so little before a bar line belongs to the bar after it."""
_PART: Final = RATE // 10
"""Frames that share a measured energy."""


@dataclass(frozen=True)
class Stretch:
    """Bars that are played somewhere else: first bar, how many, and the bar where they are put."""

    first: int
    bars: int
    put: int


@dataclass(frozen=True)
class Planned:
    """A song that has its notes: how it was planned, and its score."""

    plan: Plan
    score: Score


def first_bars(song: Planned, studio: Studio, wanted: Wanted, folder: Path, check: Check) -> Part:
    """The file, in the folder: what is heard of these bars in the mix, within a decibel."""
    heard, *samples = stretches(song.plan)
    plan, ticks = song.plan, song.plan.metre.ticks
    bars = [heard, *samples]
    edges = plan.tempo_map.seconds([ticks * edge for one in bars for edge in (one.put, one.put + one.bars)])
    frames = np.rint(edges * RATE).astype(np.int64).reshape(-1, 2)
    with Crew(wanted.threads, check) as crew:
        sound = _played(song, studio, wanted.reverb, bars, int(frames[-1, 1]) + round(FADE * RATE), check)
        end = int(frames[0, 1]) + round(FADE * RATE)
        rest = (plan.bars - heard.bars) / max(len(samples), 1)
        louder = _louder(part_energies(sound, RATE, check), frames // _PART, rest)
        mix = sound[:end].copy()
        target = replace(wanted.target, loudness=wanted.target.loudness - louder, fade_out=FADE)
        master(mix, [], target, crew)
    path = folder / NAME
    encode(Clip(mix, RATE), path, check)
    return Part(NAME, "mix", MEDIA_TYPES["flac"], path, "First bars")


def stretches(plan: Plan) -> list[Stretch]:
    """The bars that are heard, then single ones from all over the rest, with a bar of silence in between."""
    starts = plan.tempo_map.seconds(np.arange(plan.bars + 1) * plan.metre.ticks)
    count = max(int(np.argmin(np.abs(starts - SECONDS))), 1)
    rest = plan.bars - count
    length = float(starts[-1]) / plan.bars
    samples = min(max(round(_SAMPLE / length), 2), 4, rest)
    chosen = [count + int((number + 0.5) * rest / samples) for number in range(samples)]
    return [Stretch(0, count, 0), *(Stretch(bar, 1, count + 1 + at) for at, bar in enumerate(chosen))]


def _played(
    song: Planned, studio: Studio, reverb: float, bars: Sequence[Stretch], frames: int, check: Check
) -> Samples:
    """As the mix is played, but in one room for all."""
    mix, sent = in_memory(frames), in_memory(frames)
    for track, seat in zip(song.score.tracks, seats(song.score), strict=True):
        performance = perform(_excerpt(track, bars, song.plan.metre.ticks), song.score.tempo_map, check)
        stem = in_memory(frames)
        with Player(studio.soundfont, performance, seat, studio.balance.gain(track)) as player:
            player.play(stem, check)
        mix += stem
        sent += stem * np.float32(seat.send)
    answer = sent.copy()
    studio.room.add(answer, reverb, check)
    return np.asarray(mix + (answer - sent))


def _excerpt(track: Track, bars: Sequence[Stretch], ticks: int) -> Track:
    """The notes that begin in these bars, where those are put; each ends with the silence after its bars at the latest.

    Controls but the pedal stand at the beginning of our scores, and stay.
    """
    track = sustained(track)
    return replace(track, notes=tuple(sorted(note for one in bars for note in _moved(track.notes, one, ticks))))


def _moved(notes: Sequence[Note], one: Stretch, ticks: int) -> list[Note]:
    early = _EARLY if one.first else 0
    first, last, by = one.first * ticks - early, (one.first + one.bars) * ticks - _EARLY, (one.put - one.first) * ticks
    until = (one.put + one.bars + (0 if one.first else 1)) * ticks
    inside = (note for note in notes if first <= note.start < last)
    return [note._replace(start=note.start + by, end=min(note.end + by, until)) for note in inside]


def _louder(energies: Energies, edges: npt.NDArray[np.int64], rest: float) -> float:
    """LUFS by which the whole song is louder than the bars that are heard. rest: how many bars each sample stands for.

    edges: [stretches, 2] in parts of a tenth of a second.
    """
    heard, *samples = [energies[start:stop] for start, stop in edges]
    whole = gated(np.concatenate([heard, *([*samples] * max(round(rest), 1))]))
    begun = gated(heard)
    return 0.0 if SILENT in (whole, begun) else whole - begun
