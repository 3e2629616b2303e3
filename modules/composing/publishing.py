"""What a finished training leaves beside the weights: the bank of phrases and the picture of the loss curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from modules.composing.controls import GIVEN, STYLES, features
from modules.composing.latents import Bank, fit_prior

if TYPE_CHECKING:
    from pathlib import Path

    from modules.composing.bars import Floats, Ints
    from modules.composing.network import Composer
    from modules.composing.tasks import Windows

PHRASES = 640
SHARES = {"pop": 0.5, "song": 0.2, "piano": 0.15, "chamber": 0.1, "lead": 0.05, "other": 0.2}
ALIKE = 0.8


def bank(composer: Composer, windows: Windows, phrases: int = PHRASES, seed: int = 3) -> Bank:
    """A bank of phrases of the songs that were learned from, and the prior of their latents."""
    rng = np.random.default_rng(seed)
    corpus, size = windows.corpus, windows.bars
    chosen = rng.permutation(_by_style(windows, phrases, rng))
    songs = {int(song): composer.encode(corpus.song(int(song)).bars) for song in np.unique(windows.songs[chosen])}
    first = windows.starts[chosen] - corpus.first[windows.songs[chosen]]
    pieces = [windows.plain(int(place)) for place in chosen]
    owners = [int(song) for song in windows.songs[chosen]]
    unique = {song: number for number, song in enumerate(dict.fromkeys(owners))}
    mood = [(np.mean(controls.valence), np.mean(controls.arousal)) for _, controls in pieces]
    everything = np.concatenate(list(songs.values()))
    return Bank(
        latents=np.stack([songs[song][start : start + size] for song, start in zip(owners, first, strict=True)]),
        features=np.stack([features(controls, bars.lengths)[:, :GIVEN] for bars, controls in pieces]).astype(np.uint8),
        chords=np.stack([bars.chords for bars, _ in pieces]).astype(np.uint8),
        lengths=np.stack([bars.lengths for bars, _ in pieces]).astype(np.uint8),
        mood=np.array(mood, dtype=np.float32),
        tempo=np.array([np.mean(controls.tempo) for _, controls in pieces], dtype=np.float32),
        mode=corpus.modes[owners].astype(np.uint8),
        style=corpus.styles[owners].astype(np.uint8),
        place=(first / np.diff(corpus.first)[owners]).astype(np.float32),
        form=np.array(
            [_returns(songs[song], start, size) for song, start in zip(owners, first, strict=True)], dtype=np.uint8
        ),
        song=np.array([unique[song] for song in owners], dtype=np.uint16),
        names=[corpus.names[song] for song in unique],
        scale=everything.std(axis=0).astype(np.float32),
        prior=fit_prior(list(songs.values())),
    )


def _by_style(windows: Windows, phrases: int, rng: np.random.Generator) -> Ints:
    """Windows of every style, each from another song as far as there are songs."""
    style = windows.corpus.styles[windows.songs]
    chosen = []
    for name, share in SHARES.items():
        places = rng.permutation(np.flatnonzero(style == STYLES.index(name)))
        turn = np.argsort(_rank_within(windows.songs[places]), kind="stable")
        chosen.append(places[turn][: int(share * phrases)])
    return np.concatenate(chosen)


def _rank_within(groups: Ints) -> Ints:
    order = np.argsort(groups, kind="stable")
    sorted_groups = groups[order]
    fresh = np.flatnonzero(np.append(True, sorted_groups[1:] != sorted_groups[:-1]))
    rank = np.arange(len(groups)) - np.repeat(fresh, np.diff(np.append(fresh, len(groups))))
    result = np.empty_like(rank)
    result[order] = rank
    return result


def _returns(song: Floats, start: int, size: int) -> int:
    """How many phrases of the song resemble the one that begins at that bar: 0 when only itself."""
    unit = song / np.maximum(np.linalg.norm(song, axis=1, keepdims=True), 1e-6)
    alike = unit @ unit[start : start + size].T
    count = len(song) - size + 1
    likeness = np.mean([alike[k : k + count, k] for k in range(size)], axis=0)
    found = np.unique((np.flatnonzero(likeness > ALIKE) - start) // 4)
    return len(found) if len(found) > 1 else 0


def curves(rows: list[dict[str, float]], path: Path) -> None:
    """A picture of losses, reconstruction and obedience over the minutes of training."""
    from matplotlib.figure import Figure  # noqa: PLC0415  (only training draws)

    figure = Figure(figsize=(11, 3.5), layout="constrained")
    panels = figure.subplots(1, 3)
    lines = (
        (
            "nats an event",
            {"music": "training (masked, disturbed)", "held_music": "held out", "held_pitch": "held out, pitch"},
        ),
        ("F1 on held-out windows, greedy", {"f1": "pitch and onset", "f1_with_part": "and part", "f1_onsets": "onset"}),
        (
            "Spearman asked / realised, other wishes",
            {f"asked_{n}_{p}": f"{n}, {p}" for n in ("density", "register") for p in ("melody", "accompaniment")},
        ),
    )
    for panel, (title, names) in zip(panels, lines, strict=True):
        for name, label in names.items():
            panel.plot([row["minutes"] for row in rows], [row[name] for row in rows], label=label)
        panel.set(title=title, xlabel="minutes of training")
        panel.legend(fontsize=7)
    figure.savefig(path, dpi=110)
