"""The whole journey with the network cable out: from a sentence to music like the playlist it brought, and to Spotify.

The server and its client run where no address but loopback can be reached, and every Python process is watched.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.no_way_out import Cable

pytestmark = pytest.mark.slow
PROGRAM = Path(__file__).with_name("offline_journey.py")


def travelled(folder, *words):
    """What the program told. Fails loudly where anything could have gone out."""
    cable = Cable(folder / "cable")
    house = folder / "house"
    house.mkdir()
    ran = subprocess.run(
        cable.command(sys.executable, str(PROGRAM), str(house), *words),
        env=cable.environment, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    logs = "".join(path.read_text("utf-8", "replace")[-3000:] for path in (house / "data" / "logs").glob("*.log"))
    assert ran.returncode == 0, ran.stderr[-3000:] + logs
    told = json.loads((house / "told.json").read_text())
    assert told["ways_out"] == [], "the network cable is not out"
    python = {
        pid: line for pid, line in told["processes"].items() if "museaika" in line and "valkey" not in line.split()[0]
    }
    assert len(python) >= 4
    if not cable.apart:
        assert [line for pid, line in python.items() if not cable.guards(int(pid))] == []
    ours = [line for line in cable.refused if PROGRAM.name not in line]
    assert ours == [], "a part of the server wanted to go out"
    return told


def test_from_a_sentence_to_music_like_its_playlist(tmp_path):
    told = travelled(tmp_path)
    assert told["read"]["mood"]["valence"] > 0.2
    items = told["recommended"]["items"]
    assert len(items) == 5
    for item in items:
        assert item["sentence"]
        assert sum(one["amount"] for one in item["contributions"]) == pytest.approx(item["score"], abs=0.01)
    playlist = told["playlist"]
    assert len(playlist["items"]) == 10
    assert all(item["why"] for item in playlist["items"])
    job = told["job"]
    assert job["state"] == "finished", job["error"]
    named = {item["file"] for item in playlist["items"]}
    assert set(job["brief"]["options"]["like"]) <= named
    assert job["brief"]["options"]["like"]
    assert told["begins"] == "fLaC"
    assert min(told["bytes"].values()) > 10_000


def test_a_login_a_list_and_its_way_to_the_pretended_spotify(tmp_path):
    told = travelled(tmp_path, "demo")
    assert (told["link"]["state"], told["link"]["can_write"]) == ("linked", True)
    wanted = [f"spotify:track:{item['spotify_id']}" for item in told["playlist"]["items"] if item["spotify_id"]]
    assert wanted
    errand = told["errand"]
    assert errand["state"] == "finished", errand["error"]
    left_out = [one["item"] for one in errand["result"]["left_out"]]
    assert left_out == [item["id"] for item in told["playlist"]["items"] if not item["spotify_id"]]
    [there] = told["world"]["playlists"]
    assert there["uris"] == wanted
    assert told["differences"]["state"] == "same"


@pytest.mark.integration
def test_the_guard_refuses_what_leaves_the_machine_and_remembers_who_tried(tmp_path):
    """Where the system has no network namespaces, it is all there is."""
    cable = Cable(tmp_path / "cable")
    code = (
        "import socket, errno\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname(), 2).close()\n"
        "def refused(act):\n"
        "    try: act()\n"
        "    except OSError as error: return error.errno == errno.ENETUNREACH\n"
        "datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "print(refused(lambda: socket.create_connection(('192.0.2.1', 80), 2)),\n"
        "      refused(lambda: socket.getaddrinfo('example.org', 80)),\n"
        "      refused(lambda: datagrams.sendto(b'x', ('192.0.2.1', 53))))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env=cable.environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["True"] * 3
    assert len(cable.refused) == 3
    assert len(list(cable.folder.glob("guarded.*"))) == 1
