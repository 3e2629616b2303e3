"""Blend: two tracks handed in on its own page become one piece that plays."""

import pytest
from playwright.sync_api import expect

from scripts.benching.tune import tune

DURATION = """(audio) => new Promise((done, failed) => {
  audio.onerror = () => failed(audio.error.message);
  audio.onloadedmetadata = () => done(audio.duration);
  if (audio.readyState > 0) done(audio.duration); })"""


def test_two_tracks_become_one(visit):
    page = visit("/studio/blend")
    page.get_by_role("button", name="Blend them").click()
    expect(page.get_by_text("Hand in two tracks first")).to_be_visible()
    for place, name in (("a", "one.mid"), ("b", "two.mid")):
        page.locator(f"#blend-{place}").set_input_files(
            {"name": name, "mimeType": "audio/midi", "buffer": tune(8.0, 2)}
        )
        expect(page.locator(".blend-track").get_by_text(name)).to_be_visible()
    page.locator("#blend-amount").fill("30")
    expect(page.locator("#blend-amount")).to_have_attribute("aria-valuetext", "70 percent one.mid, 30 percent two.mid")
    page.locator("#blend-seconds").fill("4")
    page.locator("#blend-harmony").select_option("From two.mid")
    page.get_by_role("button", name="Blend them").click()
    expect(page.locator(".outcome")).to_contain_text("Finished", timeout=90_000)
    assert page.locator(".outcome audio").first.evaluate(DURATION) == pytest.approx(7, abs=1)
