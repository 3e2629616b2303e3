"""`Ears`: a sound file or MIDI in, everything that is in it out; the same file always gives the same answer."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from modules.audio.clip import Check, never
from modules.hearing.assembling import Piece, assembled
from modules.hearing.beating import NOT_BEATEN, Beaten, beaten
from modules.hearing.drums import grid_of_rises, grid_of_tracks
from modules.hearing.evidence import PITCH, WEIGHT, Evidence
from modules.hearing.findings import NO_NOTES, Parts
from modules.hearing.gliding import glides_of
from modules.hearing.heard import Heard
from modules.hearing.midi import parts_of, reading_of, sung_already, time_of
from modules.hearing.nature import Kind, kind_of, level
from modules.hearing.outline import outline_of, outline_of_notes
from modules.hearing.perceptron import WEIGHTS, Perceptron, read_perceptrons
from modules.hearing.posteriors import NETWORK, Transcriber
from modules.hearing.roles import bass_of, melody_of
from modules.hearing.sound import Floats, Sound, sound_of
from modules.hearing.spectra import Spectra, spectra_of
from modules.hearing.striking import notes_of, weighed
from modules.hearing.vocals import voice_in
from modules.score.midi import read_midi
from modules.score.score import Score

Source: TypeAlias = Path | bytes | Score
Report: TypeAlias = Callable[[float, str], None]
"""Takes a fraction from 0 to 1 and a note."""
_HEAD: Final = b"MThd"
_CERTAIN: Final = {"beats": 1.0, "downbeats": 1.0, "tempo": 1.0, "metre": 1.0}


def nobody(_fraction: float, _note: str) -> None:
    """Nobody wants to know how far it is."""


def hear(source: Source, report: Report = nobody, check: Check = never) -> Heard:
    """What is in a file, or in a score that is there already; `report` and `check` as `Progress.at` and `.check`.

    Raises an Invalid for what is neither sound nor MIDI, and for what is too short or too long.
    """
    return Ears().hear(source, report, check)


class Ears:
    """Networks ready to listen; opened at the first sound, used for as many as you like."""

    def __init__(self, judgements: Path = WEIGHTS, network: Path = NETWORK, threads: int = 2) -> None:
        self._judgements, self._network, self._threads = judgements, network, threads

    @cached_property
    def _judges(self) -> dict[str, Perceptron]:
        return read_perceptrons(self._judgements)

    @cached_property
    def _transcriber(self) -> Transcriber:
        return Transcriber(self._network, self._threads)

    def hear(self, source: Source, report: Report = nobody, check: Check = never) -> Heard:
        """As the function of this name."""
        if isinstance(source, Score):
            return self.hear_score(source, report, check)
        report(0.0, "reading the file")
        if _head(source) == _HEAD:
            data = source if isinstance(source, bytes) else source.read_bytes()
            return self.hear_score(read_midi(data, check), report, check)
        return self.hear_sound(sound_of(source, check), report, check)

    def hear_sound(self, sound: Sound, report: Report = nobody, check: Check = never) -> Heard:
        """Everything in a sound."""
        report(0.1, "measuring the sound")
        spectra, loudness = spectra_of(sound.samples, check), level(sound.samples)
        report(0.25, "listening for notes")
        posteriors = self._transcriber.read(sound.samples, check)
        evidence = Evidence(sound.seconds, notes_of(posteriors, self._judges["strikes"]), spectra.rise)
        report(0.75, "finding the beat")
        found = beaten(evidence, self._judges)
        report(0.8, "listening for a voice")
        sung = voice_in(glides_of(sound.samples, check), self._judges["voice"])
        kind = kind_of(spectra, posteriors, found.clear, loudness, sung)
        if kind.nature in {"silence", "noise"}:
            evidence, found = Evidence(sound.seconds, NO_NOTES, spectra.rise), NOT_BEATEN
        check()
        report(0.85, "finding chords and parts")
        parts = self._parts(evidence, found, spectra)
        outline = outline_of(sound.samples)
        piece = Piece("sound", evidence, found, parts, kind, loudness, _brightness(spectra), outline, sound.notes)
        return assembled(piece, self._judges)

    def _parts(self, evidence: Evidence, found: Beaten, spectra: Spectra) -> Parts:
        melody = melody_of(evidence.notes, self._judges["melody"])
        bass = bass_of(evidence.notes, melody)
        notes = weighed(evidence.notes, spectra.power)
        drums = grid_of_rises(evidence.rise, found.time.beats)
        return Parts(notes[melody], notes[bass], notes[~melody & ~bass], drums)

    def hear_score(self, score: Score, report: Report = nobody, check: Check = never) -> Heard:
        """Everything in a score; its own beats where its notes keep to them, as those of a performance do not."""
        reading = reading_of(score)
        evidence = reading.evidence
        report(0.3, "finding the beat")
        time = time_of(score)
        found = Beaten(time, 1.0, _CERTAIN) if time else beaten(evidence, self._judges)
        check()
        report(0.6, "finding chords and parts")
        drums = grid_of_tracks(reading.drums, score.tempo_map, found.time.beats)
        parts = Parts(*parts_of(reading, self._judges["melody"]), drums)
        outline = outline_of_notes(parts.pitched, evidence.seconds)
        loudness, brightness = _imagined(parts.pitched)
        singer = sung_already(reading)
        told = (f'There is a melody in it already: the track "{singer}".',) if singer else ()
        kind = Kind("music", 1.0, 0.0)
        piece = Piece("midi", evidence, found, parts, kind, loudness, brightness, outline, (*score.remarks, *told))
        return assembled(piece, self._judges)


def _head(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:4]
    with source.open("rb") as file:
        return file.read(4)


def _brightness(spectra: Spectra) -> float:
    loud = spectra.power > 0
    return float(np.average(spectra.centre[loud], weights=spectra.power[loud])) if loud.any() else 0.0


def _imagined(notes: Floats) -> tuple[float, float]:
    """Loudness and brightness that notes would have when played, roughly."""
    if not len(notes):
        return -60.0, 0.0
    force, height = float(notes[:, WEIGHT].mean()), float(notes[:, PITCH].mean())
    return -34.0 + 28.0 * force, 880.0 * 2 ** ((height - 60) / 12)
