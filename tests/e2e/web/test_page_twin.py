"""Twin: pieces handed in on its own page are learned from; the receipt is read and heard, and a piece is ordered."""

import json

from playwright.sync_api import expect

from tests.producer_pieces import piece_of


def shortened(route):
    """A training of a few steps: the page itself leaves that to the server."""
    request = route.request
    if request.method != "POST":
        route.continue_()
        return
    route.continue_(post_data=json.dumps(json.loads(request.post_data) | {"steps": 4, "rank": 2}))


def test_a_sound_is_taught_heard_and_ordered(visit):
    page = visit("/studio/twin")
    page.route("**/twins", shortened)
    page.locator("#twin-files").set_input_files(
        [{"name": f"{number}.mid", "mimeType": "audio/midi", "buffer": piece_of(number, 8)} for number in range(3)]
    )
    expect(page.locator(".twin-pieces li")).to_have_count(3)
    page.locator("#twin-producer").fill("ann")
    page.get_by_role("button", name="Teach it").click()
    expect(page.get_by_text("Say first that you may")).to_be_visible()
    page.locator("#twin-rights").check()
    page.get_by_role("button", name="Teach it").click()
    expect(page.locator(".twin-card progress")).to_be_visible()
    expect(page.locator(".twin-receipt")).to_contain_text("What the training did", timeout=180_000)
    for sound in page.locator(".twin-receipt audio").all():
        assert sound.evaluate("async (audio) => (await fetch(audio.src)).ok")
    page.locator("#twin-prompt").fill("dark piano, 120 bpm")
    page.locator("#twin-strength").fill("50")
    expect(page.locator("#twin-strength")).to_have_attribute("aria-valuetext", "50 percent")
    page.locator("#twin-seconds").fill("4")
    page.get_by_role("button", name="Play it").click()
    expect(page.locator(".outcome")).to_contain_text("Finished", timeout=90_000)
    page.get_by_role("button", name="Forget this twin").click()
    expect(page.locator(".twin-card")).to_have_count(0)
