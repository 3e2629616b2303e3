"""Hear: music that sounds, changes with the point, is kept, and survives what happens to browsers and servers."""

import pytest
from playwright.sync_api import expect

from tests.e2e.chromium import PHONE

GRAVE = ("serious", "critical")
PLAYS = ".hear[data-phase=playing][data-sound=on]"
LOUD = "() => Number(document.querySelector('#level').dataset.peak) > 0.005"
START_FOUR = """async () => {
  const token = document.cookie.match(/museaika_csrf=([^;]*)/)[1];
  const headers = {'Content-Type': 'application/json', 'X-CSRF-Token': token};
  for (let one = 0; one < 4; one++) await fetch('/live', {method: 'POST', headers, body: '{}'});
  return (await (await fetch('/live')).json()).items.filter((one) => one.state !== 'ended').length;
}"""
BARS = "async (id) => (await (await fetch('/live/' + id)).json()).bars"


@pytest.fixture
def hear(visit):
    """hear() opens the page and waits until it could play."""

    def go(**wishes):
        page = visit("/hear", **wishes)
        page.wait_for_selector(".front button")
        return page

    return go


def begun(page):
    """It plays, and sounds."""
    page.get_by_role("button", name="Start the music").click()
    page.wait_for_selector(PLAYS)
    page.wait_for_function(LOUD)
    return page.locator(".hear").get_attribute("data-stream")


def changed(page):
    return int(page.locator(".roll").get_attribute("data-changed"))


def test_music_sounds_follows_the_point_and_becomes_a_work(hear, ask):
    page = hear()
    page.get_by_role("button", name="calm", exact=True).click()
    stream = begun(page)
    page.wait_for_function("() => Number(document.querySelector('.roll').dataset.bars) >= 3")
    first = page.evaluate(BARS, stream)[0]
    assert first["valence"] > 0.3
    assert first["arousal"] < -0.3
    before = changed(page)
    page.get_by_role("button", name="excited").click()
    page.wait_for_function("(before) => Number(document.querySelector('.roll').dataset.changed) > before", arg=before)
    page.wait_for_function(
        "async (id) => { const { bars } = await (await fetch('/live/' + id)).json();"
        " return bars.at(-1).arousal > 0.5 && bars.at(-1).valence > 0.4; }",
        arg=stream,
    )
    assert {track["role"] for bar in page.evaluate(BARS, stream) for track in bar["tracks"]} >= {"melody"}
    page.locator("#keep").click()
    page.wait_for_selector("#kept[data-state=finished]", timeout=60_000)
    work = page.locator("#kept").get_attribute("data-work")
    assert ask(page, f"/generations/{work}")["work"]["parts"]
    expect(page.get_by_role("link", name="Open it in Make")).to_have_attribute("href", f"/make/{work}")


def test_it_steers_by_keyboard_and_silences_a_player_by_name(hear):
    page = hear()
    begun(page)
    page.get_by_role("slider", name="Mood").press("Shift+ArrowUp")
    page.wait_for_function("() => Number(document.querySelector('.roll').dataset.changed) > 0")
    player = page.locator(".player").first
    player.click()
    expect(player).to_have_attribute("aria-pressed", "true")


def test_a_reload_finds_the_stream_again_and_asks_for_a_press(hear):
    page = hear()
    stream = begun(page)
    page.reload()
    page.get_by_role("button", name="Press to hear it").click()
    page.wait_for_selector(PLAYS)
    page.wait_for_function(LOUD)
    assert page.locator(".hear").get_attribute("data-stream") == stream


def test_it_plays_on_while_another_page_is_looked_at(hear):
    page = hear()
    begun(page)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Feel").click()
    page.get_by_role("complementary", name="Live music").get_by_role("link").click()
    page.wait_for_selector(PLAYS)
    page.wait_for_function(LOUD)


def test_a_browser_that_keeps_the_sound_back_asks_for_a_press(hear):
    page = hear()
    page.evaluate(
        "() => { const its = AudioContext.prototype, resume = its.resume; window.allow = () => (its.resume = resume);"
        " its.resume = function () { return this.suspend(); }; }"
    )
    page.get_by_role("button", name="Start the music").click()
    expect(page.locator(".front")).to_contain_text("The browser keeps the sound back")
    page.evaluate("() => void window.allow()")
    page.get_by_role("button", name="Press to hear it").click()
    page.wait_for_selector(PLAYS)
    page.wait_for_function(LOUD)


def test_a_browser_without_worklets_hears_the_stream_of_sound(hear):
    page = hear()
    page.evaluate("() => void delete window.AudioWorkletNode")
    page.get_by_role("button", name="Start the music").click()
    page.wait_for_selector(".hear[data-phase=playing][data-sound=simple]")
    page.wait_for_function("() => document.querySelector('audio[src*=\"/live/\"]').currentTime > 0.2")
    expect(page.locator(".news")).to_contain_text("Sound comes as a stream here")


def test_too_many_streams_are_refused_with_what_to_do(hear):
    page = hear()
    assert page.evaluate(START_FOUR) == 4
    page.get_by_role("button", name="Start the music").click()
    expect(page.locator(".news [role=alert]")).to_contain_text("as many as one person may")


def test_a_server_that_was_killed_goes_on_where_it_was(house, hear):
    page = hear(quiet=False)
    stream = begun(page)
    house.kill("web")
    page.wait_for_selector(".hear[data-phase=lost]")
    expect(page.locator(".news")).to_contain_text("The connection is lost")
    house.wait_ready()
    page.wait_for_selector(PLAYS)
    page.wait_for_function(LOUD)
    assert page.locator(".hear").get_attribute("data-stream") == stream


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_while_it_plays(hear, axe, scheme):
    page = hear(color_scheme=scheme, reduced_motion="reduce", viewport=PHONE)
    begun(page)
    page.wait_for_selector(".player")
    page.evaluate(axe.read_text("utf-8") + "; undefined")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    grave = [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found if one["impact"] in GRAVE]
    assert grave == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
