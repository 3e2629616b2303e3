"""Calling a job off: it stops soon, says so once, and leaves nothing."""

import time


def test_a_running_job_stops_soon_and_leaves_nothing(house, guest, listener, long, told):
    job = guest.order(long)
    guest.wait_running(job, 0.1)
    begun = time.monotonic()
    assert guest.call("DELETE", f"/generations/{job}").status_code == 202
    heard = listener.wait_for("generation:cancelled", job)
    told("a running render cancelled after", (heard.at - begun) * 1000, "ms")
    assert heard.at - begun < 2.0
    assert guest.look(job)["state"] == "cancelled"
    assert listener.names(job).count("generation:cancelled") == 1
    time.sleep(0.5)
    assert not (house.data / "files" / "objects" / "generations" / job).exists()
    assert not list((house.data / "scratch").rglob(f"{job}*"))


def test_a_waiting_job_is_cancelled_at_once(guest, listener, long):
    busy = [guest.order(long) for _ in range(3)]
    waiting = guest.order(long)
    assert guest.call("DELETE", f"/generations/{waiting}").json()["state"] == "cancelled"
    listener.wait_for("generation:cancelled", waiting, 5)
    for job in busy:
        guest.call("DELETE", f"/generations/{job}")
    for job in busy:
        assert guest.wait(job)["state"] == "cancelled"


def test_a_cancelled_job_is_thrown_away_by_a_second_delete(guest, long):
    job = guest.order(long)
    guest.call("DELETE", f"/generations/{job}")
    guest.wait(job)
    assert guest.call("DELETE", f"/generations/{job}").status_code == 204
