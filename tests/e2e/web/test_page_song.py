"""Song: a track handed in on its own page is sung to, is seen, and its syllables light up."""

import pytest
from playwright.sync_api import expect

from scripts.benching.tune import tune


def test_a_track_is_sung_to_and_seen(visit):
    page = visit("/studio/song")
    page.get_by_role("button", name="Sing it").click()
    expect(page.get_by_text("Hand in a backing track first")).to_be_visible()
    page.locator("#song-backing").set_input_files(
        {"name": "band.mid", "mimeType": "audio/midi", "buffer": tune(8.0, 2)}
    )
    expect(page.locator(".song-track").get_by_text("band.mid")).to_be_visible()
    page.locator("#song-words").fill("Sing a river song")
    page.locator("#song-voice").select_option("tenor")
    page.get_by_role("button", name="Sing it").click()
    expect(page.locator(".song-stages [aria-current=step]")).to_be_visible(timeout=60_000)
    expect(page.locator(".outcome")).to_contain_text("Finished", timeout=120_000)
    expect(page.locator(".song-line").first).to_contain_text("Sing")
    expect(page.locator(".song-melody")).to_be_visible()
    page.locator(".song-line").first.click()
    expect(page.locator(".song-line.lit").first).to_be_visible()
    assert page.locator(".song-sheet audio").evaluate("(audio) => audio.currentTime") == pytest.approx(
        page.evaluate("""async () => {
          const job = document.querySelector(".outcome a[href*='song.json']").getAttribute("href");
          return (await (await fetch(job)).json()).lines[0][0][0]; }"""),
        abs=0.1,
    )


def test_another_melody_is_heard_and_sung(visit):
    page = visit("/studio/song")
    page.locator("#song-backing").set_input_files(
        {"name": "band.mid", "mimeType": "audio/midi", "buffer": tune(8.0, 2)}
    )
    expect(page.locator(".song-track").get_by_text("band.mid")).to_be_visible()
    page.get_by_role("button", name="Sing it").click()
    second = page.locator(".song-candidates li").nth(1)
    expect(second).to_contain_text("belong to their chords", timeout=120_000)
    expect(page.get_by_alt_text("The whole song")).to_have_js_property("complete", value=True)
    assert page.get_by_alt_text("The whole song").evaluate("(picture) => picture.naturalWidth") > 0
    second.get_by_role("button", name="Hear it").click()
    expect(second.get_by_role("button", name="Stop")).to_be_visible()
    second.get_by_role("button", name="Sing this one").click()
    expect(page.locator(".outcome")).to_have_count(2)
    sung = page.locator(".outcome").first.locator(".song-candidates li").nth(1)
    expect(sung).to_contain_text("sung here", timeout=120_000)
