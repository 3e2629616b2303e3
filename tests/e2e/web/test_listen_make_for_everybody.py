"""Make and Listen once there is something in them: for screen readers, on a phone, in light and dark, in German."""

import pytest
from playwright.sync_api import expect

from tests.e2e.chromium import DESKTOP, PHONE

SHORTEST = "e => { e.value = 0; e.dispatchEvent(new Event('input', { bubbles: true })); }"
GRAVE = ("serious", "critical")


def grave_findings(page, axe):
    page.evaluate(axe.read_text("utf-8") + "; undefined")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found if one["impact"] in GRAVE]


def looked_at(page, axe, width):
    assert grave_findings(page, axe) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize(
    ("size", "scheme", "locale"), [(PHONE, "dark", "de-DE"), (DESKTOP, "light", "en-GB")], ids=["phone", "desktop"]
)
def test_all_that_is_made_and_found_is_for_everybody(visit, house, axe, size, scheme, locale):
    page = visit("/make", viewport=size, color_scheme=scheme, locale=locale, reduced_motion="reduce")
    width = size["width"]
    page.locator("details.more summary").click()
    page.locator("#make-like").select_option("files")
    looked_at(page, axe, width)
    page.locator("#make-like").select_option("nobody")
    page.locator("#make-length").evaluate(SHORTEST)
    page.locator(".order-submit").click()
    page.wait_for_selector(".work-row[data-state=finished]", timeout=120_000)
    page.wait_for_selector(".now-playing")
    looked_at(page, axe, width)
    page.locator(".work-name").click()
    page.wait_for_selector(".waveform[data-drawn=true]", timeout=60_000)
    page.locator(".stems .button.primary").click()
    page.wait_for_selector(".strips[data-open=true]", timeout=60_000)
    page.locator(".chip").first.click()
    page.wait_for_selector(".answered")
    looked_at(page, axe, width)
    page.goto(house.url + "/listen")
    page.locator("input[value=journey]").check(force=True)
    page.locator(".wish-submit").click()
    page.wait_for_selector(".song-row")
    page.locator(".reasons summary").first.click()
    looked_at(page, axe, width)
    page.locator(".found-head .button").click()
    page.locator(".kept-list a").click()
    page.wait_for_selector(".item-row")
    looked_at(page, axe, width)
    for room in ("playlists", "tracks", "spotify"):
        page.goto(f"{house.url}/listen/{room}")
        page.wait_for_selector("main .card")
        expect(page.locator("main .waiting")).to_have_count(0)
        looked_at(page, axe, width)


def test_without_an_app_at_spotify_the_page_says_how_to_get_one(visit):
    page = visit("/listen/spotify", quiet=False)
    page.get_by_role("button", name="Connect Spotify").click()
    expect(page.locator(".notice.error")).to_contain_text("developer.spotify.com")
    expect(page.get_by_role("button", name="Connect Spotify")).to_be_enabled()


def test_a_piece_made_here_plays_in_a_playlist_beside_a_song(visit):
    page = visit("/make")
    page.locator("#make-length").evaluate(SHORTEST)
    page.locator(".order-submit").click()
    page.wait_for_selector(".work-row[data-state=finished]", timeout=120_000)
    title = page.locator(".work-name").inner_text()
    page.get_by_role("button", name="Close the player").click()
    page.get_by_role("link", name="Listen", exact=True).click()
    page.get_by_role("link", name="Playlists").click()
    page.get_by_role("tab", name="Begin empty").click()
    page.get_by_label("Name").fill("Side by side")
    page.get_by_role("button", name="Create it").click()
    page.get_by_label("Title").fill("Pink Moon")
    page.locator(".add-fields button[type=submit]").click()
    expect(page.locator(".item-row")).to_have_count(1)
    page.get_by_role("tab", name="A piece of yours").click()
    page.locator(".add-fields button[type=submit]").click()
    expect(page.locator(".item-row")).to_have_count(2)
    page.get_by_role("button", name="Play the pieces").click()
    expect(page.locator(".now-playing")).to_contain_text(title)
    expect(page.locator(".item-row .play-button")).to_have_attribute("data-playing", "true")
