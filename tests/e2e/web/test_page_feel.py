"""Feel: pointing, writing, a photo and the camera, as a person meets them."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.chromium import face_jpeg

POINT = "slider"
PHOTO = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": face_jpeg()}


def status(page, word):
    page.wait_for_selector(f"[data-status={word}]")


def history(ask, page):
    return ask(page, "/mood/history")["items"]


def press_on_circle(page, valence, arousal):
    box = page.locator(".circle").bounding_box()
    x, y = box["x"] + box["width"] * (valence + 1) / 2, box["y"] + box["height"] * (1 - arousal) / 2
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, y, steps=4)
    page.mouse.up()


def test_a_guest_points_at_a_mood_which_is_kept_and_moves_with_second_thoughts(desk, ask):
    press_on_circle(desk, 0.5, -0.6)
    status(desk, "saved")
    (entry,) = history(ask, desk)
    assert entry["mood"]["label"] == "calm"
    assert (entry["mood"]["valence"], entry["mood"]["arousal"]) == pytest.approx((0.5, -0.6), abs=0.03)
    desk.get_by_role(POINT).focus()
    desk.keyboard.press("Shift+ArrowUp")
    status(desk, "moved")
    (entry,) = history(ask, desk)
    assert entry["mood"]["arousal"] == pytest.approx(-0.4, abs=0.03)
    assert "calm" in desk.get_by_role(POINT).get_attribute("aria-valuetext")


def test_a_sentence_moves_the_point_and_dragging_it_teaches(desk, ask):
    desk.get_by_role("tab", name="Write").click()
    desk.get_by_label("Say it in your words").fill("I am so happy that you came!")
    desk.get_by_role("button", name="Read my mood").click()
    desk.wait_for_selector(".bars")
    expect(desk.locator(".mood-name")).to_have_text(re.compile("happy|excited|content"))
    press_on_circle(desk, -0.5, -0.5)
    status(desk, "corrected")
    (entry,) = history(ask, desk)
    assert entry["corrected_at"]
    assert entry["observed"]["source"] == "text"
    assert entry["mood"]["label"] == "melancholic"


def test_a_photo_is_sent_only_after_a_yes(desk, ask):
    sent = []
    desk.on("request", lambda asked: sent.append(asked.url) if asked.url.endswith("/mood/image") else None)
    desk.get_by_role("tab", name="Photo").click()
    desk.locator("#photo-file").set_input_files(PHOTO)
    question = desk.get_by_role("dialog")
    expect(question).to_contain_text("never written to a disk")
    question.get_by_role("button", name="Better not").click()
    expect(question).to_be_hidden()
    assert sent == []
    desk.locator("#photo-file").set_input_files(PHOTO)
    desk.get_by_role("button", name="I agree").click()
    desk.wait_for_selector(".face-box")
    assert len(sent) == 1
    assert history(ask, desk)[0]["evidence"][0]["mood"]["source"] == "face"


def test_a_file_that_is_no_picture_is_told_what_to_do(desk):
    desk.get_by_role("tab", name="Photo").click()
    desk.locator("#photo-file").set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"nothing"})
    expect(desk.get_by_role("alert")).to_contain_text("Choose a JPEG, PNG or WebP")


def test_the_camera_moves_the_point_and_its_mood_is_kept_on_demand(visit, ask):
    page = visit(permissions=["camera"])
    page.get_by_role("tab", name="Camera").click()
    page.get_by_role("button", name="Switch the camera on").click()
    page.get_by_role("button", name="I agree").click()
    expect(page.locator(".caption")).to_have_text(re.compile("It seems|I cannot tell"))
    assert history(ask, page) == []
    page.get_by_role("button", name="Keep this mood").click()
    status(page, "saved")
    assert len(history(ask, page)) == 1
    page.get_by_role("button", name="Switch it off").click()
    expect(page.locator("video")).to_be_hidden()


def test_a_camera_that_is_not_allowed_says_how_to_allow_it(visit):
    page = visit()
    page.get_by_role("tab", name="Camera").click()
    page.get_by_role("button", name="Switch the camera on").click()
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("alert")).to_contain_text("Allow it in the browser's address bar")


def test_kept_in_the_browser_a_photo_says_what_the_server_would_say_and_does_not_leave(desk, ask):
    sent = []
    desk.on("request", lambda asked: sent.append(asked.url) if asked.url.endswith("/mood/image") else None)
    desk.get_by_role("tab", name="Photo").click()
    switch = desk.get_by_role("switch")
    switch.check()
    desk.locator("#photo-file").set_input_files(PHOTO)
    desk.wait_for_selector(".face-box", timeout=60_000)
    assert sent == []
    (here,) = history(ask, desk)
    assert here["evidence"][0]["mood"]["source"] == "device"
    assert here["evidence"][0]["mood"]["distribution"] == {}
    switch.uncheck()
    desk.locator("#photo-file").set_input_files(PHOTO)
    with desk.expect_response("**/mood/image") as answer:
        desk.get_by_role("button", name="I agree").click()
    there = answer.value.json()
    for axis in ("valence", "arousal"):
        assert here["observed"][axis] == pytest.approx(there["evidence"][0]["mood"][axis], abs=0.1)
