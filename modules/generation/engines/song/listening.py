"""The first stage: what is in the backing, kept as plain numbers so that later stages need neither ears nor sound."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.hearing import Hearing
from modules.audio.clip import Check
from modules.composing.bars import Bars
from modules.composing.melody.backing import Backing, Stretch
from modules.hearing.ears import Ears
from modules.hearing.heard import Heard
from modules.hearing.writing import NotMusic
from modules.score.score import Chord, Key, Score, TimeSignature
from modules.score.tempo import Tempo

Report = Callable[[float, str], None]
_ARRAYS: Final = ("shift", "tempo", "sung", "seconds")
_STEADY: Final = 120.0
"""Quarters a minute on which a melody is written down where nobody heard a beat."""


@dataclass(frozen=True)
class Listened:
    """facts: as clients see them. conductor: tempo, metre, keys and chords, no players; offset: when in the backing its
    first tick comes. found: None where there is no beat.
    """

    facts: Hearing
    conductor: Score
    offset: float
    found: Backing | None

    def backing(self) -> Backing:
        if self.found is None:
            heard = " ".join(note for note in self.facts.notes if note != "No beat was found.")
            raise NotMusic(
                f"{heard} No beat was found in the backing, so no melody can be written for it.".strip(),
                field="options.backing",
                next_step="Send a backing with a beat, or bring your own melody as MIDI (options.melody).",
            )
        return self.found

    @cached_property
    def to_lean_on(self) -> Backing:
        """The backing, or where it has no beat an even grid as long as it: enough for a melody that is given."""
        return self.found or _even(self.facts.seconds)


@dataclass(frozen=True)
class Given:
    """Something a given melody can lean on."""

    listened: Listened

    def backing(self) -> Backing:
        return self.listened.to_lean_on


def listen(source: Path, ears: Ears, into: Path, report: Report, check: Check) -> None:
    """Hear the file and write down what is in it."""
    heard = ears.hear(source, report, check)
    (into / "facts.json").write_text(heard.facts().model_dump_json(), encoding="utf-8")
    told = _conductor(heard) | {"backing": _backing(heard, into)}
    (into / "score.json").write_text(json.dumps(told), encoding="utf-8")


def listened(folder: Path) -> Listened:
    """What `listen` wrote."""
    told = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    conductor = Score(
        (),
        tempos=tuple(Tempo(*one) for one in told["tempos"]),
        time_signatures=tuple(TimeSignature(*one) for one in told["time_signatures"]),
        keys=tuple(Key(*one) for one in told["keys"]),
        chords=tuple(Chord(*one) for one in told["chords"]),
    )
    facts = Hearing.model_validate_json((folder / "facts.json").read_text(encoding="utf-8"))
    return Listened(facts, conductor, told["offset"], _read(folder, told["backing"]))


def _conductor(heard: Heard) -> dict[str, Any]:
    if not heard.is_music:
        return {
            "tempos": [Tempo.from_bpm(_STEADY)],
            "time_signatures": [[0, 4, 4]],
            "keys": [],
            "chords": [],
            "offset": 0,
        }
    written = heard.score()
    score = written.score
    return {
        "tempos": score.tempos,
        "time_signatures": score.time_signatures,
        "keys": score.keys,
        "chords": score.chords,
        "offset": written.offset,
    }


def _backing(heard: Heard, into: Path) -> dict[str, Any] | None:
    if not heard.is_music:
        return None
    found = heard.backing()
    arrays = {name: getattr(found, name) for name in _ARRAYS}
    bars = {"notes": found.bars.notes, "lengths": found.bars.lengths, "chords": found.bars.chords}
    np.savez(into / "backing.npz", **arrays, **bars)
    return {
        "mode": found.mode,
        "stretches": found.stretches,
        "first": found.first,
        "free": found.free,
        "remarks": found.remarks,
    }


def _read(folder: Path, told: dict[str, Any] | None) -> Backing | None:
    if told is None:
        return None
    with np.load(folder / "backing.npz", allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return Backing(
        bars=Bars(arrays["notes"], arrays["lengths"], arrays["chords"]),
        mode=told["mode"],
        stretches=tuple(
            Stretch(label, start, end, (low, high)) for label, start, end, (low, high) in told["stretches"]
        ),
        first=told["first"],
        free=(told["free"][0], told["free"][1]),
        remarks=tuple(told["remarks"]),
        **{name: arrays[name] for name in _ARRAYS},
    )


def _even(seconds: float) -> Backing:
    count = max(int(np.ceil(seconds * _STEADY / 60 / 4)), 1)
    bars = Bars(np.zeros((0, 5), np.int64), np.full(count, 16), np.zeros((count, 4), np.int64))
    sixteenth = 60 / _STEADY / 4
    return Backing(
        bars=bars,
        shift=np.zeros(count, np.int64),
        tempo=np.full(count, _STEADY),
        mode=0,
        stretches=(),
        sung=np.ones(count, dtype=bool),
        seconds=np.minimum(np.arange(16 * count + 1) * sixteenth, max(seconds, sixteenth)),
        first=0.0,
        free=(60, 76),
    )
