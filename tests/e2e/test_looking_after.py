"""What machines and operators ask: doctor, readiness, metrics, and one server per folder."""

import json
import os
import subprocess
import sys

import requests


def museaika(house, *arguments):
    own = {"MUSEAIKA_DATA": str(house.data), "MUSEAIKA_PORT": str(house.port)}
    command = [sys.executable, "-P", "-m", "museaika.commands", *arguments]
    return subprocess.run(
        command, cwd=house.folder, env={**os.environ, **own}, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_doctor_finds_a_running_server_healthy(house):
    told = museaika(house, "doctor", "--quick", "--json")
    found = json.loads(told.stdout)
    broken = [finding for finding in found["findings"] if finding["state"] == "broken"]
    assert broken == []
    assert (told.returncode, found["healthy"]) == (0, True)


def test_every_part_says_that_it_is_up(house):
    assert requests.get(f"{house.url}/readyz", timeout=10).json() == {
        "ready": True,
        "parts": {"documents": {"up": True}, "files": {"up": True}, "broker": {"up": True}},
    }


def test_readyz_names_the_part_that_is_down(house):
    house.kill("valkey")
    answers = [requests.get(f"{house.url}/readyz", timeout=10) for _ in range(3)]
    house.wait_answer("/readyz")
    down = [answer.json() for answer in answers if answer.status_code == 503]
    assert all(not answer["parts"]["broker"]["up"] and answer["parts"]["documents"]["up"] for answer in down)


def test_metrics_count_requests_and_jobs(house, guest, short):
    guest.wait(guest.order(short))
    text = requests.get(f"{house.url}/metrics", timeout=10).text
    for name in ("museaika_requests_total", "museaika_jobs", "museaika_queue_length", "museaika_files_bytes"):
        assert f"\n{name}" in text
    assert 'museaika_stage_seconds_count{engine="render",stage="making"}' in text


def test_a_second_server_on_the_folder_is_refused(house):
    told = museaika(house, "up", "--port", str(house.port + 1))
    assert told.returncode == 75
    assert "already runs" in told.stderr.replace("\n", " ")


def test_a_request_keeps_its_id(house):
    answer = requests.get(f"{house.url}/healthz", headers={"X-Request-ID": "my-own-request"}, timeout=10)
    assert answer.headers["X-Request-ID"] == "my-own-request"
