"""What happens to browsers: no camera, no sound, a huge photo, a clock that is wrong, one stream in two tabs."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

PLAYS = ".hear[data-phase=playing]"
NO_AUDIO = "window.AudioContext = class { constructor() { throw new DOMException('no', 'NotSupportedError'); } };"
NO_CAMERA = """(why) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", why));
}"""
YEAR_AHEAD = """(() => {
  const Real = Date, ahead = 366 * 864e5;
  window.Date = class extends Real {
    constructor(...given) { super(...(given.length === 0 ? [Real.now() + ahead] : given)); }
    static now() { return Real.now() + ahead; }
  };
})()"""


def start(page, house):
    page.goto(house.url + "/hear")
    page.get_by_role("button", name="Start the music").click()
    page.wait_for_selector(PLAYS)


def test_a_browser_that_refuses_an_audio_context_hears_the_stream_of_sound(visit, house):
    page = visit()
    page.add_init_script(NO_AUDIO)
    start(page, house)
    page.wait_for_selector(f"{PLAYS}[data-sound=simple]")


@pytest.mark.parametrize(
    ("why", "told"), [("NotFoundError", "There is no camera here"), ("NotReadableError", "uses the camera")]
)
def test_a_camera_that_cannot_be_had_is_told_and_everything_else_goes_on(visit, why, told):
    page = visit()
    page.evaluate(NO_CAMERA, why)
    page.get_by_role("tab", name="Camera").click()
    page.get_by_role("button", name="Switch the camera on").click()
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("alert")).to_contain_text(told)
    page.get_by_role("button", name="happy", exact=True).click()
    page.wait_for_selector("[data-status=saved]")


def test_a_photo_of_forty_megabytes_is_made_small_before_it_leaves(visit, tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, (4800, 6400, 3), np.uint8)
    picture = io.BytesIO()
    Image.fromarray(noise).save(picture, "JPEG", quality=98)
    assert picture.tell() > 40_000_000
    photo = tmp_path / "huge.jpg"
    photo.write_bytes(picture.getvalue())
    page = visit(quiet=False)
    sizes = []
    page.on("request", lambda asked: sizes.append(int(asked.all_headers().get("content-length", 0))))
    page.get_by_role("tab", name="Photo").click()
    page.locator("#photo-file").set_input_files(photo)
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("alert")).to_contain_text("No face was found", timeout=60_000)
    assert max(sizes) < 4_000_000


def test_a_clock_a_year_ahead_changes_neither_the_music_nor_the_history(visit, house):
    page = visit()
    page.add_init_script(YEAR_AHEAD)
    page.goto(house.url)
    page.get_by_role("button", name="happy", exact=True).click()
    page.wait_for_selector("[data-status=saved]")
    start(page, house)
    page.wait_for_function("() => Number(document.querySelector('.roll').dataset.bars) >= 3")
    page.goto(house.url + "/history")
    expect(page.locator(".entry")).to_contain_text("happy")


def test_a_stream_of_two_tabs_is_one_and_ends_in_both(visit, house):
    page = visit()
    start(page, house)
    other = page.context.new_page()
    other.goto(house.url + "/hear")
    other.get_by_role("button", name="Press to hear it").click()
    other.wait_for_selector(PLAYS)
    stream = page.locator(".hear").get_attribute("data-stream")
    assert other.locator(".hear").get_attribute("data-stream") == stream
    other.locator("#stop").click()
    page.wait_for_selector(".hear[data-phase=ended]")
