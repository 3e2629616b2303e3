"""History: moods that stay, moods that are forgotten, and a person who goes for good."""

from playwright.sync_api import expect


def point_at(page, word):
    page.get_by_role("button", name=word, exact=True).click()
    page.wait_for_selector("[data-status=saved]")


def test_a_mood_stays_over_a_reload_and_can_be_forgotten(visit):
    page = visit()
    point_at(page, "happy")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="History").click()
    expect(page.locator(".entry")).to_have_count(1)
    page.reload()
    expect(page.locator(".entry")).to_contain_text("happy")
    page.get_by_role("button", name="Forget happy").click()
    expect(page.locator("main")).to_contain_text("No moods yet")


def test_everything_can_be_taken_along_and_erased_after_a_typed_word(visit, ask):
    page = visit()
    point_at(page, "sad")
    before = ask(page, "/user/me")["id"]
    page.goto(page.url + "history")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export everything").click()
    assert download.value.suggested_filename == "museaika-export.zip"
    page.get_by_role("button", name="Erase everything").click()
    question = page.get_by_role("dialog")
    erase = question.get_by_role("button", name="Erase everything")
    expect(erase).to_be_disabled()
    question.get_by_label("Type “erase”").fill("erase")
    erase.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How do you feel?")
    page.wait_for_selector("#connection[data-state=connected]", state="attached")
    assert ask(page, "/user/me")["id"] != before
    assert ask(page, "/mood/history")["items"] == []
