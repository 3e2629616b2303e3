"""The ticker: looks whose turn it is and sends for them; every worker has one, and each turn is sent for once."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from models.errors import Unavailable
from modules.live.board import Board

logger = logging.getLogger(__name__)
OFTEN: Final = 0.02
"""Seconds between two looks while streams play: a mood may want a turn at any moment."""
SELDOM: Final = 0.25
"""While none does: a stream that begins sends for its own first turn."""
PAUSE: Final = 1.0


class Ticker:
    """`send` sends for a turn of a stream."""

    def __init__(self, board: Board, send: Callable[[str], None]) -> None:
        self._board = board
        self._send = send

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(self.tick()):
            pass

    def tick(self) -> float:
        """Send for all that are due; the seconds until it is worth looking again."""
        try:
            ids, playing = self._board.due()
        except Unavailable as error:
            logger.warning("streams have to wait: %s", error.detail)
            return PAUSE
        for stream_id in ids:
            self._send(stream_id)
        return OFTEN if playing else SELDOM
