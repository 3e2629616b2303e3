"""What each judgement of hearing learns from examples: features and what is right."""

from dataclasses import replace

import numpy as np

from listening.examples import Example
from listening.fitting import fitted, of_chords, of_keys, of_levels, plain
from listening.measuring import beats_f1
from listening.songs import Floats
from modules.hearing import harmony, metre, roles, striking, tonality
from modules.hearing.evidence import Evidence, accents
from modules.hearing.perceptron import Perceptron
from modules.hearing.posteriors import LOWEST, Posteriors
from modules.hearing.pulse import pulse_of
from modules.hearing.sound import FRAMES_A_SECOND

NEAR = 0.05
BEATEN = 0.06
LEAST = 0.9
"""Share of the beats that must lie on ticks for an example to teach anything about them."""
THINNED = {"pop": 4, "lied": 2, "sound": 1}
MOST = 320_000
Beaten = tuple[Floats, Floats, Floats, Floats, str]
"""Ticks in seconds, their accents, the period at each, the beats, and the kind of example."""


def strikes(examples: list[Example]) -> Perceptron:
    """Which strikes are notes, from sound."""
    rows, right = [], []
    for one in examples:
        found = striking.candidates(Posteriors(one.sounding, one.struck))
        rows.append(striking.described(Posteriors(one.sounding, one.struck), found))
        right.append(_matched(found[:, 0] / FRAMES_A_SECOND, found[:, 1] + LOWEST, one.truth))
    features, answers = thinned(np.concatenate(rows), np.concatenate(right))
    return fitted(features[:, None], answers, plain, (32, 2), epochs=6, batch=1024)


def _matched(starts: Floats, pitches: Floats, truth: Floats) -> Floats:
    """Whether each belongs to a note; a note has one, the nearest."""
    right = np.zeros(len(starts), dtype=np.int64)
    for pitch in np.unique(pitches):
        mine = np.flatnonzero(pitches == pitch)
        known = np.sort(truth[truth[:, 2] == pitch, 0])
        if len(known):
            apart = np.abs(starts[mine][:, None] - known)
            nearest = apart.argmin(axis=0)
            right[mine[nearest[apart.min(axis=0) < NEAR]]] = 1
    return right


def heard(example: Example, judge: Perceptron) -> Example:
    """The same with the notes that hearing finds, where there is sound."""
    if not len(example.sounding):
        return example
    return replace(example, notes=striking.notes_of(Posteriors(example.sounding, example.struck), judge))


def beaten(example: Example) -> Beaten | None:
    """None where the ticks miss too many beats."""
    seconds = len(example.rise) / FRAMES_A_SECOND
    evidence = Evidence(seconds, example.notes, example.rise)
    frames, period, _ = pulse_of(evidence.onsets())
    if len(frames) < 32 or len(example.beats) < 24:
        return None
    ticks = frames / FRAMES_A_SECOND
    beats = example.beats[example.beats[:, 0] < ticks[-1] + 0.1]
    met = np.abs(ticks - beats[:, :1]).min(axis=1) < BEATEN
    lasting = period[np.clip(frames.astype(int), 0, len(period) - 1)] / FRAMES_A_SECOND
    return (ticks, accents(evidence, ticks), lasting, beats, example.kind) if met.mean() >= LEAST else None


def ticks(examples: list[Beaten]) -> Perceptron:
    """What each tick is."""
    rows, right = [], []
    chance = np.random.default_rng(0)
    for times, accent, period, beats, kind in examples:
        answer = np.zeros(len(times), dtype=np.int64)
        nearest = np.abs(times - beats[:, :1]).argmin(axis=1)
        met = np.abs(times[nearest] - beats[:, 0]) < BEATEN
        answer[nearest[met]] = 1
        answer[nearest[met & (beats[:, 1] > 0)]] = 2
        inside = (times > beats[0, 0] - NEAR) & (times < beats[-1, 0] + NEAR)
        every = slice(int(chance.integers(THINNED[kind])), None, THINNED[kind])
        rows.append(metre.described(accent, period)[inside][every])
        right.append(answer[inside][every])
    return fitted(np.concatenate(rows)[:, None], np.concatenate(right), plain, (40, 3), epochs=5, decay=3e-3)


def levels(examples: list[Beaten]) -> Perceptron:
    """How many ticks a beat has: learned from guesses about songs that the guessing judge has not seen."""
    rows, good = [], []
    for fold in (0, 1):
        judge = ticks(examples[1 - fold :: 2])
        for times, accent, period, beats, _ in examples[fold::2]:
            guesses = metre.guesses(accent, period, judge)
            rows.append(metre.level_features(accent, period, guesses))
            found = [times[guess.places % guess.division == 0] for guess in guesses]
            good.append([beats_f1(beats[:, 0], one) for one in found])
    values = np.array(good, dtype=np.float32)
    share = np.exp(20 * (values - values.max(axis=1, keepdims=True)))
    share /= share.sum(axis=1, keepdims=True)
    return fitted(np.stack(rows), share, of_levels, (12, 1), epochs=30, batch=48, rate=4e-3, decay=1.0)


def chords(examples: list[Example]) -> Perceptron:
    """The chord of every beat."""
    rows, right = [], []
    for one in examples:
        beats = one.beats[:, 0]
        middle = beats + 0.5 * np.append(np.diff(beats), np.median(np.diff(beats)))
        span = np.minimum(np.searchsorted(one.chords[:, 1], middle, side="right"), len(one.chords) - 1)
        views = harmony.described(one.notes, beats, float(beats[-1]) + 0.6)
        step = 1 if len(one.sounding) else 2
        rows.append(harmony.turned(views).reshape(len(views), 12, -1)[::step])
        right.append(one.chords[span, 2].astype(np.int64)[::step])
    features = np.concatenate(rows)
    return fitted(features, np.concatenate(right), of_chords, (48, harmony.QUALITIES + 1), epochs=6, batch=256)


def keys(examples: list[Example]) -> Perceptron:
    """The key of songs and of stretches of them."""
    chance = np.random.default_rng(2)
    rows, right = [], []
    for one in examples:
        first, last = float(one.notes[0, 0]), float(one.notes[:, 1].max())
        starts = np.append(first, chance.uniform(first, max(first + 0.1, last - 40), 3))
        ends = np.append(last, np.minimum(starts[1:] + chance.uniform(20, 60, 3), last))
        rows.append(tonality.turned(tonality.described(one.notes, starts, ends)).reshape(4, 12, -1))
        right += [one.key] * 4
    return fitted(np.concatenate(rows), np.array(right), of_keys, (24, 2), epochs=14, batch=64, decay=2e-2)


def melodies(examples: list[Example]) -> Perceptron:
    """Which notes the singer's track has."""
    rows, right = [], []
    for one in examples:
        sung = one.truth[one.truth[:, 3] == 0]
        rows.append(roles.described(one.notes))
        right.append(_matched(one.notes[:, 0], one.notes[:, 2], sung))
    features, answers = thinned(np.concatenate(rows), np.concatenate(right))
    return fitted(features[:, None], answers, plain, (24, 2), epochs=5, batch=1024)


def thinned(features: Floats, right: Floats) -> tuple[Floats, Floats]:
    chosen = np.random.default_rng(0).permutation(len(right))[:MOST]
    return features[chosen], right[chosen]
