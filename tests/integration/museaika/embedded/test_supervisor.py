"""Processes that die come back, and nobody outlives the house, however it ends."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from museaika.embedded.lock import FolderLock
from museaika.embedded.probes import free_port, page_answers

pytestmark = pytest.mark.integration
DUMMIES = Path(__file__).with_name("dummies.py")


def eventually(question, seconds=10.0):
    """The first true answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s")


def alive(pid):
    """True while it runs; a zombie waiting for its parent is gone already."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class House:
    def __init__(self, folder, *more):
        self.folder, self.port = folder, free_port()
        self.output = folder / "output.txt"
        folder.mkdir(exist_ok=True)
        with self.output.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, str(DUMMIES), str(folder), str(self.port), *more], stdout=out, stderr=out
            )

    @property
    def said(self):
        return self.output.read_text()

    def ready(self):
        return eventually(lambda: re.search(r"^ready ([\d.]+)$", self.said, re.MULTILINE))

    def hands(self):
        """All (hand, grandchild) there have been."""
        return [(int(a), int(b)) for a, b in re.findall(r"hand (\d+) grandchild (\d+)", self.said)]

    def page(self):
        return page_answers("127.0.0.1", self.port)

    def free(self):
        FolderLock(self.folder / "run" / "lock").acquire(patience=0)
        return True


@pytest.fixture
def house(tmp_path):
    made = []

    def make(*more):
        made.append(House(tmp_path / "house", *more))
        return made[-1]

    yield make
    for one in made:
        if one.process.poll() is None:
            one.process.send_signal(signal.SIGTERM)
            one.process.wait(20)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_takes_everybody_along(house, asked):
    one = house()
    one.ready()
    assert one.page()
    eventually(one.hands)
    one.process.send_signal(asked)
    assert one.process.wait(5) == 0
    assert not one.page()
    assert not any(alive(pid) for pair in one.hands() for pid in pair)
    assert one.free()


def test_the_second_stage_waits_for_the_first(house):
    one = house()
    one.ready()
    eventually(one.hands)
    assert one.said.index("page is ready") < one.said.index("hand is ready")


def test_a_killed_process_comes_back_and_its_grandchild_goes_with_it(house):
    one = house()
    one.ready()
    [(hand, grandchild)] = eventually(one.hands)
    os.kill(hand, signal.SIGKILL)
    eventually(lambda: len(one.hands()) == 2, 3)
    assert not alive(grandchild)
    assert "hand ended (killed by SIGKILL)" in one.said
    assert one.page()


def test_a_killed_supervisor_leaves_nobody_and_a_free_port(house):
    one = house()
    one.ready()
    [family] = eventually(one.hands)
    one.process.kill()
    one.process.wait()
    began = time.monotonic()
    eventually(lambda: not any(alive(pid) for pid in family) and not one.page(), 2)
    eventually(one.free, 2)
    assert time.monotonic() - began < 2


def test_without_the_reaper_the_kernel_still_takes_the_children(house):
    one = house()
    one.ready()
    [(hand, grandchild)] = eventually(one.hands)
    for pid in reapers(one.process.pid):
        os.kill(pid, signal.SIGKILL)
    one.process.kill()
    one.process.wait()
    eventually(lambda: not alive(hand) and not one.page(), 2)
    os.kill(grandchild, signal.SIGKILL)


def test_a_killed_reaper_is_replaced_and_knows_everybody(house):
    one = house()
    one.ready()
    [(hand, grandchild)] = eventually(one.hands)
    [first] = reapers(one.process.pid)
    os.kill(first, signal.SIGKILL)
    eventually(lambda: [pid for pid in reapers(one.process.pid) if pid != first and alive(pid)], 3)
    time.sleep(0.2)
    one.process.kill()
    one.process.wait()
    eventually(lambda: not alive(hand) and not alive(grandchild), 2)


def test_one_that_never_stays_up_is_tried_more_and_more_slowly_and_loudly(house):
    one = house("weak=import sys; print('I am weak'); sys.exit(1)")
    eventually(lambda: "weak does not stay up (6 times within a minute)" in one.said, 20)
    assert one.said.count("I am weak") == 6
    assert "starting it again in 30.0 s" in one.said
    one.process.send_signal(signal.SIGTERM)
    assert one.process.wait(5) == 0


def test_one_that_refuses_its_configuration_ends_the_start(house):
    one = house("wrong=import sys; print('MUSEAIKA_X is wrong'); sys.exit(78)")
    assert one.process.wait(10) == 78
    assert "MUSEAIKA_X is wrong" in one.said
    assert "wrong cannot work as configured" in one.said
    assert not one.page()


def test_one_that_does_not_want_to_go_is_made_to(house):
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    one = house(f"deaf={stubborn}")
    one.ready()
    eventually(lambda: "deaf deaf" in one.said)
    began = time.monotonic()
    one.process.send_signal(signal.SIGTERM)
    assert one.process.wait(5) == 0
    assert 0.9 < time.monotonic() - began < 4


def test_asked_twice_it_does_not_wait(house):
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    one = house(f"deaf={stubborn}")
    one.ready()
    eventually(lambda: "deaf deaf" in one.said)
    began = time.monotonic()
    one.process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    one.process.send_signal(signal.SIGINT)
    assert one.process.wait(5) == 0
    assert time.monotonic() - began < 0.9


@pytest.mark.parametrize("deaf", ["", "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "])
def test_one_that_is_wanted_now_and_then_comes_and_goes_and_nobody_waits_for_it(house, deaf):
    one = house(f"shy={deaf}import time; print('here', flush=True); time.sleep(600)")
    one.ready()
    assert "shy here" not in one.said
    mark = one.folder / "run" / "wanted"
    for time_ in (1, 2):
        mark.touch()
        eventually(lambda count=time_: one.said.count("shy here") == count, 5)
        mark.unlink()
        eventually(lambda count=time_: one.said.count("shy is not needed for now") == count, 5)
        time.sleep(1.5)
    assert "shy ended" not in one.said
    assert one.said.count("shy here") == 2
    assert one.page()


def test_one_that_floods_the_terminal_keeps_nobody_from_being_looked_after(house):
    one = house("loud=while True: print('x' * 200)")
    one.ready()
    [(hand, _)] = eventually(one.hands)
    os.kill(hand, signal.SIGKILL)
    eventually(lambda: len(one.hands()) == 2, 5)


def test_one_that_closes_its_output_costs_nothing(house):
    one = house("mute=import os, time; os.close(1); os.close(2); time.sleep(600)")
    one.ready()
    time.sleep(0.5)
    before = cpu(one.process.pid)
    time.sleep(1)
    assert cpu(one.process.pid) - before < 0.3


def cpu(pid):
    """Seconds of processor time so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def reapers(parent):
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in children if b"reaper.py" in Path(f"/proc/{pid}/cmdline").read_bytes()]
