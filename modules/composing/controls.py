"""`Controls`, what may be asked of every bar: density, polyphony and register of each part, mood, tempo, mode and
style.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from modules.composing.bars import BAR, PART, PARTS, PITCH, SLOT, Bars, Floats, Ints

STYLES = ("pop", "song", "chamber", "lead", "piano", "other")
_POLYPHONY = np.array([1.12, 1.4, 1.75, 2.25, 2.75, 3.5, 4.5])
_REGISTER = np.arange(36, 88, 4)
_MOOD = np.linspace(-1, 1, 9)[1:-1]
_TEMPO = np.array([60, 72, 84, 96, 110, 126, 150])
SIZES = (18,) * 3 + (9,) * 3 + (15,) * 3 + (9, 9, 9, 3, 18, 7) + (2,) * 3
"""Choices of every feature; 0 always means "as you like"."""
FEATURES = len(SIZES)
METRE = 13
GIVEN = FEATURES - PARTS


@dataclass(frozen=True)
class Controls:
    """Wishes for bars; NaN means "as you like".

    density: [bars, 3] onsets of each part in the bar, 0 = the part is silent. polyphony: [bars, 3] notes an onset.
    register: [bars, 3] mean MIDI pitch (in C major / A minor). valence, arousal: [bars] -1..1. tempo: [bars] quarters
    a minute.
    mode: [bars] 0 major, 1 minor. style: [bars] index in STYLES.
    """

    density: Floats
    polyphony: Floats
    register: Floats
    valence: Floats
    arousal: Floats
    tempo: Floats
    mode: Floats
    style: Floats

    def __len__(self) -> int:
        return len(self.tempo)

    def window(self, start: int, count: int) -> "Controls":
        """The wishes for the bars from start on."""
        return Controls(*(getattr(self, field.name)[start : start + count] for field in fields(self)))

    def changed(self, **wishes: Floats | float) -> "Controls":
        """The same wishes but for these; a number counts for every bar (and part)."""
        arrays = {
            key: np.broadcast_to(np.asarray(value, np.float32), getattr(self, key).shape)
            for key, value in wishes.items()
        }
        return replace(self, **arrays)


def free(bars: int) -> Controls:
    """No wish at all."""
    part, bar = np.full((bars, PARTS), np.nan, np.float32), np.full(bars, np.nan, np.float32)
    return Controls(part, part, part, bar, bar, bar, bar, bar)


def measure(bars: Bars, tempo: Floats | float = np.nan, mode: float = np.nan, style: float = np.nan) -> Controls:
    """What the bars are like; the mood is a rough estimate from mode, tempo, density and register, smoothed over five
    bars.
    """
    count = len(bars)
    notes = bars.notes
    cell = notes[:, BAR] * PARTS + notes[:, PART]
    heads = np.unique(cell * 16 + notes[:, SLOT]) // 16
    onsets = np.bincount(heads, minlength=count * PARTS).reshape(count, PARTS).astype(np.float32)
    number = np.bincount(cell, minlength=count * PARTS).reshape(count, PARTS)
    pitch = np.bincount(cell, weights=notes[:, PITCH], minlength=count * PARTS).reshape(count, PARTS)
    with np.errstate(invalid="ignore", divide="ignore"):
        polyphony, register = (number / onsets).astype(np.float32), (pitch / number).astype(np.float32)
    blank = np.full(count, 1, np.float32)
    plain = Controls(onsets, polyphony, register, blank, blank, blank * tempo, blank * mode, blank * style)
    valence, arousal = _mood(plain, bars.lengths)
    return replace(plain, valence=valence, arousal=arousal)


def _mood(controls: Controls, lengths: Ints) -> tuple[Floats, Floats]:
    tempo = np.nan_to_num(controls.tempo, nan=100)
    busiest = np.max(controls.density, axis=1) / np.maximum(lengths, 1) * tempo / 15
    register = np.nanmean(np.nan_to_num(controls.register, nan=62.0), axis=1)
    minor = np.nan_to_num(controls.mode, nan=0.4)
    arousal = np.tanh(0.35 * (busiest - 3.2) + 0.9 * np.log2(tempo / 95) + 0.02 * (register - 62))
    valence = np.tanh(0.55 - 1.3 * minor + 0.5 * np.log2(tempo / 95) + 0.03 * (register - 62))
    return _smooth(valence), _smooth(arousal)


def _smooth(values: Floats) -> Floats:
    padded = np.pad(values, 2, mode="edge")
    return np.convolve(padded, np.full(5, 0.2), "valid").astype(np.float32)


def features(controls: Controls, lengths: Ints, given: tuple[int, ...] = ()) -> Ints:
    """[bars, FEATURES] the wishes as choices for the network, 0 where there is none."""
    flags = np.zeros((len(controls), PARTS), dtype=np.int64)
    flags[:, list(given)] = 1
    edges = [None] * 3 + [_POLYPHONY] * 3 + [_REGISTER] * 3 + [_MOOD, _MOOD, _TEMPO, None]
    columns = [*controls.density.T, *controls.polyphony.T, *controls.register.T]
    columns += [controls.valence, controls.arousal, controls.tempo, controls.mode]
    chosen = [_choice(column, edge) for column, edge in zip(columns, edges, strict=True)]
    chosen += [np.asarray(lengths) + 1, _choice(controls.style, None)]
    return np.concatenate([np.stack(chosen, axis=1), flags], axis=1).astype(np.int64)


def _choice(values: Floats, edges: Floats | None) -> Ints:
    known = np.isfinite(values)
    plain = np.where(known, values, 0)
    index = np.clip(np.rint(plain), 0, 16) if edges is None else np.searchsorted(edges, plain, side="right")
    return np.where(known, index + 1, 0).astype(np.int64)
