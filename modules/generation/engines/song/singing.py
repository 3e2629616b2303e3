"""The third stage: words on the melody, sung dry by one voice and perhaps a second, while the backing is played."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from models.hearing import Hearing
from modules.audio.clip import Check, Samples
from modules.audio.crew import Crew
from modules.audio.encoding import encode
from modules.audio.vocals.filtering import Mono
from modules.generation.engines.song.options import SongOptions
from modules.generation.engines.song.playing import Backing
from modules.generation.engines.song.second_voice import second_voice
from modules.generation.engines.song.singers import FIELD, Cast
from modules.generation.engines.song.together import Together
from modules.generation.engines.song.writing_melody import Melody
from modules.generation.progress import Progress
from modules.voice.banks.bank import BankIncomplete, BankUnsupported
from modules.voice.banks.singer import BankSinger
from modules.voice.espeak import espeak
from modules.voice.singer import Singer
from modules.voice.sung import SungNote
from modules.voice.words.setting import Setting, SungSyllable, set_words, vocalise
from modules.voice.world.singer import WorldSinger

_STEPS: Final = float(1 << 23)
_STRETCH: Final = 1 << 20
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
    cast: Cast


def perform(order: Singing, seed: int, backing: Backing, threads: int, progress: Progress, into: Path) -> None:
    """Set the words, sing, and write down both; meanwhile the backing is played."""
    setting = words_on(order.melody, order.options)
    harmony = second_voice(setting.notes, order.facts, order.cast.voice) if order.options.harmony else []
    espeak()  # opened by one, before two ask for it at once
    takes = [_Take(_singer(order.cast), setting.notes, seed, into / "lead.flac")]
    if harmony:
        behind = _singer(order.cast, late=_LATER, detuned=_LOWER)
        takes.append(_Take(behind, harmony, seed + 1, into / "second.flac"))
    together = Together(progress, {**dict.fromkeys(range(len(takes)), 0.8 / len(takes)), "backing": 0.2})
    with Crew(threads, together.look) as crew:
        singing = [crew.submit(_sung, turn, together) for turn in _turns(order.cast, takes)]
        backing.played(crew, together.quietly("backing"))
        crew.results(singing)
    progress.at(1.0, "sung")
    told = {"lines": [[asdict(one) for one in line] for line in setting.lines], "said": setting.said}
    (into / "words.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True)
class _Take:
    singer: Singer
    notes: Sequence[SungNote]
    seed: int
    path: Path


def _singer(cast: Cast, late: float = 0.0, detuned: float = 0.0) -> Singer:
    if cast.brought is None:
        return WorldSinger(cast.voice, late=late, detuned=detuned)
    return BankSinger(cast.brought.bank, late=late, detuned=detuned)


def _turns(cast: Cast, takes: Sequence[_Take]) -> list[dict[int, _Take]]:
    """Who sings at the same time. A bank sings one take after the other: chance is seeded for all of a process."""
    numbered = dict(enumerate(takes))
    return [numbered] if cast.brought else [{number: take} for number, take in numbered.items()]


def _sung(check: Check, turn: Mapping[int, _Take], together: Together) -> None:
    for number, take in turn.items():
        try:
            clip = take.singer.sing(take.notes, seed=take.seed, report=together.told(number), check=check)
        except (BankIncomplete, BankUnsupported) as wrong:
            wrong.field = FIELD
            raise
        _round(clip.samples, check)
        encode(clip, take.path, check)


def _round(samples: Samples, check: Check) -> None:
    """To what the file can hold, in place: a long song has no room for copies."""
    for start in range(0, len(samples), _STRETCH):
        check()
        part = samples[start : start + _STRETCH]
        part[:] = np.clip(np.rint(part * _STEPS) / _STEPS, -1.0, 1.0 - 1 / _STEPS)


def words_on(melody: Melody, options: SongOptions) -> Setting:
    if options.lyrics.strip():
        return set_words(options.lyrics, melody.notes, options.language)
    return vocalise(melody.notes, options.filler)


def _read(path: Path) -> Mono:
    samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return np.ascontiguousarray(samples[:, 0])
