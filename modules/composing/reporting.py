"""The figures of a finished network that its card prints: reconstruction, obedience, likeness, masking."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from modules.composing import controls as wishes
from modules.composing import measuring
from modules.composing.bars import ACCOMPANIMENT, BRIDGE, MELODY, Bars, Floats
from modules.composing.latents import Bank, nearby
from modules.composing.measuring import Chosen
from modules.composing.network import Composer, Order

if TYPE_CHECKING:
    from modules.composing.tasks import Windows

POLISH = 20


def report(composer: Composer, held: Windows, bank: Bank, count: int = 200) -> dict[str, float]:
    """Everything, on that many windows of songs that the network has not seen (half as many for sampled music)."""
    chosen = measuring.choose(held, count, 1)
    some = chosen[: max(count // 2, 2)]
    figures = _reconstruction(composer, chosen)
    rng = np.random.default_rng(2)
    own = [composer.encode(bars) for bars, _ in some]
    drawn = [bank.prior.draw(len(bars), rng) for bars, _ in some]
    near = [nearby(bank.latents[k % len(bank.latents)][: len(bars)], 0.3, rng) for k, (bars, _) in enumerate(some)]
    kinds = {"latents_of_the_window": own, "prior": drawn, "no_latents": None}
    for kind, latents in kinds.items():
        obeyed = measuring.obedience(composer, some, latents)
        figures |= {f"spearman_{kind}_{name}": value for name, value in obeyed.items()}
    figures |= {f"real_{name}": value for name, value in measuring.resemblance([bars for bars, _ in some]).items()}
    for kind, latents in {"prior": drawn, "near_the_bank": near, "no_latents": None}.items():
        likeness = measuring.resemblance(_sampled(composer, some, latents))
        figures |= {f"{kind}_{name}": value for name, value in likeness.items()}
    return figures | _masked(composer, some)


def facts(composer: Composer, bank: Bank, learned: Windows, training: dict[str, float]) -> dict[str, float]:
    """What the card says of the network besides its quality; training: the last row of the log."""
    counts = np.bincount(learned.corpus.styles, minlength=len(wishes.STYLES))
    found = {f"songs_{name}": float(count) for name, count in zip(wishes.STYLES, counts, strict=True) if count}
    found |= {
        "parameters": sum(weight.numel() for weight in composer.network.parameters()),
        "phrases": len(bank.latents),
    }
    return training | found


def _reconstruction(composer: Composer, chosen: Chosen) -> dict[str, float]:
    figures: dict[str, float] = {}
    styles = np.array([int(controls.style[0]) for _, controls in chosen])
    for kind, steps in {"reconstruction": 0, "polished": POLISH}.items():
        values = measuring.reconstruction(composer, chosen, steps)
        figures |= {f"{kind}_{name}": float(each.mean()) for name, each in values.items()}
        for style in np.unique(styles):
            name = wishes.STYLES[style]
            figures[f"{kind}_f1_{name}"] = float(values["f1"][styles == style].mean())
            figures[f"windows_{name}"] = float((styles == style).sum())
    return figures


def _sampled(composer: Composer, chosen: Chosen, latents: list[Floats] | None) -> list[Bars]:
    orders = []
    for index, (bars, controls) in enumerate(chosen):
        latent = None if latents is None else latents[index]
        orders.append(Order(bars.lengths, bars.chords, controls, latent, seed=(11, index)))
    return composer.decode(orders)


def _masked(composer: Composer, chosen: Chosen) -> dict[str, float]:
    """Parts written around given ones without any latent: share of chord tones, and of onsets that meet a real one."""
    figures = {}
    for name, given in {"accompaniment": (MELODY,), "melody": (BRIDGE, ACCOMPANIMENT)}.items():
        rest = [part for part in (MELODY, BRIDGE, ACCOMPANIMENT) if part not in given]
        playing = [
            (bars, controls)
            for bars, controls in chosen
            if len(bars.only(rest).notes) and len(bars.only(list(given)).notes)
        ]
        orders = [
            Order(bars.lengths, bars.chords, controls, None, given=bars, parts=given, seed=(13, index))
            for index, (bars, controls) in enumerate(playing)
        ]
        made = [song.only(rest) for song in composer.decode(orders)]
        real = [bars.only(rest) for bars, _ in playing]
        figures[f"given_{name}_chord_tones"] = measuring.resemblance(made)["chord_tones"]
        figures[f"real_{name}_chord_tones"] = measuring.resemblance(real)["chord_tones"]
        figures[f"given_{name}_onsets_f1"] = float(
            np.mean([measuring.f1(a, b, [0, 1]) for a, b in zip(real, made, strict=True)])
        )
    return figures


def orders_of_a_minute(composer: Composer, held: Windows, songs: int) -> list[Order]:
    """Orders of thirty bars (a minute of 4/4 at 120) from the latents, chords and wishes of held-out songs."""
    chosen: list[Order] = []
    for bars, controls in measuring.choose(held, songs, 4):
        latents = composer.encode(bars)
        turn = np.resize(np.arange(len(bars)), 30)
        wanted = wishes.Controls(*(getattr(controls, name)[turn] for name in vars(controls)))
        chosen.append(Order(bars.lengths[turn], bars.chords[turn], wanted, latents[turn], seed=(17, len(chosen))))
    return chosen


def seconds_to_write(composer: Composer, orders: list[Order]) -> tuple[float, float]:
    """How long the orders take: by the clock, and of the processor's time."""
    begun, busy = time.perf_counter(), time.process_time()
    composer.decode(orders)
    return time.perf_counter() - begun, time.process_time() - busy
