import subprocess
import sys

import pytest

BOMB = """
import resource
from models.errors import TooLarge
from modules.score.midi import read_midi

body = b"\\0\\xb0" + b"\\x07\\x40\\x01" * 10_000_000 + b"\\x07\\x40"
data = b"MThd\\0\\0\\0\\6\\0\\1\\0\\1\\1\\xe0MTrk" + len(body).to_bytes(4, "big") + body
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_midi(data)
except TooLarge:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.integration
def test_a_bomb_is_refused_in_little_memory():
    done = subprocess.run([sys.executable, "-c", BOMB], capture_output=True, text=True, check=True, timeout=60)

    assert int(done.stdout) < 250_000, "kilobytes"
