"""A picture of what was heard: the waveform with beats, chords over it, sections under it, and the notes."""

import io
from typing import Any, Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from modules.composing.chords import ROOTS
from modules.hearing.evidence import END, PITCH, START
from modules.hearing.heard import Heard
from modules.hearing.sound import Floats

_WIDE, _HIGH, _DPI = 14.0, 6.4, 110
_PAPER, _INK, _WAVE = "#fbfaf7", "#26323a", "#9fb4bd"
_COLOURS: Final = {"melody": "#c2413b", "bass": "#2f5d8a", "accompaniment": "#8b8f94"}
_SECTIONS: Final = ("#e8d8b4", "#bcd3c4", "#c9c5e3", "#e5c3c3", "#bcd6e6", "#dfe3b8")
_MOST_NAMES: Final = 130
"""Chords that can be named side by side."""


def picture_of(heard: Heard, title: str = "") -> bytes:
    """PNG; the same for the same piece."""
    figure = Figure(figsize=(_WIDE, _HIGH), dpi=_DPI, facecolor=_PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    chords, wave, notes, sections = figure.subplots(
        4, 1, sharex=True, gridspec_kw={"height_ratios": [0.7, 2.2, 3.2, 0.45]}
    )
    figure.suptitle(_headline(heard, title), color=_INK, fontsize=11)
    _draw_chords(chords, heard)
    _draw_wave(wave, heard)
    _draw_notes(notes, heard)
    _draw_sections(sections, heard)
    for axis in (chords, wave, notes, sections):
        axis.set_xlim(0, max(heard.seconds, 0.1))
        axis.set_facecolor(_PAPER)
        axis.spines[["top", "right", "left"]].set_visible(False)
    sections.set_xlabel("seconds", color=_INK)
    held = io.BytesIO()
    figure.savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()


def _headline(heard: Heard, title: str) -> str:
    key, time = heard.key, heard.time
    told = [title] if title else []
    told.append(f"{heard.seconds:.1f} s")
    if len(time.beats):
        told.append(f"{time.tempo:.1f} beats a minute, {time.metre[0]}/{time.metre[1]}")
    if key:
        told.append(f"{ROOTS[key.tonic]} {key.mode}")
    if heard.nature != "music":
        told.append(heard.nature)
    return "   ·   ".join(told)


def _draw_chords(axis: Any, heard: Heard) -> None:
    axis.set_yticks([])
    axis.set_ylim(0, 1)
    named = len(heard.chords) <= _MOST_NAMES
    for span in heard.chords:
        if span.name == "N":
            continue
        root = ROOTS.index(span.name.partition(":")[0])
        hue = _hue(root)
        axis.axvspan(span.start, span.end, 0.05, 0.95, color=hue, alpha=0.25 + 0.5 * span.sure, lw=0)
        if named:
            middle, text = (
                (span.start + span.end) / 2,
                span.name.replace(":maj", "").replace(":min", "m").replace(":", ""),
            )
            axis.text(middle, 0.5, text, ha="center", va="center", fontsize=7, color=_INK, rotation=90, clip_on=True)


def _hue(root: int) -> tuple[float, float, float]:
    """Fifths lie beside each other in colour."""
    turn = 2 * np.pi * (root * 7 % 12) / 12
    red, green, blue = (0.68 + 0.22 * float(np.cos(turn - shift)) for shift in (0.0, 2.1, 4.2))
    return red, green, blue


def _draw_wave(axis: Any, heard: Heard) -> None:
    times = np.linspace(0, heard.seconds, len(heard.outline))
    axis.fill_between(times, heard.outline[:, 0], heard.outline[:, 1], color=_WAVE, lw=0)
    axis.set_yticks([])
    axis.set_ylim(-1.05, 1.05)
    beats = heard.time.beats
    down = np.isin(np.arange(len(beats)), heard.time.downbeats)
    axis.vlines(beats[~down], -0.12, 0.12, color=_INK, lw=0.5, alpha=0.6)
    axis.vlines(beats[down], -0.9, 0.9, color=_INK, lw=0.7, alpha=0.75)


def _draw_notes(axis: Any, heard: Heard) -> None:
    for name, colour in reversed(_COLOURS.items()):
        notes: Floats = getattr(heard.parts, name)
        axis.hlines(notes[:, PITCH], notes[:, START], notes[:, END], color=colour, lw=1.6, label=name)
    for number, section in enumerate(heard.sections):
        label = "left for a voice" if number == 0 else None
        span = np.array([section.start, section.end])
        axis.fill_between(span, *section.free, color="#d9c77a", alpha=0.08 + 0.2 * section.sung, lw=0, label=label)
    axis.set_ylabel("MIDI pitch", color=_INK)
    axis.legend(loc="upper right", fontsize=7, ncols=4, framealpha=0.8)


def _draw_sections(axis: Any, heard: Heard) -> None:
    """Letters, and how likely a voice sings: full where the line is high."""
    axis.set_yticks([])
    axis.set_ylim(0, 1)
    bars = heard.time.beats[heard.time.downbeats] if len(heard.sung) else np.zeros(0)
    if len(bars) and len(bars) == len(heard.sung):
        axis.step(bars, 0.05 + 0.9 * heard.sung, where="post", color=_INK, lw=0.8, alpha=0.6)
    for section in heard.sections:
        colour = _SECTIONS[(ord(section.label) - ord("A")) % len(_SECTIONS)]
        axis.axvspan(section.start, section.end, color=colour, lw=0, zorder=0)
        axis.text((section.start + section.end) / 2, 0.5, section.label, ha="center", va="center", color=_INK)
