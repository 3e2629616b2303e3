"""How far a piece of work is, and whether anybody still wants it: one object, so that nobody forgets the second."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from models.provenance import Origin
    from modules.generation.engine import Part

Item = TypeVar("Item")
Report: TypeAlias = "Callable[[float, str], None]"
"""Takes a fraction from 0 to 1 and a note."""
Offered: TypeAlias = "Callable[[Callable[[], Part], Origin], None]"
"""Takes what makes a first part of the work, and what that part says of where it comes from."""


class Cancelled(Exception):
    """Raised inside an engine by the next report after the client gave up."""


def nobody(_make: Callable[[], Part], _origin: Origin) -> None:
    """Nobody waits for a first part, so it is not even made."""


class Progress:
    """at(0.4, "mixing") reports and raises Cancelled; part(a, b) is the same for a share of the whole."""

    def __init__(
        self,
        report: Report,
        is_cancelled: Callable[[], bool],
        span: tuple[float, float] = (0.0, 1.0),
        offered: Offered = nobody,
    ) -> None:
        self._report = report
        self._is_cancelled = is_cancelled
        self._start, self._end = span
        self._offered = offered

    def check(self) -> None:
        """Only the cancel point: cheap enough for inner loops."""
        if self._is_cancelled():
            raise Cancelled

    def at(self, fraction: float, note: str) -> None:
        self.check()
        inside = min(max(fraction, 0.0), 1.0)
        self._report(self._start + (self._end - self._start) * inside, note)

    def offer(self, make: Callable[[], Part], origin: Origin) -> None:
        """A part to be heard while the rest is being made: gone when the work is there, named like none of its parts.

        make is called only where somebody listens.
        """
        self.check()
        self._offered(make, origin)

    def each(self, items: Iterable[Item], note: str) -> Iterator[Item]:
        """Hand out the items, reporting before each one."""
        known = list(items)
        total = len(known)
        for done, item in enumerate(known):
            self.at(done / total, note)
            yield item

    def part(self, start: float, end: float) -> Progress:
        width = self._end - self._start
        span = self._start + width * start, self._start + width * end
        return Progress(self._report, self._is_cancelled, span, self._offered)

    def named(self, prefix: str) -> Progress:
        """The same, with every note beginning like this."""
        report = self._report
        return Progress(
            lambda fraction, note: report(fraction, prefix + note),
            self._is_cancelled,
            (self._start, self._end),
            self._offered,
        )

    def offering(self, to: Offered) -> Progress:
        """The same, for somebody who listens to what is offered."""
        return Progress(self._report, self._is_cancelled, (self._start, self._end), to)


def silent_progress() -> Progress:
    """For scripts and tests: reports to nobody, never cancels."""
    return Progress(lambda _fraction, _note: None, lambda: False)
