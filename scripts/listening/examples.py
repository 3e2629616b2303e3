"""`Example`: a stretch of music with its notes as hearing finds them and what is right about it; kept on disk."""

import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from listening.playing import PLAIN, disguised, drawn, excerpt, played, wav
from listening.songs import Floats, Known, numbers, pedalled, read_songs
from models.errors import MuseaikaError
from modules.audio.rendering import Studio
from modules.composing import chords as harmony
from modules.hearing.posteriors import Posteriors, Transcriber
from modules.hearing.sound import FRAMES_A_SECOND, sound_of
from modules.hearing.spectra import spectra_of
from modules.score.midi import read_midi
from modules.score.timeline import bars_of

SECONDS = 80.0
"""Of a song that is played; notes alone cost nothing and are read whole."""
_SURE = 0.9


@dataclass(frozen=True)
class Example:
    """sounding, struck: [frames, 88], empty where only notes are known. rise: [frames, 3]. notes: [notes, 4] as heard
    or written. truth: [notes, 4] start, end, pitch, track. beats: [beats, 2]. chords: [spans, 3] start, end, id.
    key: 0..23, or -1.
    """

    kind: str
    sounding: Floats
    struck: Floats
    rise: Floats
    notes: Floats
    truth: Floats
    beats: Floats
    chords: Floats
    key: int

    def save(self, path: Path) -> None:
        np.savez_compressed(path, **{field.name: getattr(self, field.name) for field in fields(self)})


def load(path: Path) -> Example:
    with np.load(path) as file:
        told = {field.name: file[field.name] for field in fields(Example)}
    heard = {name: told[name].astype(np.float32) for name in ("sounding", "struck")}
    return Example(**told | heard | {"kind": str(told["kind"]), "key": int(told["key"])})


def played_songs(archive: Path, work: Path, count: int, band: Studio) -> Iterator[Example]:
    """Songs that are not held out, every second one in another guise, as sound."""
    wanted = numbers(archive, held_out=False)
    random.Random(5).shuffle(wanted)  # noqa: S311 - the same songs every time
    ears = Transcriber()
    for index, song in enumerate(read_songs(archive, wanted[:count])):
        path = work / f"played_{song.number:03d}.npz"
        if not path.exists():
            _played(song, band, ears, plain=index % 2 == 0).save(path)
        yield load(path)


def _played(song: Known, band: Studio, ears: Transcriber, *, plain: bool) -> Example:
    changed = disguised(song, PLAIN if plain else drawn(song.number))
    latest = max(float(changed.beats[-1, 0]) - SECONDS - 2, 0.0)
    start = random.Random(song.number).uniform(0, latest)  # noqa: S311 - the same place every time
    part = excerpt(changed, start, SECONDS)
    sound = sound_of(wav(played(part.score, band)))
    heard: Posteriors = ears.read(sound.samples)
    rise = spectra_of(sound.samples).rise
    half = (heard.sounding.astype(np.float16), heard.struck.astype(np.float16))
    return Example("sound", *half, rise, np.zeros((0, 4)), part.notes(), *_told(part))


def _told(song: Known) -> tuple[Floats, Floats, int]:
    chords = np.array([(start, end, harmony.parse(label)) for start, end, label in song.chords])
    tonic, _, mode = song.key.partition(":")
    return song.beats, chords, harmony.pitch_class(tonic) + 12 * mode.startswith("min")


def written_songs(archive: Path, count: int) -> Iterator[Example]:
    """Songs that are not held out, as notes with the flaws of a transcription."""
    wanted = numbers(archive, held_out=False)
    random.Random(7).shuffle(wanted)  # noqa: S311 - the same songs every time
    for song in read_songs(archive, wanted[:count]):
        truth = Known(song.number, pedalled(song.score), song.beats, [], []).notes()
        yield _of_notes("pop", truth, song.number, _told(song))


def written_lieder(archive: Path, count: int) -> Iterator[Example]:
    """Lieder in score timing, at other tempos, for their metres; the last tenth of the set is left alone."""
    with zipfile.ZipFile(archive) as opened:
        names = sorted(name for name in opened.namelist() if name.endswith(".mid"))
        names = names[: int(0.9 * len(names))]
        random.Random(3).shuffle(names)  # noqa: S311 - the same ones every time
        for number, name in enumerate(names[:count]):
            found = _lied(opened.read(name), number)
            if found is not None:
                yield found


def _lied(data: bytes, number: int) -> Example | None:
    try:
        score = read_midi(data)
    except MuseaikaError:
        return None
    speed = 2 ** np.random.default_rng(number).uniform(-0.3, 0.4)
    known = Known(number, score, np.zeros((0, 2)), [], [])
    truth = known.notes() / np.array([speed, speed, 1, 1])
    ticks = [(tick, tick == bar.start) for bar in bars_of(score) for tick in range(bar.start, bar.end, bar.beat)]
    beats = np.array([(float(score.tempo_map.seconds(tick)) / speed, first) for tick, first in ticks])
    usual = 0.25 < np.median(np.diff(beats[:, 0])) < 1.3
    if len(beats) < 24 or truth[:, 1].max() > 400 or not usual:
        return None
    return _of_notes("lied", truth, number, (beats, np.zeros((0, 3)), -1))


def _of_notes(kind: str, truth: Floats, seed: int, told: tuple[Floats, Floats, int]) -> Example:
    chance = np.random.default_rng(seed)
    notes = np.column_stack([truth[:, :3], np.full(len(truth), _SURE)])
    notes[:, 0] = np.maximum(notes[:, 0] + chance.normal(0, 0.006, len(notes)), 0)
    notes[:, 1] = np.maximum(notes[:, 1], notes[:, 0] + 0.05)
    notes[:, 3] = np.clip(chance.normal(_SURE, 0.08, len(notes)), 0.4, 1)
    notes = notes[chance.random(len(notes)) > 0.06]
    notes = notes[np.argsort(notes[:, 0], kind="stable")].astype(np.float32)
    rise = np.zeros((int((notes[:, 1].max() + 0.5) * FRAMES_A_SECOND) + 1, 3), dtype=np.float32)
    nothing = np.zeros((0, 88), dtype=np.float16)
    return Example(kind, nothing, nothing, rise, notes, truth, *told)
