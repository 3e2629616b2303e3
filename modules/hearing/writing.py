"""From what was heard to what can be written: a score on bars, and a song on the composing network's grid."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.errors import Invalid
from modules.composing import tonality
from modules.composing.bars import ACCOMPANIMENT, MELODY
from modules.composing.songs import Sketch, Song, bar_lines, compose
from modules.hearing.evidence import END, PITCH, START, WEIGHT
from modules.hearing.findings import STEPS, ChordSpan, KeySpan, Parts, Section, Time, main_key
from modules.hearing.sound import Floats, Ints
from modules.score.score import Chord, Key, Marker, Note, Score, TimeSignature, Track, track_of
from modules.score.tempo import TICKS, Tempo

_DRUMS: Final = (36, 38, 42)
_FEWEST_BEATS: Final = 2


class NotMusic(Invalid):
    code = "hearing.not_music"
    title = "There is no music to work with"


@dataclass(frozen=True, eq=False)
class Harmony:
    keys: tuple[KeySpan, ...]
    chords: tuple[ChordSpan, ...]
    beat_chords: Ints
    sections: tuple[Section, ...]


@dataclass(frozen=True, eq=False)
class Written:
    """offset: when in the sound the first tick of the score comes; below 0 where the first bar was not whole."""

    score: Score
    offset: float


@dataclass(frozen=True, eq=False)
class Grid:
    """beats: seconds, from the first bar line to after the last note. lead: beats added in front. bars: numbers of
    beats where bars begin, the last one the end. quarters: of a beat, 1 or three eighths or one.
    """

    beats: Floats
    lead: int
    bars: Ints
    quarters: float

    @property
    def beat_ticks(self) -> int:
        return round(TICKS * self.quarters)

    def places(self, seconds: Floats) -> Floats:
        """In beats from the first bar line."""
        return np.asarray(np.interp(seconds, self.beats, np.arange(len(self.beats))))

    def ticks(self, seconds: Floats) -> Ints:
        return np.asarray(np.rint(self.places(seconds) * self.beat_ticks), dtype=np.int64)


def grid_of(time: Time, parts: Parts) -> Grid:
    notes = parts.pitched
    if len(time.beats) < _FEWEST_BEATS or not len(notes):
        raise NotMusic("No beats and notes were heard in it.", next_step="Send a piece of music with a beat.")
    count = time.count
    gap, last_gap = float(time.beats[1] - time.beats[0]), float(time.beats[-1] - time.beats[-2])
    first = int(time.downbeats[0]) if len(time.downbeats) else 0
    early = max(int(np.ceil((float(time.beats[0]) - float(notes[0, START])) / gap - 0.25)), 0)
    lead = -first % count if early <= -first % count else early + (-(early + first)) % count
    late = max(int(np.ceil((float(notes[:, END].max()) - float(time.beats[-1])) / last_gap)), 1)
    down = [first + lead - count * k for k in range((first + lead) // count, 0, -1)]
    down += [int(beat) + lead for beat in time.downbeats] or [lead]
    total = len(time.beats) + lead + late
    while down[-1] < total - 1:
        down.append(down[-1] + count)
    after = max(down[-1] + 1 - len(time.beats) - lead, late)
    beats = np.concatenate(
        [
            time.beats[0] - gap * np.arange(lead, 0, -1),
            time.beats,
            time.beats[-1] + last_gap * np.arange(1, after + 1),
        ]
    )
    return Grid(beats, lead, np.array(down), time.quarters)


def score_of(time: Time, parts: Parts, harmony: Harmony) -> Written:
    """Players Melody, Bass, Accompaniment and Drums (those that play) on bars."""
    grid = grid_of(time, parts)
    tracks = [
        _track("Melody", 0, parts.melody, grid),
        _track("Bass", 33, parts.bass, grid),
        _track("Accompaniment", 0, parts.accompaniment, grid),
        _drum_track(parts.drums, grid),
    ]
    score = Score(
        tuple(track for track in tracks if track.notes),
        tempos=_tempos(grid, steady=time.steady),
        time_signatures=_signatures(grid),
        keys=tuple(Key(_from(grid, span.start), span.tonic, span.mode) for span in harmony.keys),
        chords=_chords(harmony.chords, grid),
        markers=tuple(Marker(_from(grid, section.start), section.label) for section in harmony.sections),
    )
    return Written(score, float(grid.beats[0]))


def _tick(grid: Grid, seconds: float) -> int:
    return int(grid.ticks(np.array([seconds]))[0])


def _from(grid: Grid, seconds: float) -> int:
    """What holds from the beginning of the sound holds from the first bar line."""
    return _tick(grid, seconds) if seconds > 0 else 0


def _chords(spans: tuple[ChordSpan, ...], grid: Grid) -> tuple[Chord, ...]:
    placed = [(_tick(grid, span.start), _tick(grid, span.end), span.name) for span in spans if span.name != "N"]
    return tuple(Chord(start, end, name) for start, end, name in placed if end > start)


def _track(name: str, program: int, notes: Floats, grid: Grid) -> Track:
    starts, ends = grid.ticks(notes[:, START]), grid.ticks(notes[:, END])
    force = np.clip(np.rint(notes[:, WEIGHT] * 127), 1, 127).astype(int)
    rows = zip(starts.tolist(), ends.tolist(), notes[:, PITCH].astype(int).tolist(), force.tolist(), strict=True)
    return track_of(name, [Note(start, max(end, start + 1), pitch, loud) for start, end, pitch, loud in rows], program)


def _drum_track(drums: Floats, grid: Grid) -> Track:
    step = grid.beat_ticks // STEPS
    struck = [
        Note((int(beat) + grid.lead) * grid.beat_ticks + int(place) * step, 0, _DRUMS[int(band)], 0)
        for beat, band, place in np.argwhere(drums > 0)
    ]
    loud = np.clip(np.rint(drums[drums > 0] * 127), 1, 127).astype(int).tolist()
    notes = [
        note._replace(end=note.start + step // 2, velocity=force) for note, force in zip(struck, loud, strict=True)
    ]
    return track_of("Drums", notes, is_drum=True)


def _tempos(grid: Grid, *, steady: bool) -> tuple[Tempo, ...]:
    gaps = np.diff(grid.beats)
    if steady:
        return (Tempo.from_bpm(60 * grid.quarters / float(np.median(gaps))),)
    return tuple(
        Tempo.from_bpm(60 * grid.quarters / gap, beat * grid.beat_ticks) for beat, gap in enumerate(gaps.tolist())
    )


def _signatures(grid: Grid) -> tuple[TimeSignature, ...]:
    found: list[TimeSignature] = []
    for start, count in zip(grid.bars[:-1].tolist(), np.diff(grid.bars).tolist(), strict=True):
        above, below = (count, 4) if grid.quarters == 1 else (round(2 * grid.quarters) * count, 8)
        if not found or (found[-1].numerator, found[-1].denominator) != (above, below):
            found.append(TimeSignature(start * grid.beat_ticks, above, below))
    return tuple(found)


def song_of(time: Time, parts: Parts, harmony: Harmony, name: str, style: str) -> Song:
    """Melody and accompaniment (the bass with it) on sixteenths, brought home to C major or A minor."""
    grid = grid_of(time, parts)
    each = round(4 * grid.quarters)
    rows = [_sixteenths(parts.melody, MELODY, grid, each)]
    rows += [_sixteenths(notes, ACCOMPANIMENT, grid, each) for notes in (parts.bass, parts.accompaniment)]
    lines = np.concatenate([[0], np.cumsum(bar_lines((np.diff(grid.bars) * each).tolist()))]).astype(np.int64)
    lines += int(grid.bars[0]) * each
    key = main_key(harmony.keys)
    home = tonality.home(key.tonic, int(key.mode == "minor")) if key else 0
    beats = np.minimum(lines[:-1] // each, len(grid.beats) - 2)
    tempo = 60.0 / np.diff(grid.beats)[beats] * (each / 4)
    quarter = np.clip((lines[:-1, None] + 4 * np.arange(4) + 2) // each - grid.lead, 0, len(harmony.beat_chords) - 1)
    sketch = Sketch(
        np.concatenate(rows),
        lines,
        np.full(len(lines) - 1, home),
        tempo,
        int(key.mode == "minor") if key else None,
        harmony.beat_chords[quarter] if len(harmony.beat_chords) else None,
    )
    return compose(name, style, sketch)


def _sixteenths(notes: Floats, part: int, grid: Grid, each: int) -> Floats:
    starts, ends = grid.places(notes[:, START]) * each, grid.places(notes[:, END]) * each
    return np.stack([starts, np.maximum(ends - starts, 0.5), np.full(len(notes), part), notes[:, PITCH]], axis=1)
