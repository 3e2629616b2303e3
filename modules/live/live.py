"""What plays live, in one hand: the doors to streams, the turns of the workers, and who sends for them."""

from dataclasses import dataclass

from modules.live.streams import Streams
from modules.live.ticker import Ticker
from modules.live.turns import Turns


@dataclass(frozen=True)
class Live:
    streams: Streams
    turns: Turns
    ticker: Ticker
