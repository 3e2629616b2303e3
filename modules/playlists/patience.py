"""`Patience`: how a push deals with a Spotify that has trouble: ask again after a while, wait when it asks to."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NoReturn, TypeVar

from modules.errands.run import ErrandRun
from modules.spotify.refusals import RateLimited, Upstream

Answer = TypeVar("Answer")
PAUSES: Final = (0.2, 0.4, 0.8, 1.6, 3.2, 5.0)
"""Seconds before asking again, for each failure in a row."""
SHORT: Final = 2
"""Seconds that are waited at once; whoever is asked to wait longer gives the worker to others."""
PUT_OFF: Final = tuple(timedelta(minutes=one) for one in (0.5, 2, 10, 30, 120, 360))
"""How long it rests after all pauses were in vain, for each time in a row."""
SLICE: Final = 0.1


@dataclass
class Patience:
    """For one run. What it does not deal with goes on to whoever called: all refusals but trouble and waiting."""

    run: ErrandRun
    clock: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep
    failures: int = field(default=0, init=False)

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """For what may be asked twice: until there is an answer. Raises Cancelled, Waiting and refusals."""
        while True:
            answer = self.attempt(question)
            if answer is not None:
                return answer[0]

    def attempt(self, act: Callable[[], Answer]) -> tuple[Answer] | None:
        """For what may be done once: None when nobody knows whether it was, and a pause is over."""
        self.run.check()
        try:
            answer = act()
        except RateLimited as limited:
            self._wait(limited)
        except Upstream as trouble:
            if 400 <= trouble.status < 500:  # it understood, and will never take it
                raise
            self._pause(trouble)
        else:
            self.failures = 0
            return (answer,)
        return None

    def rest(self, seconds: float) -> None:
        """Raises Cancelled as soon as nobody wants it any more."""
        left = seconds
        while left > 0:
            self.run.check()
            self.sleep(min(left, SLICE))
            left -= SLICE

    def _wait(self, limited: RateLimited) -> None:
        self.failures += 1
        if limited.retry_after > SHORT or self.failures > len(PAUSES):
            self._put_off(timedelta(seconds=limited.retry_after), "Spotify asks to wait")
        self.rest(limited.retry_after)

    def _pause(self, trouble: Upstream) -> None:
        if self.failures < len(PAUSES):
            self.rest(PAUSES[self.failures])
            self.failures += 1
        elif self.run.waits < len(PUT_OFF):
            self._put_off(PUT_OFF[self.run.waits], "Spotify has trouble; it is tried again later")
        else:
            raise trouble

    def _put_off(self, time_off: timedelta, note: str) -> NoReturn:
        self.run.waiting(self.clock() + time_off, note)
