"""The door to the composer of live bars: behind it is the network, which not every process should open."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from modules.live.turns import Composer


def opening(weights: Path) -> Callable[[], Composer]:
    """Opens the composer when it is first asked for, once per process."""

    @cache
    def opened() -> Composer:
        from modules.live.composing.composer import LiveComposer  # noqa: PLC0415 - the door itself

        return LiveComposer(weights)

    return opened
