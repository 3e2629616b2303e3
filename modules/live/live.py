"""What plays live, in one hand: the doors to streams, the turns of the workers, who sends for them, and the sound."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modules.live.streams import Streams
from modules.live.ticker import Ticker
from modules.live.turns import Turns

if TYPE_CHECKING:
    from modules.live.sounding.broadcast import Broadcasts


@dataclass(frozen=True)
class Live:
    streams: Streams
    turns: Turns
    ticker: Ticker
    broadcasting: Callable[[], "Broadcasts"]
    """Opens the sound when it is first asked for, once per process."""
