"""The frame of the page: every room, every size, every light, every reader, and a server that dies."""

import pytest
from playwright.sync_api import expect

from tests.e2e.chromium import DESKTOP, PHONE

ROOMS = ("/", "/hear", "/make", "/listen", "/studio", "/studio/render", "/history")
GRAVE = ("serious", "critical")


def there(page):
    """Its own chunk is loaded and its first answers are there."""
    page.wait_for_selector("main h1")
    page.wait_for_selector("main .waiting", state="detached")


def grave_findings(page, axe):
    """axe runs beside the page: as a file of ours it would not get past our own policy."""
    page.evaluate(axe.read_text("utf-8") + "; undefined")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found if one["impact"] in GRAVE]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_room(visit, axe, scheme):
    page = visit(color_scheme=scheme, reduced_motion="reduce")
    for room in ROOMS:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + room)
        there(page)
        assert grave_findings(page, axe) == [], room


def test_axe_finds_nothing_serious_in_forms_and_questions(visit, house, axe):
    page = visit(reduced_motion="reduce", color_scheme="dark")
    page.get_by_role("button", name="happy", exact=True).click()
    page.wait_for_selector("[data-status=saved]")
    for way in ("Write", "Photo", "Camera"):
        page.get_by_role("tab", name=way).click()
        assert grave_findings(page, axe) == [], way
    page.get_by_role("button", name="Switch the camera on").click()
    page.get_by_role("dialog").wait_for()
    assert grave_findings(page, axe) == []
    page.goto(house.url + "/studio/render")
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("This is needed.").wait_for()
    assert grave_findings(page, axe) == []
    page.goto(house.url + "/history")
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("dialog").wait_for()
    assert grave_findings(page, axe) == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_room_scrolls_sideways(visit, house, size):
    page = visit(viewport=size, reduced_motion="reduce")
    for room in ROOMS:
        page.goto(house.url + room)
        there(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], room


def test_links_change_the_room_without_loading_the_page_anew(desk):
    desk.evaluate("window.stayed = true")
    desk.get_by_role("navigation", name="Pages").get_by_role("link", name="History").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Where you have been")
    expect(desk.locator("#content")).to_be_focused()
    expect(desk).to_have_title("History · MuseAIka")
    assert desk.evaluate("window.stayed")
    desk.go_back()
    expect(desk.get_by_role("heading", level=1)).to_have_text("How do you feel?")


def test_it_speaks_german_to_a_german_browser_and_english_when_asked(visit):
    page = visit(locale="de-DE")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie fühlst du dich?")
    page.locator(".language select").select_option("en")
    expect(page.get_by_role("heading", level=1)).to_have_text("How do you feel?")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_an_address_that_is_no_room_leads_back(visit):
    page = visit("/studio/nothing-of-the-kind")
    expect(page.get_by_role("heading", level=1)).to_contain_text("nothing-of-the-kind")
    page.get_by_role("link", name="All engines").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Studio")


def test_the_page_comes_back_with_the_truth_when_the_server_was_killed(house, visit, ask):
    page = visit("/history", quiet=False)
    expect(page.locator("main")).to_contain_text("No moods yet")
    house.kill("web")
    page.wait_for_selector("#connection[data-state=lost]", state="attached")
    house.wait_ready()
    page.evaluate(
        """async () => { const token = document.cookie.match(/museaika_csrf=([^;]*)/)[1];
        await fetch('/mood', {method: 'POST', body: '{"valence": 0.55, "arousal": -0.65}',
                              headers: {'Content-Type': 'application/json', 'X-CSRF-Token': token}}); }"""
    )
    page.wait_for_selector("#connection[data-state=connected]", state="attached", timeout=60_000)
    expect(page.locator(".entry")).to_contain_text("calm", timeout=30_000)


def test_the_documentation_is_served(house, browser):
    page = browser.new_page()
    page.goto(f"{house.url}/docs")
    assert page.title()
    page.close()
