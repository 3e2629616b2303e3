"""The second stage: melodies for the backing, the best first, or the one that is given; notes with their phrases."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from models.hearing import Hearing
from models.mood import Mood
from modules.composing.melody.candidate import Candidate
from modules.composing.melody.given import given_melody
from modules.composing.melody.ranking import NothingToSing
from modules.composing.melody.wish import MelodyWish
from modules.composing.melody.writing import melody_for
from modules.composing.network import Composer
from modules.generation.engines.song.listening import Given, Listened
from modules.generation.engines.song.options import MOST_CANDIDATES, SongOptions
from modules.score.midi import read_midi
from modules.voice.voices import Voice
from modules.voice.words.melody import MelodyNote

_NEAR: Final = 0.06
"""Seconds that a note may be off a beat and still be on it."""
_WRITTEN: Final = 36, 96
"""Pitches between which melodies are written."""
_DOWN, _BEAT, _BETWEEN = 1.0, 0.65, 0.25


@dataclass(frozen=True)
class Melody:
    """notes: as they are sung. reasons: why it is as it is. remarks: what a person should know.

    rank: 1 is the best. score: higher is better, comparable for one backing.
    """

    notes: tuple[MelodyNote, ...]
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    rank: int = 1
    score: float = 0.0

    @property
    def range(self) -> tuple[int, int]:
        pitches = [note.pitch for note in self.notes]
        return min(pitches), max(pitches)


@dataclass(frozen=True)
class Melodies:
    """shown: those that can be chosen from. melody: the one that is sung."""

    shown: tuple[Melody, ...]
    melody: Melody

    @classmethod
    def chosen(cls, melodies: tuple[Melody, ...], options: SongOptions) -> "Melodies":
        """Where there are fewer than were asked for, the last of them is taken, and that is said."""
        shown = melodies[: options.candidates]
        melody = shown[min(options.melody_choice, len(shown)) - 1]
        if len(shown) == options.candidates:
            return cls(shown, melody)
        given = "A melody that is given is sung as it is: there is no other to choose."
        count = f"{len(shown)} different melodies were" if len(shown) > 1 else "Only one melody was"
        said = given if options.melody else f"{count} found, not {options.candidates}; number {melody.rank} is sung."
        return cls(shown, replace(melody, remarks=(*melody.remarks, said)))


@dataclass(frozen=True)
class Wish:
    """What the melody is made of, besides the backing. given: the file that somebody brought."""

    options: SongOptions
    mood: Mood | None
    seed: int
    given: Path | None


def write_melodies(
    listened: Listened, wish: Wish, voice: Voice, composer: Callable[[], Composer], tell: Callable[[list[int]], None]
) -> tuple[Melody, ...]:
    """As many as can be asked for, so that choosing another needs no more writing. composer: opened only to write."""
    if wish.given is not None:
        candidate = given_melody(Given(listened), read_midi(wish.given.read_bytes()))
        return (_sung(candidate, listened.facts, voice, listened.facts.notes),)
    low, high = max(voice.low, _WRITTEN[0]), min(voice.high, _WRITTEN[1])
    options = wish.options
    asked = MelodyWish(wish.mood, options.density, low, high, wish.seed, MOST_CANDIDATES)
    listened.backing()
    try:
        found = melody_for(listened, asked, composer(), tell)
        told: tuple[str, ...] = ()
    except NothingToSing:
        found = melody_for(listened, replace(asked, everywhere=True), composer(), tell)
        told = ("No place in the backing asks for a voice more than others, so it sings all along.",)
    return tuple(_sung(one, listened.facts, voice, told) for one in found)


def keep(melodies: tuple[Melody, ...], into: Path) -> None:
    told = [
        {
            "notes": [[note.start, note.seconds, note.pitch, note.strength, note.phrase] for note in melody.notes],
            "reasons": melody.reasons,
            "remarks": melody.remarks,
            "rank": melody.rank,
            "score": melody.score,
        }
        for melody in melodies
    ]
    (into / "melodies.json").write_text(json.dumps(told), encoding="utf-8")


def kept(folder: Path) -> tuple[Melody, ...]:
    told = json.loads((folder / "melodies.json").read_text(encoding="utf-8"))
    return tuple(
        Melody(
            tuple(MelodyNote(*note) for note in one["notes"]),
            tuple(one["reasons"]),
            tuple(one["remarks"]),
            one["rank"],
            one["score"],
        )
        for one in told
    )


def _sung(candidate: Candidate, facts: Hearing, voice: Voice, further: tuple[str, ...] | list[str]) -> Melody:
    """In the octave in which the voice is at home."""
    pitches = [note.pitch for note in candidate.notes]
    octaves = voice.octaves(pitches)
    phrases = np.zeros(len(pitches), dtype=int)
    phrases[list(candidate.phrases)] = 1
    numbers = np.cumsum(phrases).tolist()
    notes = tuple(
        MelodyNote(note.start, note.seconds, note.pitch + 12 * octaves, strength_of(note.start, facts), number)
        for note, number in zip(candidate.notes, numbers, strict=True)
    )
    where = f"{abs(octaves)} octave{'s' * (abs(octaves) > 1)} {'higher' if octaves > 0 else 'lower'}"
    moved = [f"The melody is sung {where}, where the {voice.name} is at home."] if octaves else []
    outside = sum(not voice.low <= note.pitch <= voice.high for note in notes)
    strained = [f"{outside} notes lie outside the range of the {voice.name}."] if outside else []
    remarks = dict.fromkeys([*candidate.remarks, *further, *moved, *strained])
    return Melody(notes, candidate.reasons, tuple(remarks), candidate.rank, candidate.score)


def strength_of(start: float, facts: Hearing) -> float:
    """Of the beat that a note begins on, 0 to 1; between beats it is weak, halfway less so."""
    if any(abs(start - beat) < _NEAR for beat in _around(facts.downbeats, start)):
        return _DOWN
    near = _around(facts.beats, start)
    if not near or any(abs(start - beat) < _NEAR for beat in near):
        return _BEAT if near else 0.5
    halves = [(one + other) / 2 for one, other in pairwise(near)]
    return _BETWEEN + 0.1 if any(abs(start - half) < _NEAR for half in halves) else _BETWEEN


def _around(times: list[float], moment: float) -> list[float]:
    at = int(np.searchsorted(times, moment))
    return times[max(at - 1, 0) : at + 1]
