"""Listen: songs with their reasons, one's own tracks, playlists put in order, and the way to Spotify, on the page."""

import pytest
from benching.house import UP, House
from playwright.sync_api import expect

from tests.e2e.chromium import DESKTOP


@pytest.fixture(scope="module")
def demo_house(tmp_path_factory):
    with House(folder=tmp_path_factory.mktemp("listen-house"), start=(*UP, "--demo-spotify")) as house:
        yield house


@pytest.fixture
def house(demo_house):
    """The page of these tests is that of a server with the demo Spotify beside it."""
    demo_house.wait_ready()
    return demo_house


@pytest.fixture
def traveller(house, browser):
    """A page that may leave for the demo's accounts and come back; `visit` would complain of that."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(house.url + "/listen/spotify")
    page.wait_for_selector("#connection[data-state=connected]", state="attached")
    yield page
    context.close()


def names(page):
    return [row.inner_text() for row in page.locator(".item-what strong, .item-what a").all()]


def begin_list(page, *songs):
    page.get_by_role("tab", name="Begin empty").click()
    page.get_by_label("Name").fill("Mine")
    page.get_by_role("button", name="Create it").click()
    for number, song in enumerate(songs, 1):
        page.get_by_label("Title").fill(song)
        page.locator(".add-fields button[type=submit]").click()
        expect(page.locator(".item-row")).to_have_count(number)


def test_songs_say_why_and_hear_what_is_said_to_them(visit, ask):
    page = visit("/listen")
    page.get_by_role("radio", name="Lift").check(force=True)
    page.get_by_role("button", name="Find songs").click()
    first = page.locator(".song-row").first
    first.locator(".reasons summary").click()
    amounts = [float(one.inner_text().replace("\N{MINUS SIGN}", "-")) for one in first.locator(".amount").all()]
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=0.02)
    first.locator("button[aria-label^='I like']").click()
    expect(first).to_contain_text("You like it")
    assert ask(page, "/music/feedback")["items"][0]["says"] == "like"
    first.get_by_role("button", name="Undo").click()
    expect(first.locator("button[aria-label^='I like']")).to_be_visible()
    assert ask(page, "/music/feedback")["items"] == []


def test_a_journey_is_kept_as_a_playlist_in_its_order(visit):
    page = visit("/listen")
    page.get_by_role("radio", name="Journey").check(force=True)
    page.get_by_role("button", name="calm", exact=True).click()
    page.get_by_role("button", name="Find songs").click()
    page.wait_for_selector(".song-row")
    found = [one.inner_text() for one in page.locator(".song-what > p:first-child strong").all()]
    page.get_by_role("button", name="Keep as a playlist").click()
    page.get_by_role("link", name="Open it").click()
    page.wait_for_selector(".item-row")
    assert names(page) == found


def test_lines_become_tracks_and_odd_ones_are_named(visit):
    page = visit("/listen/tracks")
    page.get_by_label("Or write them").fill("Nina Simone - Feeling Good\n- \nNick Drake - Pink Moon")
    page.get_by_role("button", name="Add them").click()
    expect(page.locator(".notice.success")).to_contain_text("2 added")
    expect(page.locator(".skipped")).to_contain_text("Row 2")
    expect(page.locator(".track-rows li")).to_have_count(2)
    page.get_by_role("button", name="Forget Pink Moon").click()
    expect(page.locator(".track-rows li")).to_have_count(1)


def test_a_playlist_is_put_in_order_by_keys_and_by_hand(visit, ask):
    page = visit("/listen/playlists")
    begin_list(page, "One", "Two", "Three")
    page.get_by_role("button", name="Move One: drag").press("ArrowDown")
    expect(page.locator("[role=status]").filter(has_text="One is now number 2 of 3")).to_be_attached()
    assert names(page) == ["Two", "One", "Three"]
    grip = page.get_by_role("button", name="Move Three: drag").bounding_box()
    top = page.locator(".item-row").first.bounding_box()
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, top["y"] + 10, steps=6)
    page.mouse.up()
    expect(page.locator(".item-row").first).to_contain_text("Three")
    expect(page.locator("[role=status]").filter(has_text="Three is now number 1 of 3")).to_be_attached()
    list_id = page.url.rsplit("/", 1)[-1]
    assert [item["name"] for item in ask(page, f"/playlists/{list_id}")["items"]] == ["Three", "Two", "One"]


def test_two_tabs_do_not_undo_each_other(visit):
    page = visit("/listen/playlists", quiet=False)
    begin_list(page, "One", "Two")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Take One out").click()
    expect(other.locator(".item-row")).to_have_count(1)
    page.get_by_role("button", name="Move Two up").click()
    expect(page.locator(".notice")).to_contain_text("changed elsewhere")
    expect(page.locator(".item-row")).to_have_count(1)
    assert names(page) == ["Two"]


def test_whoever_has_the_link_sees_the_list_until_it_ends(visit):
    page = visit("/listen/playlists")
    begin_list(page, "Ours")
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("#share-link").input_value()
    stranger = visit("/listen/" + link.split("/listen/", 1)[1], quiet=False)
    expect(stranger.locator(".item-row")).to_contain_text("Ours")
    page.get_by_role("button", name="End the link").click()
    expect(page.get_by_role("button", name="End the link")).to_be_hidden()
    stranger.reload()
    expect(stranger.locator(".notice.error")).to_contain_text("leads nowhere")


def test_a_guest_connects_is_read_and_takes_a_playlist_to_spotify(traveller, house):
    page = traveller
    page.get_by_role("button", name="Connect Spotify").click()
    page.get_by_role("button", name="Agree").click()
    page.wait_for_url(f"{house.url}/listen/spotify*")
    expect(page.locator(".spotify-card")).to_contain_text("Connected as Ada")
    expect(page.locator(".source-rows .badge.good")).to_have_count(5, timeout=60_000)
    page.get_by_role("link", name="My tracks").click()
    # Rows out of sight are laid out late, and until then they have a text but no inner text.
    name = page.locator(".track-rows li").first.locator("strong").text_content()
    ids = page.evaluate("fetch('/music/tracks?limit=3').then((answer) => answer.json())")["items"]
    page.get_by_role("link", name="Playlists").click()
    begin_list(page)
    for number, track in enumerate(ids, 1):
        page.get_by_label("Title").fill(track["name"])
        page.get_by_label("Spotify link").fill(f"https://open.spotify.com/track/{track['spotify_id']}")
        page.locator(".add-fields button[type=submit]").click()
        expect(page.locator(".item-row")).to_have_count(number)
    assert names(page)[0] == name
    page.get_by_role("button", name="Allow it").click()
    page.get_by_role("button", name="Agree").click()
    page.get_by_role("button", name="Take it to Spotify").click()
    expect(page.locator(".push .notice.success")).to_contain_text("3 songs are there", timeout=60_000)
    expect(page.locator(".differences")).to_have_attribute("data-state", "same")
    page.get_by_role("button", name=f"Take {name} out").click()
    expect(page.locator(".item-row")).to_have_count(2)
    page.get_by_role("button", name="What differs?").click()
    expect(page.locator(".differences")).to_have_attribute("data-state", "different")
    expect(page.locator(".differences")).to_contain_text(name)
