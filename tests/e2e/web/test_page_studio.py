"""Studio: the engines, and an order by a form that was made from a schema."""

import pytest
from playwright.sync_api import expect

from scripts.benching.tune import tune

PLAYED = """(audio) => new Promise((done, failed) => {
  audio.onerror = () => failed(audio.error.message);
  audio.ontimeupdate = () => audio.currentTime > 0.3 && done(audio.duration);
  audio.play().catch(failed); })"""


def test_an_order_by_a_form_becomes_music_that_plays(visit):
    page = visit("/studio/render")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("This is needed.")).to_be_visible()
    page.locator("#option-midi").set_input_files({"name": "a.mid", "mimeType": "audio/midi", "buffer": tune(4.0, 3)})
    expect(page.get_by_text("a.mid")).to_be_visible()
    page.locator("#option-transpose").fill("-2")
    page.get_by_role("button", name="Make it").click()
    expect(page.locator(".outcome")).to_contain_text("Finished", timeout=60_000)
    assert page.locator(".outcome audio").evaluate(PLAYED) == pytest.approx(6, abs=3)
    with page.expect_download() as download:
        page.get_by_role("link", name="Everything (zip)").click()
    assert download.value.suggested_filename.endswith(".zip")


def test_what_the_server_refuses_is_said_at_its_field(visit):
    page = visit("/studio/render", quiet=False)
    page.locator("#option-midi").set_input_files({"name": "a.mid", "mimeType": "audio/midi", "buffer": tune(1.0, 1)})
    expect(page.get_by_text("a.mid")).to_be_visible()
    page.locator("#option-bpm").fill("120")
    page.locator("#option-tempo").fill("2")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("alert")).to_be_visible()
