"""The fastest steady pulse of a piece: how long it is at every moment, and when each of its ticks comes."""

from typing import Final

import numpy as np

from modules.hearing.sound import FRAMES_A_SECOND, Floats, Ints

SHORTEST: Final = 0.165
OCTAVE: Final = 2.0
"""Ticks last from SHORTEST seconds to an octave more: among pulses that halve each other there is one choice."""
_PERIODS: Final = 96
_WINDOW: Final = 9.0
_STEP: Final = 1.5
"""Seconds of sound that are looked at together, and from one look to the next."""
_MULTIPLES: Final = {1: 0.7, 2: 1.0, 3: 0.35, 4: 1.0, 6: 0.35, 8: 0.8, 12: 0.3, 16: 0.6}
_INERTIA: Final = 0.35
_LOYALTY: Final = 110.0
"""How much it costs to leave the period."""
_REACH: Final = 0.18


def pulse_of(onsets: Floats) -> tuple[Floats, Floats, float]:
    """(ticks in frames, period in frames of every frame, how clear 0..1) of a curve of onsets [frames]."""
    curve = onsets - _running_mean(onsets, round(0.6 * FRAMES_A_SECOND))
    curve = np.maximum(curve, 0.0)
    spread = float(curve.std())
    if spread <= 0:
        return np.zeros(0, dtype=np.float32), np.full(len(onsets), 0.25 * FRAMES_A_SECOND, dtype=np.float32), 0.0
    curve = np.minimum(curve / spread, 6.0).astype(np.float32)
    table, clear = _tempogram(curve)
    path = _steadied(table)
    periods = _periods()[path]
    places = (np.arange(len(table)) * _STEP + _STEP / 2) * FRAMES_A_SECOND
    period = np.interp(np.arange(len(curve)), places, periods).astype(np.float32)
    return _ticks(curve, period), period, clear


def _periods() -> Floats:
    return np.asarray(SHORTEST * FRAMES_A_SECOND * OCTAVE ** (np.arange(_PERIODS) / _PERIODS), dtype=np.float32)


def _running_mean(values: Floats, width: int) -> Floats:
    sums = np.cumsum(np.pad(values.astype(np.float64), (width // 2 + 1, width // 2), mode="edge"))
    return np.asarray((sums[width:] - sums[:-width])[: len(values)] / width, dtype=np.float32)


def _tempogram(curve: Floats) -> tuple[Floats, float]:
    """[looks, periods] how well each period repeats itself around each look, and how clear the best one is overall."""
    width, step = round(_WINDOW * FRAMES_A_SECOND), _STEP * FRAMES_A_SECOND
    looks = max(int(np.ceil(len(curve) / step)), 1)
    padded = np.pad(curve, (width // 2, width))
    starts = np.rint(np.arange(looks) * step + step / 2).astype(int)
    windows = padded[starts[:, None] + np.arange(width)] * np.hanning(width).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(windows, 2 * width, axis=1)) ** 2
    repeated = np.fft.irfft(spectrum, axis=1)[:, : width * 3 // 4]
    repeated = repeated / np.maximum(repeated[:, :1], 1e-9)
    lags = np.arange(repeated.shape[1])
    bias = np.correlate(np.hanning(width), np.hanning(width), "full")[width - 1 :][: len(lags)]
    repeated = repeated / np.maximum(bias / bias[0], 0.1)
    repeated -= np.median(repeated, axis=1, keepdims=True)
    table = np.zeros((looks, _PERIODS))
    for multiple, weight in _MULTIPLES.items():
        wanted = np.minimum(_periods() * multiple, lags[-1] - 1.0)
        low = wanted.astype(int)
        share = wanted - low
        table += weight * np.maximum(repeated[:, low] * (1 - share) + repeated[:, low + 1] * share, -0.05)
    overall = table.mean(axis=0)
    clear = float(np.clip((overall.max() - np.median(overall)) / 1.2, 0, 1))
    return np.asarray(table, dtype=np.float32), clear


def _steadied(table: Floats) -> Ints:
    """The best path through the looks, where the period moves little or, at a price, anywhere."""
    count = table.shape[1]
    apart = np.abs(np.arange(count)[:, None] - np.arange(count))
    apart = np.minimum(apart, count - apart)
    price = np.minimum(_INERTIA * apart, 4.0)
    score = 3.0 * (table + table.mean(axis=0))
    best, came = score[0], []
    for row in score[1:]:
        reached = best[None] - price
        came.append(reached.argmax(axis=1))
        best = reached.max(axis=1) + row
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return np.array(path[::-1], dtype=np.int64)


def _ticks(curve: Floats, period: Floats) -> Floats:
    """Dynamic programming: ticks on onsets, a period apart; then each is moved to the peak beside it."""
    frames = len(curve)
    longest = int(np.ceil(period.max() * (1 + _REACH))) + 1
    shortest = max(int(np.floor(period.min() * (1 - _REACH))), 2)
    gaps = np.arange(longest, shortest - 1, -1)
    smooth = np.convolve(curve, [0.25, 0.5, 0.25], "same")
    total = np.zeros(frames + longest)
    came = np.zeros(frames, dtype=np.int64)
    lags = np.log(gaps)
    logs = np.log(period)
    for frame in range(frames):
        before = total[frame : frame + longest - shortest + 1] - _LOYALTY * (lags - logs[frame]) ** 2
        best = int(before.argmax())
        came[frame] = frame - gaps[best]
        total[frame + longest] = smooth[frame] + max(before[best], 0.0 if frame < longest else -np.inf)
    last = frames - longest + int(total[frames:].argmax()) if frames > longest else int(total[longest:].argmax())
    path = []
    while last >= 0:
        path.append(last)
        last = int(came[last])
    return _refined(smooth, np.array(path[::-1], dtype=np.int64))


def _refined(curve: Floats, ticks: Ints) -> Floats:
    """Between frames, by the parabola through a peak where there is one."""
    inside = np.clip(ticks, 1, len(curve) - 2)
    left, middle, right = curve[inside - 1], curve[inside], curve[inside + 1]
    bend = left - 2 * middle + right
    moved = np.where((bend < -1e-6) & (middle > 0.3), 0.5 * (left - right) / np.where(bend < -1e-6, bend, -1), 0)
    return np.asarray(ticks + np.clip(moved, -0.5, 0.5), dtype=np.float32)
