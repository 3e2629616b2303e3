"""What can be done with latents of bars without the network: go near, go between, draw new ones, keep a bank of
phrases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from modules.composing.bars import Floats, Ints


@dataclass(frozen=True)
class Prior:
    """How latents follow each other in real songs: z' - mean = follow (z - mean) + spread e, e from N(0, 1).

    mean: [latent]. follow, spread: [latent, latent]. start: [latent, latent], the spread of a first bar.
    """

    mean: Floats
    follow: Floats
    spread: Floats
    start: Floats

    def draw(self, bars: int, rng: np.random.Generator, warmth: float = 0.8) -> Floats:
        """[bars, latent] a walk through latents; warmth scales every surprise."""
        state = warmth * self.start @ rng.standard_normal(len(self.mean))
        walk = [state]
        for _ in range(bars - 1):
            state = self.follow @ state + warmth * self.spread @ rng.standard_normal(len(self.mean))
            walk.append(state)
        return np.asarray(self.mean + np.stack(walk)[:bars], dtype=np.float32)


@dataclass(frozen=True)
class Bank:
    """Phrases of real songs to start from.

    latents: [phrases, bars, latent]. features: [phrases, bars, features] what the bars are like, choices of
    `controls.features`.
    chords: [phrases, bars, 4]. lengths: [phrases, bars]. mood: [phrases, 2] valence and arousal, estimated. tempo:
    [phrases].
    mode, style: [phrases]. place: [phrases] where in its song the phrase begins, 0..1.
    form: [phrases] 0 = its song has nothing
    like it, else how many phrases of the song (itself too) resemble it. song: [phrases] number in names. scale:
    [latent] how much
    latents of real bars vary.
    """

    latents: Floats
    features: Ints
    chords: Ints
    lengths: Ints
    mood: Floats
    tempo: Floats
    mode: Ints
    style: Ints
    place: Floats
    form: Ints
    song: Ints
    names: list[str]
    scale: Floats
    prior: Prior


def nearby(latents: Floats, amount: float, rng: np.random.Generator, scale: Floats | None = None) -> Floats:
    """Latents near these: 0 is themselves, 1 as far as two unrelated bars.

    Half of what is added is the same for all bars, so that phrases stay phrases.
    scale: [latent] how much real bars vary (`Bank.scale`).
    """
    if amount == 0:
        return latents.copy()
    angle = np.clip(amount, 0, 1) * np.pi / 2
    common = rng.standard_normal((*latents.shape[:-2], 1, latents.shape[-1]))
    own = rng.standard_normal(latents.shape)
    noise = np.sqrt(0.5) * (common + own) * (1.0 if scale is None else scale)
    return np.asarray(np.cos(angle) * latents + np.sin(angle) * noise, dtype=np.float32)


def interpolate(one: Floats, two: Floats, share: float) -> Floats:
    """Latents on the arc from one (0) to two (1), bar by bar (spherical, lengths interpolated too). [..., latent]."""
    first, second = np.linalg.norm(one, axis=-1, keepdims=True), np.linalg.norm(two, axis=-1, keepdims=True)
    cosine = np.sum(one * two, axis=-1, keepdims=True) / np.maximum(first * second, 1e-9)
    angle = np.arccos(np.clip(cosine, -1, 1))
    near = np.sin(angle) < 1e-4
    sine = np.where(near, 1, np.sin(angle))
    start = np.where(near, 1 - share, np.sin((1 - share) * angle) / sine)
    end = np.where(near, share, np.sin(share * angle) / sine)
    arc = start * one / np.maximum(first, 1e-9) + end * two / np.maximum(second, 1e-9)
    return np.asarray(arc * ((1 - share) * first + share * second), dtype=np.float32)


def fit_prior(songs: list[Floats], ridge: float = 0.02) -> Prior:
    """The prior of latents [bars, latent] of many songs."""
    everything = np.concatenate(songs).astype(np.float64)
    mean = everything.mean(axis=0)
    before = np.concatenate([song[:-1] for song in songs]) - mean
    after = np.concatenate([song[1:] for song in songs]) - mean
    size = len(mean)
    follow = np.linalg.solve(before.T @ before + ridge * len(before) * np.eye(size), before.T @ after).T
    rest = after - before @ follow.T
    roots = [np.linalg.cholesky(np.cov(part.T) + 1e-4 * np.eye(size)) for part in (rest, everything)]
    return Prior(*(array.astype(np.float32) for array in (mean, follow, roots[0], roots[1])))


def save(bank: Bank, path: Path) -> None:
    """Write a bank, real numbers in half precision."""
    arrays = {name: np.asarray(value) for name, value in vars(bank).items() if name != "prior"}
    arrays |= {f"prior_{name}": value for name, value in vars(bank.prior).items()}
    small = {name: value.astype(np.float16) if value.dtype.kind == "f" else value for name, value in arrays.items()}
    np.savez_compressed(path, **small)


def load(path: Path) -> Bank:
    """The bank that `save` wrote."""
    with np.load(path) as file:
        arrays = {
            name: file[name].astype(np.float32) if file[name].dtype.kind == "f" else file[name] for name in file.files
        }
    prior = Prior(**{name: arrays.pop(f"prior_{name}") for name in ("mean", "follow", "spread", "start")})
    return Bank(names=[str(name) for name in arrays.pop("names")], prior=prior, **arrays)
