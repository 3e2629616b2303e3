"""Writes the model card of a finished composing network, from a template and the figures that were measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modules.composing.architecture import Shape

TEMPLATE = Path(__file__).parent / "weights" / "card_template.md"
SETS = {
    "pop": ("POP909", "MIT; the songs are under copyright"),
    "song": ("OpenScore Lieder", "CC0"),
    "chamber": ("OpenScore String Quartets", "CC0"),
    "lead": ("OpenEWLD lead sheets", "claimed public domain"),
    "piano": ("Chopin First Editions", "CC BY 4.0, credit Fryderyk Chopin Institute"),
    "other": ("a folder of MIDI files", "as the folder says"),
}
TITLES = {
    "scale": "scale consistency",
    "entropy": "pitch-class entropy, bits",
    "chord_tones": "share of chord tones",
    "notes": "notes a bar",
    "parts": "parts a bar",
}


def write(figures: dict[str, float], shape: Shape) -> str:
    """The card, from what the log, `reporting.report` and `reporting.facts` found."""
    known = [style for style in SETS if f"songs_{style}" in figures]
    sets = [[SETS[style][0], f"{figures[f'songs_{style}']:.0f}", SETS[style][1]] for style in known]
    measured = "\n".join([*_reconstruction(figures), *_obedience(figures), *_likeness(figures), *_masked(figures)])
    learned = "\n".join(_table(["set", "songs learned", "licence as stated at the source"], sets))
    return TEMPLATE.read_text().format(**figures, shape=shape, sets=learned, measured=measured + _speed(figures))


def _speed(figures: dict[str, float]) -> str:
    if "seconds_50_songs" not in figures:
        return ""
    many, one = figures["seconds_50_songs"], figures["seconds_one_song"]
    head = (
        "\nFifty songs of thirty bars (a minute of 4/4 at 120), two processes of one thread each, on a machine that\n"
    )
    busy = (
        f"others used too: {many:.1f} s by the clock, {figures['processor_seconds_50_songs']:.1f} s of processor time. "
    )
    return f"{head}{busy}One such song alone: {one:.1f} s.\n"


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["", *(f"| {' | '.join(cells)} |" for cells in lines), ""]


def _reconstruction(figures: dict[str, float]) -> list[str]:
    names = {
        "pitch and sixteenth of onset": "f1",
        "the same and the part": "f1_with_part",
        "sixteenth of onset": "f1_onsets",
    }
    for style, (title, _) in SETS.items():
        if f"reconstruction_f1_{style}" in figures:
            names[f"pitch and onset, {title} ({figures['windows_' + style]:.0f} windows)"] = f"f1_{style}"
    rows = [
        [title, *(_known(figures, f"{kind}_{name}") for kind in ("reconstruction", "polished"))]
        for title, name in names.items()
    ]
    loss, nats = figures["held_music"], figures["held_nats"]
    last = f"Held-out loss, nothing masked: {loss:.2f} nats a note (slot, part, pitch and duration together). "
    last += f"The latent holds {nats:.0f} nats a bar."
    head = [
        "reconstruction through the latent, unseen 8-bar windows, greedy, F1",
        "encoder's latents",
        "polished, 20 steps",
    ]
    return [*_table(head, rows), last]


def _known(figures: dict[str, float], name: str) -> str:
    return f"{figures[name]:.2f}" if name in figures else ""


def _obedience(figures: dict[str, float]) -> list[str]:
    kinds = {"its own latents": "latents_of_the_window", "latents from the prior": "prior", "no latents": "no_latents"}
    rows = [
        [f"{name} of the {part}"] + [f"{figures[f'spearman_{kind}_{name}_{part}']:.2f}" for kind in kinds.values()]
        for name in ("density", "polyphony", "register")
        for part in ("melody", "bridge", "accompaniment")
    ]
    return _table(["Spearman of asked and realised, each window asked for another's attributes", *kinds], rows)


def _likeness(figures: dict[str, float]) -> list[str]:
    kinds = {"real": "real", "no latents": "no_latents", "prior": "prior", "near the bank": "near_the_bank"}
    rows = [[title] + [f"{figures[f'{kind}_{name}']:.2f}" for kind in kinds.values()] for name, title in TITLES.items()]
    return _table(["sampled with the chords and wishes of held-out windows", *kinds], rows)


def _masked(figures: dict[str, float]) -> list[str]:
    rows = []
    for name, given in {"accompaniment": "melody", "melody": "bridge and accompaniment"}.items():
        tones = [figures[f"{kind}_{name}_chord_tones"] for kind in ("given", "real")]
        met = figures[f"given_{name}_onsets_f1"]
        rows.append([f"{name}, given {given}", *(f"{value:.2f}" for value in (*tones, met))])
    return _table(
        ["written around given parts, no latents", "chord tones", "real", "onsets that meet the original, F1"], rows
    )
