"""Patience: what Spotify could not answer is asked again, a few times, a little later."""

from collections.abc import Callable
from typing import Final, TypeVar

from modules.spotify.refusals import Upstream

Told = TypeVar("Told")
PAUSES: Final = (1.0, 2.0, 4.0)
"""Seconds before each time that a question is asked again."""


def asked(question: Callable[[], Told], say: Callable[[str], None], sleep: Callable[[float], None]) -> Told:
    """say: tells what is waited for, and raises where nobody wants it any more. Raises what the question raises."""
    for seconds in PAUSES:
        try:
            return question()
        except Upstream:
            say(f"Spotify has trouble, asking again in {seconds:.0f} s")
            sleep(seconds)
    return question()
