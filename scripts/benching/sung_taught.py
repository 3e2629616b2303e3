"""`TaughtEar`: a small network that learned when a vowel begins, from known times and told which sounds meet there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import librosa
import numpy as np
import numpy.typing as npt
from sklearn.neural_network import MLPClassifier

from benching.sung_ear import NEAR, RATE
from benching.sung_known import Known, lessons, spans
from modules.voice.sonority import is_vowel
from modules.voice.sung import SungNote

_HOP, _BANDS, _REACH = 110, 26, 14
"""Samples between two looks; bands; looks to either side, of which it is told every second."""
_BEFORE: Final = ("pbtdkgɡʔ", "fθsʃhx", "vðzʒ", "mnŋ", "lɫ", "ɹrɾ", "j", "w")
_VOWELS: Final = ("iɪ", "eɛ", "æaɐ", "ʌəɜ", "ɚ", "ɑɒ", "ɔ", "oʊu")
_LESSONS: Final = 360
_WIDE, _RIGHT = 0.13, 0.0075
"""Seconds: what it learns from around a vowel's beginning, and how near is right."""
Floats = npt.NDArray[Any]


@dataclass
class TaughtEar:
    network: MLPClassifier

    def errors(self, sound: Floats, notes: Sequence[SungNote]) -> list[float]:
        """Milliseconds by which each syllable's vowel begins too late."""
        seen, meetings = _seen(sound), dict(_meetings(notes))
        return [self._error(seen, note, meetings[note.start], near) for note, near in spans(notes, NEAR)]

    def _error(self, seen: Floats, note: SungNote, meeting: Floats, near: float) -> float:
        first, last = (round((note.start + way * near) * RATE / _HOP) for way in (-1, 1))
        places = np.arange(max(first, 0), min(last + 1, len(seen)))
        chance = self.network.predict_proba(_told(seen, places, meeting))[:, 1]
        smooth = np.convolve(np.pad(chance, 1, mode="edge"), [0.25, 0.5, 0.25], "valid")
        return float(1000 * (places[int(np.argmax(smooth))] * _HOP / RATE - note.start))


def taught() -> TaughtEar:
    """The same every time."""
    rows, right = zip(
        *(part for known in lessons(_LESSONS, np.random.default_rng(1)) for part in _lesson(known)), strict=True
    )
    network = MLPClassifier((64,), alpha=1e-3, batch_size=256, max_iter=15, tol=0.0, random_state=0)
    with np.errstate(all="ignore"):
        network.fit(np.concatenate(rows).astype(np.float32), np.concatenate(right))
    return TaughtEar(network)


def _lesson(known: Known) -> Iterator[tuple[Floats, Floats]]:
    seen, notes = _seen(known.sound), known.notes(np.zeros(len(known.starts)))
    for start, meeting in _meetings(notes):
        first, last = (round((start + way * _WIDE) * RATE / _HOP) for way in (-1, 1))
        places = np.arange(max(first, 0), min(last, len(seen)))
        yield _told(seen, places, meeting), np.abs(places * _HOP / RATE - start) <= _RIGHT


def _seen(sound: Floats) -> Floats:
    """[looks, bands and moments] what is around each moment, 60 dB down from the loudest."""
    mel = librosa.feature.melspectrogram(
        y=sound, sr=RATE, n_fft=1024, win_length=440, hop_length=_HOP, n_mels=_BANDS, fmin=80, fmax=8_000
    )
    level = np.maximum(librosa.power_to_db(mel, ref=np.max), -60.0) / 20
    wide = np.pad(level, ((0, 0), (_REACH, _REACH)), mode="edge")
    return np.asarray(np.concatenate([wide[:, at : at + level.shape[1]] for at in range(0, 2 * _REACH + 1, 2)]).T)


def _told(seen: Floats, places: Floats, meeting: Floats) -> Floats:
    return np.concatenate([seen[places], np.tile(meeting, (len(places), 1))], axis=1)


def _meetings(notes: Sequence[SungNote]) -> Iterator[tuple[float, Floats]]:
    """Of what kind the sound before each vowel is, and the vowel."""
    last, end = "", 0.0
    for note in notes:
        if note.syllable is not None:
            heart, sounds = note.syllable.heart, note.syllable.phonemes
            before = sounds[heart - 1] if heart else last * (note.start - end < NEAR)
            yield note.start, _kinds(before, sounds[heart])
            last = sounds[-1]
        end = note.end


def _kinds(before: str, vowel: str) -> Floats:
    """[18] silence, a consonant's eight kinds or a vowel; then the vowel's eight."""
    made = np.zeros(2 + len(_BEFORE) + len(_VOWELS))
    kind = next((1 + at for at, kind in enumerate(_BEFORE) if before[:1] in kind), 1 + len(_BEFORE))
    made[0 if not before else 1 + len(_BEFORE) if is_vowel(before) else kind] = 1.5
    found = next((at for at, kind in enumerate(_VOWELS) if vowel[:1] in kind), None)
    if found is not None:
        made[2 + len(_BEFORE) + found] = 1.5
    return made
