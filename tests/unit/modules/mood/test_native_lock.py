import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[4]
RUN = """
import sys, time
from museaika.web import patch
offload = patch()
from modules.mood.native_lock import NativeLock
import threading
lock, inside, most, answers = NativeLock(), [], [], []

def work(number):
    with lock, lock:
        inside.append(number)
        most.append(len(inside))
        time.sleep(0.01)
        inside.remove(number)
    answers.append(number)

threads = [threading.Thread(target=offload, args=(work, number)) for number in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(20)
print(sorted(answers) == list(range(12)), max(most), flush=True)
import os
os._exit(0)
"""


@pytest.mark.parametrize("mode", ["eventlet", "gevent", "threading"])
def test_one_native_thread_at_a_time_whatever_was_patched_and_its_owner_again(mode):
    found = subprocess.run(
        [sys.executable, "-c", RUN],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"MUSEAIKA_ASYNC_MODE": mode, "PATH": ""},
        timeout=60,
        check=False,
    )
    assert found.stdout.split() == ["True", "1"], found.stdout + found.stderr
