"""The whole house, as `museaika up` starts it: ready in seconds, hard to kill, and gone without a trace when asked."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from museaika.embedded.lock import FolderLock
from museaika.embedded.probes import free_port, page_answers, valkey_answers
from museaika.embedded.valkey import known_url
from museaika.folder import DataFolder

pytestmark = [pytest.mark.integration, pytest.mark.slow]
MUSEAIKA = (sys.executable, "-P", "-m", "museaika.commands")
FAMILY = {"valkey", "worker", "upkeep", "web"}


def eventually(question, seconds=30.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def processes():
    """(pid, parent, state, command line) of all that run."""
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                fields = (place / "stat").read_text().rpartition(")")[2].split()
                words = (place / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            except OSError:
                continue
            yield int(place.name), int(fields[1]), fields[0], words


def below(root):
    """Every living process under one, with its command line."""
    found, all_of_them = {root: []}, list(processes())
    grown = True
    while grown:
        new = {
            pid: words
            for pid, parent, state, words in all_of_them
            if parent in found and pid not in found and state != "Z"
        }
        found |= new
        grown = bool(new)
    del found[root]
    return found


def alive(pid):
    return any(one == pid and state != "Z" for one, _, state, _ in processes())


class House:
    def __init__(self, root, *words, **environment):
        self.root, self.port = root, free_port()
        self.output = root.with_name(f"output-{time.monotonic_ns()}.txt")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MUSEAIKA_")}
        command = [*MUSEAIKA, "up", "--data", str(root), "--port", str(self.port), *words]
        self.began = time.monotonic()
        with self.output.open("w") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=out, env={**clean, **environment}, cwd=root.parent
            )

    @property
    def said(self):
        return self.output.read_text()

    def ready(self):
        """Seconds until the page and /readyz answer."""
        eventually(lambda: self.get("/readyz") == 200 or self.dead(), 60)
        assert self.get("/") == 200
        return time.monotonic() - self.began

    def dead(self):
        if (status := self.process.poll()) is not None:
            raise AssertionError(f"it ended with {status}: {self.said}")

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def pid(self, name):
        """Of the process that plays the role: a direct child."""
        for pid, parent, state, words in processes():
            if parent == self.process.pid and state != "Z" and "leash.py" not in " ".join(words):
                if name == "valkey" and "-server" in words[0]:
                    return pid
                if words[3:5] == ["museaika.commands", name]:
                    return pid
        return None

    def times_ready(self, name):
        return self.said.count(f"{name} is ready after")

    def valkey(self):
        port, password = re.match(r"redis://:(.+)@127\.0\.0\.1:(\d+)/0", known_url(DataFolder(self.root))).group(2, 1)
        return valkey_answers(int(port), password)

    def worker_ready(self):
        return (self.root / "run" / "worker.ready").exists()

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(20)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("house") / "data"


@pytest.fixture
def house(tmp_path):
    made = []

    def start(*words, root=None, **environment):
        made.append(House(root or tmp_path / "data", *words, **environment))
        return made[-1]

    yield start
    for one in made:
        if one.process.poll() is None:
            one.stop()


def test_it_gets_ready_and_the_second_time_too(house, root, capsys):
    first = house(root=root)
    cold = first.ready()
    eventually(first.worker_ready)
    assert first.stop() == 0
    second = house(root=root)
    warm = second.ready()
    eventually(lambda: "MuseAIka is ready after" in second.said)
    with capsys.disabled():
        sys.stdout.write(f"\npage and /readyz: first start {cold:.1f} s, second start {warm:.1f} s\n")
    assert f"http://127.0.0.1:{second.port}" in second.said
    assert second.stop(signal.SIGINT) == 0


@pytest.mark.parametrize("name", sorted(FAMILY))
def test_whoever_is_killed_comes_back(house, root, name):
    one = house(root=root)
    one.ready()
    eventually(lambda: all(one.times_ready(each) for each in FAMILY))
    times, old = one.times_ready(name), one.pid(name)
    os.kill(old, signal.SIGKILL)
    eventually(lambda: one.times_ready(name) > times)
    assert one.pid(name) not in {None, old}
    assert f"{name} ended (killed by SIGKILL)" in one.said
    eventually(lambda: one.get("/readyz") == 200)
    assert one.process.poll() is None
    assert one.stop() == 0


def test_a_killed_supervisor_leaves_no_orphan_and_free_ports(house, capsys):
    one = house()
    one.ready()
    eventually(one.worker_ready)
    family = below(one.process.pid)
    assert len(family) >= 6
    one.process.kill()
    one.process.wait()
    began = time.monotonic()
    eventually(lambda: not any(alive(pid) for pid in family), 5)
    took = time.monotonic() - began
    assert not page_answers("127.0.0.1", one.port)
    assert not one.valkey()
    FolderLock(one.root / "run" / "lock").acquire(patience=0)
    with capsys.disabled():
        sys.stdout.write(f"\nkill -9 of `museaika up`: {len(family)} processes gone after {took:.2f} s, 0 orphans\n")
    assert took < 2


def test_it_starts_again_right_after_everything_was_killed(house, root):
    one = house(root=root)
    one.ready()
    family = [*below(one.process.pid), one.process.pid]
    for pid in family:
        os.kill(pid, signal.SIGKILL)
    one.process.wait()
    again = house(root=root)
    again.ready()
    assert again.stop() == 0


def test_asked_to_stop_it_leaves_nothing(house, capsys):
    one = house()
    one.ready()
    eventually(one.worker_ready)
    family = below(one.process.pid)
    began = time.monotonic()
    assert one.stop() == 0
    took = time.monotonic() - began
    with capsys.disabled():
        sys.stdout.write(f"\nTERM of `museaika up`: gone after {took:.1f} s\n")
    assert not any(alive(pid) for pid in family)
    assert took < 10


def test_a_second_server_on_the_same_folder_is_refused(house):
    one = house()
    one.ready()
    answer = subprocess.run(
        [*MUSEAIKA, "up", "--data", str(one.root), "--port", str(free_port())],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert answer.returncode == 75
    assert f"process {one.process.pid}" in answer.stderr
    assert "MUSEAIKA_DATA" in answer.stderr
    assert one.get("/readyz") == 200


def test_a_port_that_is_taken_is_refused_before_anything_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command = [*MUSEAIKA, "up", "--data", str(tmp_path / "data"), "--port", str(port)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert answer.returncode == 75
    assert f"Port {port}" in answer.stderr
    assert "MUSEAIKA_PORT=" in answer.stderr
    assert not (tmp_path / "data" / "run" / "valkey.conf").exists()


def test_doctor_and_backup_find_the_running_server(house, tmp_path):
    one = house()
    one.ready()
    words = [*MUSEAIKA, "doctor", "--quick", "--json", "--data", str(one.root), "--port", str(one.port)]
    told = json.loads(subprocess.run(words, capture_output=True, text=True, check=False, timeout=60).stdout)
    states = {finding["name"]: finding["state"] for finding in told["findings"]}
    assert states["broker"] == states["port"] == states["documents"] == states["files"] == "works"
    target = tmp_path / "backup.tar.gz"
    subprocess.run([*MUSEAIKA, "backup", str(target), "--data", str(one.root)], check=True, timeout=60)
    assert target.stat().st_size > 0
    words = [*MUSEAIKA, "restore", str(target), "--data", str(one.root)]
    refused = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 75


def test_in_json_every_line_on_the_terminal_is_an_object(house):
    one = house(MUSEAIKA_LOG_FORMAT="json")
    one.ready()
    eventually(one.worker_ready)
    assert one.stop() == 0
    lines = [json.loads(line) for line in one.said.splitlines() if line]
    assert {"museaika"} <= {line.get("process") for line in lines}


def test_no_password_is_on_a_command_line_or_in_a_log(house):
    one = house()
    one.ready()
    eventually(one.worker_ready)
    password = re.match(r"redis://:(.+)@", known_url(DataFolder(one.root)))[1]
    assert not any(password in " ".join(words) for words in below(one.process.pid).values())
    assert one.stop() == 0
    logs = "".join(path.read_text() for path in (one.root / "logs").iterdir())
    assert password not in logs + one.said
    assert {path.stem for path in (one.root / "logs").iterdir()} >= {"museaika", "worker", "upkeep"}
