"""Sounds that tests make themselves: tunes whose beats and chords are known, and everything that is no music."""

import io

import numpy as np
import soundfile

RATE = 22_050
TRIADS = {"C": (48, 60, 64, 67), "G": (43, 59, 62, 67), "Am": (45, 60, 64, 69), "F": (41, 60, 65, 69)}
CHANGES = ("C", "G", "Am", "F")


def struck(pitch: float, seconds: float, force: float = 0.2, rate: int = RATE) -> np.ndarray:
    """One string: partials that fade, the higher the sooner."""
    times = np.arange(round(seconds * rate)) / rate
    hertz = 440 * 2 ** ((pitch - 69) / 12)
    tone = sum(
        np.sin(2 * np.pi * hertz * part * times) / part**1.3 * np.exp(-times * (1.5 + 0.9 * part))
        for part in range(1, 9)
        if hertz * part < 0.45 * rate
    )
    return force * tone * np.minimum(times / 0.004, 1)


def laid(notes: list[tuple[float, float, float, float]], seconds: float, rate: int = RATE) -> np.ndarray:
    """(start, length, pitch, force) as sound."""
    sound = np.zeros(round(seconds * rate) + rate)
    for start, length, pitch, force in notes:
        tone = struck(pitch, length, force, rate)
        at = round(start * rate)
        sound[at : at + len(tone)] += tone[: len(sound) - at]
    return sound[: round(seconds * rate)].astype(np.float32)


def tune(bpm: float = 100.0, bars: int = 12, beats: int = 4, shift: int = 0, rate: int = RATE) -> np.ndarray:
    """Bars of C, G, Am, F: a bass on the first beat, chords on all, eighths and a melody above."""
    return laid(tune_notes(bpm, bars, beats, shift), 60 / bpm * beats * bars + 1.0, rate)


def tune_notes(bpm: float = 100.0, bars: int = 12, beats: int = 4, shift: int = 0) -> list:
    gap = 60 / bpm
    notes = []
    for bar in range(bars):
        bass, *chord = (pitch + shift for pitch in TRIADS[CHANGES[bar % 4]])
        begin = 0.25 + bar * beats * gap
        notes.append((begin, beats * gap, bass, 0.35))
        for beat in range(beats):
            at = begin + beat * gap
            notes += [(at, gap, pitch, 0.14 if beat else 0.2) for pitch in chord]
            notes.append((at + gap / 2, gap / 2, chord[beat % 3], 0.07))
            notes.append((at, gap, chord[(bar + beat) % 3] + 12, 0.22))
    return notes


def free_tune(seconds: float = 20.0, seed: int = 1) -> np.ndarray:
    """Notes of one key at moments nobody could tap to."""
    chance = np.random.default_rng(seed)
    starts = np.cumsum(chance.gamma(2.0, 0.25, 60))
    pitches = chance.choice([60, 62, 64, 65, 67, 69, 71, 72], 60)
    return laid([(at, 1.0, pitch, 0.2) for at, pitch in zip(starts, pitches, strict=True) if at < seconds - 1], seconds)


def talk(seconds: float = 12.0, seed: int = 3) -> np.ndarray:
    """Like a voice: a gliding buzz through moving formants, in syllables with pauses between phrases."""
    chance = np.random.default_rng(seed)
    times = np.arange(round(seconds * RATE)) / RATE
    knots = np.arange(0, seconds + 0.2, 0.13)
    hertz = np.interp(times, knots, 120 * 2 ** chance.uniform(-0.35, 0.45, len(knots)))
    phase = np.cumsum(hertz) / RATE
    buzz = sum(np.sin(2 * np.pi * part * phase) / part**0.8 for part in range(1, 20))
    loud = np.maximum(np.sin(2 * np.pi * 4.3 * times + np.interp(times, knots, chance.normal(0, 1.2, len(knots)))), 0)
    phrase = (times % 2.6) < 1.7
    hiss = chance.normal(0, 1, len(times)) * (loud < 0.2) * 0.4
    return (0.06 * (buzz * loud + hiss) * phrase).astype(np.float32)


def noise(seconds: float = 10.0, seed: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.15, round(seconds * RATE)).astype(np.float32)


def wav_of(samples: np.ndarray, rate: int = RATE, subtype: str = "PCM_16") -> bytes:
    """As a file."""
    held = io.BytesIO()
    soundfile.write(held, samples, rate, format="WAV", subtype=subtype)
    return held.getvalue()
