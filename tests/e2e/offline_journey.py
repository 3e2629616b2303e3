"""The whole way with the network cable out, as a program: it starts a server, is its client, and says what happened.

    python offline_journey.py FOLDER [demo]

Run by test_offline_journey, inside a network that has nothing but loopback. Without `demo`: a guest, a mood from a
sentence, recommendations, a playlist, and music like it. With: a login, a list, and its way to the pretended Spotify.
"""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

import requests
from benching.guest import Guest
from benching.house import UP, House
from benching.processes import command

from tests.e2e.no_way_out import OUTSIDE
from tests.spotify_people import decide

SENTENCE = "What a wonderful day, I could hug the whole world!"


def main(folder: Path, demo: bool) -> None:
    told = {"ways_out": ways_out()}
    start = (*UP, "--demo-spotify") if demo else UP
    with House(folder=folder, start=start, MUSEAIKA_WORKERS="1") as house:
        told |= with_spotify(house) if demo else without_spotify(house)
        told["processes"] = {pid: command(pid) for pid in house.everybody()}
    (folder / "told.json").write_text(json.dumps(told))


def ways_out() -> list[str]:
    """Addresses and names that can be reached all the same."""
    found = []
    for address in OUTSIDE:
        try:
            socket.create_connection(address, timeout=3).close()
            found.append(str(address))
        except OSError:
            continue
    try:
        found.append(str(socket.getaddrinfo("example.org", 443)[0]))
    except OSError:
        return found
    return found


def without_spotify(house: House) -> dict:
    with Guest(house.url, patience=60) as guest:
        read = guest.call("POST", "/mood/text", json={"text": SENTENCE}).json()
        mood = read["mood"]
        asked = {"mood": f"{mood['valence']},{mood['arousal']}", "goal": "match", "seed": 5, "limit": 5}
        recommended = guest.call("GET", "/music/recommendations", params=asked).json()
        spoken = {name: mood[name] for name in ("valence", "arousal")}
        wish = {"mood": {**spoken, "label": mood["label"]}, "goal": "match", "length": 10, "seed": 5}
        playlist = guest.call("POST", "/playlists", json=wish).json()
        order = {"engine": "composer", "mood": mood["label"], "seconds": 8, "seed": 3}
        liking = {"options": {"like": [f"playlist:{playlist['id']}"]}}
        job = guest.call("POST", "/generations", json=order | liking).json()["id"]
        done = guest.wait(job, 240)
        mix = next(name for name in done["files"] if name.endswith("mix.flac"))
        sound = guest.call("GET", done["files"][mix]).content
        mp3 = guest.call("GET", done["files"][mix].removesuffix("flac") + "mp3").content
        bundle = guest.call("GET", f"/generations/{job}/bundle.zip").content
    sizes = {"flac": len(sound), "mp3": len(mp3), "zip": len(bundle)}
    told = {"read": read, "recommended": recommended, "playlist": playlist, "job": done}
    return told | {"begins": sound[:4].decode("latin-1"), "bytes": sizes}


def with_spotify(house: House) -> dict:
    with requests.Session() as browser:
        browser.post(f"{house.url}/auth/guest", json={"transport": "cookie"}, timeout=20).raise_for_status()
        away = browser.get(f"{house.url}/auth/login", params={"access": "write"}, timeout=20, allow_redirects=False)
        spotify = away.headers["Location"].split("/authorize")[0]
        browser.get(decide(away.headers["Location"]), timeout=20, allow_redirects=False)
        browser.headers["X-CSRF-Token"] = browser.cookies["museaika_csrf"]
        link = browser.get(f"{house.url}/user/spotify", timeout=20).json()
        settled(browser, house)  # connecting began to read the account
        listened = browser.get(f"{house.url}/music/tracks", params={"limit": 50}, timeout=20).json()["items"]
        items = [{name: one[name] for name in ("name", "artist", "spotify_id")} for one in listened]
        playlist = browser.post(
            f"{house.url}/playlists", json={"name": "What I like", "items": items}, timeout=60
        ).json()
        where = f"{house.url}/playlists/{playlist['id']}/spotify"
        pushed = browser.post(where, json={}, timeout=20)
        settled(browser, house)
        errand = browser.get(house.url + pushed.headers["Location"], timeout=20).json()
        differences = browser.get(where, timeout=20).json()
        world = requests.get(f"{spotify}/demo/state", timeout=20).json()
    return {"link": link, "playlist": playlist, "errand": errand, "differences": differences, "world": world}


def settled(browser: requests.Session, house: House, seconds: float = 120.0) -> None:
    """Wait until nothing is done for them any more."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        errands = browser.get(f"{house.url}/errands", timeout=20).json()["items"]
        if errands and all(one["state"] not in {"queued", "running"} for one in errands):
            return
        time.sleep(0.2)
    raise TimeoutError(f"errands after {seconds} s: {errands}")


if __name__ == "__main__":
    subprocess.run(["ip", "link", "set", "lo", "up"], capture_output=True, check=False)
    main(Path(sys.argv[1]), sys.argv[2:] == ["demo"])
