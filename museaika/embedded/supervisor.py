"""Starts the roles in order, keeps them alive, and takes them down in reverse without leaving anything behind."""

import logging
import selectors
import signal
import time
from collections.abc import Callable, Iterable

from museaika.embedded.child import BUSY_MINUTE, Child
from museaika.embedded.journal import Journal
from museaika.embedded.role import Role
from museaika.embedded.warden import Warden

logger = logging.getLogger(__name__)
REFUSED = 78
"""How a process says that it cannot work as configured (sysexits' EX_CONFIG): trying again would not help."""
LOOK_EVERY = 0.1
STARTING_TOO_LONG = 30.0


class Supervisor:
    """One thread does it all: reading, probing, starting, stopping."""

    def __init__(
        self,
        roles: Iterable[Role],
        journal: Journal,
        *,
        kept_open: tuple[int, ...] = (),
        when_ready: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        self.children = [Child(role) for role in roles]
        self._journal = journal
        self._kept_open = kept_open
        self._when_ready = when_ready
        self._warden = Warden()
        self._selector = selectors.DefaultSelector()
        self._began = time.monotonic()
        self._next_look = 0.0
        self._announced = self._complained = False
        self._asked_to_stop = 0
        self._status = 0

    def run(self) -> int:
        """Until a signal asks for the end, or a role refuses to start: the exit status."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(name) is not signal.SIG_IGN:  # nohup and background jobs of a script mean it
                signal.signal(name, self._ask_to_stop)
        self._warden.watch()
        try:
            while not self._asked_to_stop and not self._status:
                self._turn()
        finally:
            self._take_down()
        return self._status

    def _ask_to_stop(self, *_: object) -> None:
        self._asked_to_stop += 1

    def _turn(self) -> None:
        self._listen(LOOK_EVERY)
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_EVERY
        self._warden.watch()
        for child in self.children:
            self._bury(child)
            if child.probe():
                logger.info("%s is ready after %.1f s", child.role.name, time.monotonic() - child.started)
            if self._may_start(child):
                self._start(child)
            self._send_home(child)
        self._announce()

    def _listen(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            if not self._hear(key.data):
                self._selector.unregister(key.fd)

    def _hear(self, child: Child) -> bool:
        """False when it has nothing more to say."""
        if data := child.read():
            self._journal.hear(child.role.name, data, quiet=child.role.quiet)
        return bool(data)

    def _may_start(self, child: Child) -> bool:
        """Its turn has come, and what it builds on was there at least once; later everything reconnects."""
        return (
            not child.running
            and child.role.wanted()
            and time.monotonic() >= child.next_start
            and all(other.ever_ready for other in self.children if other.role.stage < child.role.stage)
        )

    def _send_home(self, child: Child) -> None:
        """Who is not wanted any more goes, and is made to when the grace is over."""
        if not child.running or child.role.wanted():
            return
        if not child.leaving:
            logger.info("%s is not needed for now", child.role.name)
            child.ask_to_go()
        elif child.overdue:
            child.kill()

    def _start(self, child: Child) -> None:
        self._selector.register(child.start(self._kept_open), selectors.EVENT_READ, child)
        if child.pid:
            self._warden.begun(child.pid)

    def _bury(self, child: Child) -> None:
        """When it ended: take its last words, and plan its return."""
        pid, status, left = child.pid, child.ended(), child.leaving
        if pid is None or status is None:
            return
        self._hear(child)
        self._journal.hear(child.role.name, b"", quiet=child.role.quiet)
        if child.output in self._selector.get_map():
            self._selector.unregister(child.output)
        child.bury()
        self._warden.ended(pid)
        if not self._asked_to_stop and not left:
            self._consider(child, status)

    def _consider(self, child: Child, status: int) -> None:
        name, ended = child.role.name, _said(status)
        recent = self._journal.recent(name)
        if child.role.quiet:
            for line in recent:
                self._journal.show(name, line)
        if status == REFUSED and not child.ever_ready:
            logger.error("%s cannot work as configured: see above", name)
            self._status = REFUSED
            return
        often = child.plan_restart()
        pause = child.next_start - time.monotonic()
        logger.warning("%s ended (%s); starting it again in %.1f s", name, ended, pause)
        if often > BUSY_MINUTE:
            logger.error(
                "%s does not stay up (%d times within a minute): see %s", name, often, self._journal.path(name)
            )
        if often > 1 and child.role.mend and (done := child.role.mend(recent)):
            logger.warning("%s: %s", name, done)

    def _announce(self) -> None:
        seconds = time.monotonic() - self._began
        waiting = [child.role.name for child in self.children if not child.ever_ready and child.role.wanted()]
        if not waiting and not self._announced:
            self._announced = True
            self._when_ready(seconds)
        if waiting and seconds > STARTING_TOO_LONG and not self._complained:
            self._complained = True
            logger.error("still not ready after %.0f s: %s", seconds, ", ".join(waiting))

    def _take_down(self) -> None:
        self._asked_to_stop = max(self._asked_to_stop, 1)
        for stage in sorted({child.role.stage for child in self.children}, reverse=True):
            self._end([child for child in self.children if child.role.stage == stage and child.running])
        self._warden.dismiss()
        self._selector.close()

    def _end(self, children: list[Child]) -> None:
        """Ask them to go, and make those go that have not after their grace, or at once when asked a second time."""
        for child in reversed(children):
            child.ask_to_go()
        asked, impatience = time.monotonic(), self._asked_to_stop
        while left := [child for child in children if child.running]:
            self._listen(0.02)
            for child in left:
                late = time.monotonic() - asked > child.role.grace
                if late or self._asked_to_stop > impatience:
                    child.kill()
                self._bury(child)


def _said(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
