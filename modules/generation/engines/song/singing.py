"""The third stage: words on the melody, sung by one voice and where it is wished by a second one, dry."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from models.hearing import Hearing
from modules.audio.clip import RATE, Clip
from modules.audio.encoding import encode
from modules.audio.vocals.filtering import Mono
from modules.generation.engines.song.options import SongOptions
from modules.generation.engines.song.second_voice import second_voice
from modules.generation.engines.song.writing_melody import Melody
from modules.generation.progress import Progress
from modules.voice.singer import Singer
from modules.voice.sung import SungNote
from modules.voice.voices import Voice
from modules.voice.words.setting import Setting, SungSyllable, set_words, vocalise
from modules.voice.world.singer import WorldSinger

_STEPS: Final = float(1 << 23)
_LATER, _LOWER = 0.012, -5.0
"""Seconds and cents by which the second voice is somebody else."""


class Performance:
    """What was sung: dry voices, and the words with their times."""

    def __init__(self, folder: Path) -> None:
        told = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self.lines = tuple(tuple(SungSyllable(**one) for one in line) for line in told["lines"])
        self.said: tuple[str, ...] = tuple(told["said"])
        self.lead_path = folder / "lead.flac"
        self.lead = _read(self.lead_path)
        second = folder / "second.flac"
        self.second = _read(second) if second.is_file() else None


@dataclass(frozen=True)
class Singing:
    """What is to be sung, how, and by whom."""

    melody: Melody
    facts: Hearing
    options: SongOptions
    voice: Voice
    seed: int


def perform(order: Singing, into: Path, progress: Progress) -> None:
    """Set the words, sing, and write down both."""
    options, voice, seed = order.options, order.voice, order.seed
    setting = words_on(order.melody, options)
    others = second_voice(setting.notes, order.facts, voice) if options.harmony else []
    first = progress.part(0.0, 0.7 if others else 1.0)
    _sing(WorldSinger(voice), setting.notes, seed, into / "lead.flac", first)
    if others:
        behind = WorldSinger(voice, late=_LATER, detuned=_LOWER)
        _sing(behind, others, seed + 1, into / "second.flac", progress.part(0.7, 1.0))
    told = {"lines": [[asdict(one) for one in line] for line in setting.lines], "said": setting.said}
    (into / "words.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def words_on(melody: Melody, options: SongOptions) -> Setting:
    if options.lyrics.strip():
        return set_words(options.lyrics, melody.notes, options.language)
    return vocalise(melody.notes, options.filler)


def _sing(singer: Singer, notes: Sequence[SungNote], seed: int, path: Path, progress: Progress) -> None:
    clip = singer.sing(notes, seed=seed, report=progress.at, check=progress.check)
    whole = np.rint(clip.samples * _STEPS) / _STEPS
    encode(Clip(np.clip(whole, -1.0, 1.0 - 1 / _STEPS).astype(np.float32), RATE), path, progress.check)


def _read(path: Path) -> Mono:
    samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return np.ascontiguousarray(samples[:, 0])
