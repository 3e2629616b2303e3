"""Whether somebody sings in a sound: judged three seconds at a time, decided over the whole of it."""

from typing import Final

import numpy as np

from modules.hearing.gliding import BANDS, FRAMES_A_SECOND, Glides
from modules.hearing.perceptron import Perceptron
from modules.hearing.sound import Floats

WINDOW: Final = round(3.0 * FRAMES_A_SECOND)
STEP: Final = WINDOW // 2
_TONAL: Final = 0.7
_CLEARLY: Final = 0.06
"""Semitones from frame to frame that are no wobble of the measurement."""
_VIBRATO: Final = (4.0, 8.0)
NEEDED: Final = 2.5
"""Mean log odds that make a voice as likely as not: two in a hundred stretches of 12 s without one have so much."""
_STEEP: Final = 1.5


def windows_of(glides: Glides) -> Floats:
    """[windows, features] of stretches that overlap by half; none of a sound shorter than one."""
    count = len(glides.moved)
    starts = range(0, count - WINDOW + 1, STEP)
    frames = _framed(glides)
    rows = [_described(frames[start : start + WINDOW], glides, start) for start in starts]
    return np.stack(rows).astype(np.float32) if rows else np.zeros((0, 0), dtype=np.float32)


def _framed(glides: Glides) -> Floats:
    """[frames, columns] moved by band where something goes on, and how the bands agree."""
    tonal = glides.alike > _TONAL
    share = glides.weight / (glides.weight.sum(axis=1, keepdims=True) + 1e-6)
    going = share * tonal
    main = (glides.moved * going).sum(axis=1) / (going.sum(axis=1) + 1e-6)
    up = ((glides.moved > _CLEARLY) * going).sum(axis=1)
    down = ((glides.moved < -_CLEARLY) * going).sum(axis=1)
    agreed = np.maximum(up, down) - np.minimum(up, down)
    wide = np.abs(glides.moved) * tonal
    clear = (np.abs(glides.moved) > _CLEARLY) & tonal
    columns = [wide, clear, glides.alike, share, agreed, np.maximum(up, down), going.sum(axis=1), main]
    return np.column_stack(columns)


def _described(frames: Floats, glides: Glides, start: int) -> Floats:
    bands = frames[:, : 4 * BANDS]
    agreed, most, going, main = frames[:, 4 * BANDS :].T
    timbre = glides.timbre[start : start + WINDOW]
    whole = [agreed.mean(), agreed.std(), *np.quantile(agreed, (0.5, 0.75, 0.9)), most.mean(), going.mean()]
    whole += [np.quantile(going, 0.2), np.abs(main).mean(), main.std(), *_swing(main * going), _runs(agreed)]
    near, far = (np.abs(timbre[step:] - timbre[:-step]) for step in (2, 8))
    held = going[4:-4]
    told = [bands.mean(axis=0), whole, timbre.mean(axis=0)[1:], timbre.std(axis=0), near.mean(axis=0)]
    told += [far.mean(axis=0), (far * held[:, None]).sum(axis=0) / (held.sum() + 1e-6)]
    return np.concatenate(told)


def _swing(moved: Floats) -> tuple[float, float, float]:
    """How much of the movement is vibrato, how much slower, and how peaked it is."""
    power = np.abs(np.fft.rfft((moved - moved.mean()) * np.hanning(len(moved)))) ** 2
    rate = np.fft.rfftfreq(len(moved), 1 / FRAMES_A_SECOND)
    whole = power[rate > 0.5].sum() + 1e-9
    slow = power[(rate > 0.5) & (rate < _VIBRATO[0])]
    inside = power[(rate >= _VIBRATO[0]) & (rate <= _VIBRATO[1])]
    return float(inside.sum() / whole), float(slow.sum() / whole), float(inside.max() / whole)


def _runs(agreed: Floats) -> float:
    """Share of the time that lies in glides of 70 ms and more."""
    on = agreed > 0.3
    three = on[2:] & on[1:-1] & on[:-2]
    return float(three.mean())


def voice_in(glides: Glides, judge: Perceptron) -> float:
    """0..1 how likely somebody sings, by the third of a sound in which it seems likeliest."""
    rows = windows_of(glides)
    if not len(rows):
        return 0.0
    logits = judge.logits(rows)
    return likelihood(logits[:, 1] - logits[:, 0])


def likelihood(odds: Floats) -> float:
    """From log odds by window: to be .5 it takes more than a window alone would have to show."""
    most = np.sort(odds)[-max(len(odds) // 3, 1) :].mean()
    return float(1 / (1 + np.exp(-_STEEP * (most - NEEDED))))
