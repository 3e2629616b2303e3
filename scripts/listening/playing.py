"""Known songs played by the house's own band: as they are, or in another key, tempo and instrumentation, with drums."""

import io
import itertools
import random
from dataclasses import dataclass, replace

import numpy as np
import soundfile

from listening.songs import Known
from modules.audio.bundled import bundled_soundfont
from modules.audio.clip import RATE, Samples, never
from modules.audio.crew import Crew
from modules.audio.mastering import Target, master, summed
from modules.audio.rendering import Studio, in_memory, render_stems
from modules.composing import chords as harmony
from modules.score.score import Note, Score, Track, track_of
from modules.score.tempo import TICKS, Tempo

LEADS = (0, 4, 11, 22, 24, 40, 56, 65, 66, 68, 71, 73, 75, 80, 81)
PADS = (0, 1, 4, 5, 16, 24, 25, 27, 46, 48, 50, 88, 89)
PATTERNS = (
    ((36, (0.0, 2.0)), (38, (1.0, 3.0)), (42, (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5))),
    ((36, (0.0, 1.5, 2.0)), (38, (1.0, 3.0)), (42, (0.0, 1.0, 2.0, 3.0))),
    ((36, (0.0, 1.0, 2.0, 3.0)), (38, (1.0, 3.0)), (46, (0.5, 1.5, 2.5, 3.5))),
    ((36, (0.0, 2.5)), (37, (2.0,)), (42, (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5))),
    ((36, (0.0, 0.75, 2.5)), (38, (1.0, 3.0)), (42, tuple(k / 4 for k in range(16)))),
)


@dataclass(frozen=True)
class Guise:
    """How a song is changed before it is played."""

    semitones: int = 0
    speed: float = 1.0
    programs: tuple[int, ...] = ()
    pattern: int | None = None


PLAIN = Guise()


def drawn(seed: int) -> Guise:
    chance = random.Random(seed)  # noqa: S311 - a seed per song, to be the same every time
    programs = (chance.choice(LEADS), chance.choice(PADS), chance.choice(PADS))
    pattern = chance.randrange(len(PATTERNS)) if chance.random() < 0.6 else None
    return Guise(chance.randrange(-6, 6), 2 ** chance.uniform(-0.25, 0.45), programs, pattern)


def disguised(song: Known, guise: Guise) -> Known:
    """The same song in another guise, and what is known about it changed alike."""
    score = replace(song.score, tracks=tuple(_seated(song.score.tracks, guise)))
    if guise.pattern is not None:
        score = replace(score, tracks=(*score.tracks, _drums(song, guise.pattern)))
    tempos = tuple(Tempo(one.tick, max(round(one.microseconds / guise.speed), 1)) for one in score.tempo_map.tempos)
    faster = [[(a / guise.speed, b / guise.speed, label) for a, b, label in rows] for rows in (song.chords, song.keys)]
    chords, keys = ([(a, b, _moved(label, guise.semitones)) for a, b, label in rows] for rows in faster)
    beats = song.beats / np.array([guise.speed, 1.0])
    return Known(song.number, replace(score, tempos=tempos), beats, chords, keys)


def _moved(label: str, semitones: int) -> str:
    if label[0] not in "ABCDEFG":
        return label
    root, _, rest = label.partition(":")
    return f"{harmony.ROOTS[(harmony.pitch_class(root) + semitones) % 12]}:{rest.partition('/')[0]}"


def _seated(tracks: tuple[Track, ...], guise: Guise) -> list[Track]:
    moved = []
    for index, track in enumerate(tracks):
        notes = tuple(note._replace(pitch=note.pitch + guise.semitones) for note in track.notes)
        program = guise.programs[min(index, len(guise.programs) - 1)] if guise.programs else track.program
        moved.append(replace(track, notes=notes, program=program))
    return moved


def _drums(song: Known, pattern: int) -> Track:
    """A pattern in every bar of four, simple time kept otherwise."""
    times = song.beats[:, 0]
    ticks = song.score.tempo_map.ticks(times)
    down = np.flatnonzero(song.beats[:, 1] > 0)
    notes = []
    for first, after in itertools.pairwise(down):
        for key, places in PATTERNS[pattern]:
            for place in places:
                if place < after - first:
                    beat = first + int(place)
                    at = int(ticks[beat] + (place % 1) * (ticks[beat + 1] - ticks[beat]))
                    notes.append(Note(at, at + TICKS // 8, key, 90 if place % 1 == 0 else 70))
    return track_of("Drums", notes, is_drum=True)


def excerpt(song: Known, start: float, seconds: float) -> Known:
    """What begins between two moments, as a song of its own."""
    first, last = (int(tick) for tick in song.score.tempo_map.ticks([start, start + seconds]))
    score = _cut(song.score, first, last)
    rows = [
        [
            (max(a - start, 0.0), min(b - start, seconds), label)
            for a, b, label in spans
            if b > start and a < start + seconds
        ]
        for spans in (song.chords, song.keys)
    ]
    inside = (song.beats[:, 0] >= start) & (song.beats[:, 0] < start + seconds)
    return Known(song.number, score, song.beats[inside] - np.array([start, 0.0]), rows[0], rows[1])


def _cut(score: Score, first: int, last: int) -> Score:
    def inside(track: Track) -> Track:
        notes = tuple(
            note._replace(start=note.start - first, end=min(note.end, last) - first)
            for note in track.notes
            if first <= note.start < last
        )
        controls = tuple(one._replace(tick=max(one.tick - first, 0)) for one in track.controls if one.tick < last)
        return replace(track, notes=notes, controls=controls, bends=())

    running = [tempo for tempo in score.tempo_map.tempos if tempo.tick <= first][-1:]
    later = [tempo._replace(tick=tempo.tick - first) for tempo in score.tempo_map.tempos if first < tempo.tick < last]
    tempos = (*(tempo._replace(tick=0) for tempo in running), *later)
    cut = replace(score, tempos=tempos, time_signatures=())
    return replace(cut, tracks=tuple(track for track in map(inside, score.tracks) if track.notes))


def played(score: Score, studio: Studio) -> Samples:
    """[frames, 2] the mastered mix."""
    with Crew(1, never) as crew:
        stems = render_stems(score, studio, 0.25, crew, lambda _share: None)
        mix = in_memory(len(stems[0]))
        summed(stems, mix)
        master(mix, stems, Target(fade_out=1.0), crew)
    return mix


def studio() -> Studio:
    return Studio.with_soundfont(bundled_soundfont())


def wav(samples: Samples) -> bytes:
    """As a file of 16 bits."""
    held = io.BytesIO()
    soundfile.write(held, samples, RATE, format="WAV", subtype="PCM_16")
    return held.getvalue()
