"""Streams played for an evaluation: a scripted path of moods through five minutes, and what is heard of it."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import affect
import numpy as np

from models.live import LiveBar, LiveOrder, LiveStyle
from models.mood import Point
from modules.composing import chords as harmony
from modules.composing.measuring import spearman
from modules.live.composing.composer import LiveComposer
from modules.live.composing.keeping import score_of
from modules.score.score import Score, Track
from modules.score.tempo import TICKS

WINDOW: Final = 8
SCRIPT: Final = (
    (0, 0.5, -0.6), (40, 0.8, 0.4), (75, 0.8, 0.4), (76, -0.6, 0.8), (110, -0.6, 0.8), (150, -0.8, -0.4),
    (184, -0.8, -0.4), (185, 0.6, 0.8), (215, 0.6, 0.8), (245, 0.7, -0.3), (250, -0.1, -0.9), (275, -0.1, -0.9),
    (300, -0.3, 0.7),
)  # fmt: skip
"""(seconds, valence, arousal): glides and four jumps through all quarters of the circle, in five minutes."""
SECONDS: Final = float(SCRIPT[-1][0])

Path = Callable[[float], Point]


@dataclass
class Stream:
    """A stream as it was played. took: processor seconds a bar."""

    style: LiveStyle
    seed: int
    bars: list[LiveBar] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    state: int = 0
    """Bytes of the largest thread."""

    @property
    def score(self) -> Score:
        return score_of(self.bars)


def wandering(seconds: float) -> Point:
    """A slow, even way through the whole circle, without a jump and without a halt."""
    return Point(0.85 * float(np.sin(2 * np.pi * seconds / 131 + 0.6)), 0.85 * float(np.sin(2 * np.pi * seconds / 89)))


def scripted(seconds: float) -> Point:
    """Where the script is at a time."""
    times, valence, arousal = zip(*SCRIPT, strict=True)
    return Point(float(np.interp(seconds, times, valence)), float(np.interp(seconds, times, arousal)))


def play(composer: LiveComposer, style: LiveStyle, seed: int, path: Path) -> Stream:
    """A stream along a path of five minutes."""
    stream, first = Stream(style, seed), path(0.0)
    thread = composer.begin(LiveOrder(valence=first.valence, arousal=first.arousal, style=style), seed)
    while thread.at < SECONDS:
        begun = time.process_time()
        bar, thread = composer.write(thread, path(thread.at))
        stream.took.append(time.process_time() - begun)
        stream.bars.append(bar)
        stream.state = max(stream.state, len(thread.model_dump_json()))
    return stream


def windows(stream: Stream) -> np.ndarray:
    """[windows, 4] valence and arousal asked, valence and arousal heard, every eight bars."""
    rows = []
    score = stream.score
    length = affect.bar_ticks(score)
    for tick, valence, arousal in affect.measure_windows(score, WINDOW):
        first = tick // length
        asked = stream.bars[first : first + WINDOW]
        mean = [statistics.fmean(one.valence for one in asked), statistics.fmean(one.arousal for one in asked)]
        rows.append([*mean, valence, arousal])
    return np.array(rows)


def agreement(rows: np.ndarray) -> tuple[float, float]:
    """Spearman of asked and heard: valence, arousal."""
    return spearman(rows[:, 0], rows[:, 2]), spearman(rows[:, 1], rows[:, 3])


def silence(score: Score) -> float:
    """The longest time in seconds without any note."""
    notes = sorted(note for track in score.tracks for note in track.notes)
    longest, until = 0.0, 0.0
    for note in notes:
        start, end = (float(one) for one in score.tempo_map.seconds([note.start, note.end]))
        longest, until = max(longest, start - until), max(until, end)
    return longest


def longest_note(score: Score) -> float:
    """In bars."""
    length = affect.bar_ticks(score)
    return max((note.end - note.start) / length for track in score.tracks for note in track.notes)


def leads(score: Score) -> list[Track]:
    """Who sings: the tracks of the first player named like a melody."""
    words = ("melody", "lead", "first voice")
    return [
        one for one in score.tracks if any(w in one.name.lower() for w in words) and "second" not in one.name.lower()
    ]


def chord_tones(score: Score) -> float:
    """The share of the melody's notes on the first and third quarter that belong to the chord."""
    half = affect.bar_ticks(score) // 2
    starts = np.array([one.start for one in score.chords])
    hits = []
    for track in leads(score):
        for note in track.notes:
            near = (note.start + TICKS // 8) // half * half
            if abs(note.start - near) > TICKS // 8:
                continue
            chord = score.chords[max(int(np.searchsorted(starts, near, side="right")) - 1, 0)]
            hits.append(harmony.DESCRIPTIONS[harmony.parse(chord.name), note.pitch % 12] > 0)
    return 100 * float(np.mean(hits)) if hits else float("nan")


def melody_range(score: Score) -> tuple[int, int]:
    pitches = [note.pitch for track in leads(score) for note in track.notes]
    return min(pitches), max(pitches)


def leaps(score: Score) -> float:
    """The share of the melody's steps that are wider than an octave."""
    notes = sorted(note for track in leads(score) for note in track.notes)
    steps = np.abs(np.diff([note.pitch for note in notes]))
    return 100 * float(np.mean(steps > 12)) if len(steps) else 0.0
