"""How well a voice keeps to its notes, by ears that know nothing of how it sings: librosa's pyin and bands of energy.

All of it was written down before the first figure was seen. *Pitch*: pyin (2048 frames at 22,050 Hz, 50-1100 Hz), the
median over voiced frames of a note's middle half; a note without any counts as missed. *Onset*: within 120 ms of a
note's start (less where notes are closer), the moment at which the vowel appears: the steepest rise of the energy
between 250 and 1000 Hz (10 ms before against 10 ms behind), for vowels behind a consonant or a rest; a vowel right
behind a vowel is found where the mel spectrum changes most. Notes that go on with a vowel have no onset.

*Vowel*, a second definition, written after the first was seen to find the "w" of "twinkle" and the "l" of "like", whose
energy rises out of silence before the vowel does: the moment from which on the spectrum (32 mel bands, in dB) differs
by less than 6 dB on average from that of the note's own vowel (the mean from 40 to 160 ms behind its start).
"""

from collections.abc import Sequence
from typing import Any

import librosa
import numpy as np
import numpy.typing as npt

from modules.audio.clip import Clip
from modules.voice.sonority import is_vowel
from modules.voice.sung import SungNote

RATE = 22_050
HOP = 512
NEAR = 0.12
ALIKE = 6.0
FINE = 55
"""Samples between two looks at the energy: 2.5 ms."""
Floats = npt.NDArray[Any]


def heard(clip: Clip) -> Floats:
    """[samples] at 22,050 Hz."""
    return np.asarray(librosa.resample(clip.samples.mean(axis=1), orig_sr=clip.rate, target_sr=RATE))


def pitch_errors(sound: Floats, notes: Sequence[SungNote]) -> list[float]:
    """Cents that each note is off, without its sign; infinite where no pitch was heard."""
    hertz, voiced, _ = librosa.pyin(sound, fmin=50, fmax=1100, sr=RATE, frame_length=2048, hop_length=HOP)
    times = librosa.times_like(hertz, sr=RATE, hop_length=HOP)
    errors = []
    for note in notes:
        within = (times > note.start + note.seconds / 4) & (times < note.end - note.seconds / 4) & voiced
        if within.any():
            errors.append(abs(1200 * np.log2(np.median(hertz[within]) / librosa.midi_to_hz(note.pitch))))
        else:
            errors.append(float("inf"))
    return [float(error) for error in errors]


def onset_errors(sound: Floats, notes: Sequence[SungNote]) -> list[float]:
    """Milliseconds by which each syllable's vowel appears too late (or, negative, too early)."""
    rise, change = _rise(sound), _change(sound)
    errors = []
    for at, note in enumerate(notes):
        if note.syllable is None:
            continue
        before = notes[at - 1] if at else None
        follows = before is not None and note.start - before.end < 0.06 and is_vowel(note.syllable.phonemes[0])
        near = min(NEAR, 0.45 * note.seconds, 0.45 * (note.start - before.start) if before else NEAR)
        curve = change if follows else rise
        first, last = (round((note.start + way * near) * RATE / FINE) for way in (-1, 1))
        stretch = curve[max(first, 0) : last + 1]
        errors.append(1000 * ((max(first, 0) + int(np.argmax(stretch))) * FINE / RATE - note.start))
    return errors


def vowel_errors(sound: Floats, notes: Sequence[SungNote]) -> list[float]:
    """The same by the second definition."""
    mel = librosa.feature.melspectrogram(y=sound, sr=RATE, n_fft=512, win_length=330, hop_length=FINE, n_mels=32)
    level = librosa.power_to_db(mel, top_db=60)
    errors = []
    for note, gap in zip(notes, [NEAR, *np.diff([note.start for note in notes])], strict=True):
        if note.syllable is None:
            continue
        near = min(NEAR, 0.45 * note.seconds, 0.45 * gap)
        frame = round(note.start * RATE / FINE)
        reach, ahead = round(near * RATE / FINE), round(min(0.16, 0.5 * note.seconds) * RATE / FINE)
        vowel = level[:, frame + ahead // 4 : frame + ahead].mean(axis=1, keepdims=True)
        first = max(frame - reach, 0)
        apart = np.abs(level[:, first : frame + reach] - vowel).mean(axis=0)
        other = np.flatnonzero(apart > ALIKE)
        errors.append(1000 * ((first + (int(other[-1]) + 1 if len(other) else 0)) * FINE / RATE - note.start))
    return errors


def _rise(sound: Floats) -> Floats:
    power = np.abs(librosa.stft(sound, n_fft=512, win_length=330, hop_length=FINE)) ** 2
    bins = librosa.fft_frequencies(sr=RATE, n_fft=512)
    band = power[(bins >= 250) & (bins <= 1000)].sum(axis=0)
    level = 10 * np.log10(band + 1e-4 * band.max())
    return _against(level[None])[0]


def _change(sound: Floats) -> Floats:
    mel = librosa.feature.melspectrogram(y=sound, sr=RATE, n_fft=512, win_length=330, hop_length=FINE, n_mels=32)
    return np.abs(_against(librosa.power_to_db(mel, top_db=60))).sum(axis=0)


def _against(rows: Floats) -> Floats:
    """[rows, frames] the 10 ms behind each moment less the 10 ms before it."""
    width = 4
    padded = np.pad(rows, ((0, 0), (width, width)), mode="edge")
    sums = np.cumsum(np.pad(padded, ((0, 0), (1, 0))), axis=1)
    means = (sums[:, width:] - sums[:, :-width]) / width
    return np.asarray(means[:, width : width + rows.shape[1]] - means[:, : rows.shape[1]])
