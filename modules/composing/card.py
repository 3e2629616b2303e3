"""Writes the model card."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modules.composing.network import Composer


def write(figures: dict[str, float], composer: Composer, seconds: float) -> str:
    """The card of a network with the last row of its log."""
    return f"{figures} {sum(w.numel() for w in composer.network.parameters())} {seconds}"
