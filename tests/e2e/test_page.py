"""The page as a person meets it, in a real browser."""

import pytest

from tests.e2e.browser import Browser, find_chromium

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = Browser(CHROMIUM, tmp_path_factory.mktemp("browser"))
    yield browser
    browser.close()


@pytest.fixture
def page(house, browser):
    browser.said.clear()
    browser.call("Network.clearBrowserCookies")
    browser.open(house.url)
    browser.wait("document.querySelector('#connection').textContent === 'connected'")
    return browser


def test_the_example_becomes_music_that_plays(page):
    page.click("#example")
    page.wait("document.querySelector('#works li')")
    page.wait("document.querySelector('#works audio') && !document.querySelector('#works audio').hidden", 60)
    seconds = page.ask(
        "new Promise((done, failed) => { const a = document.querySelector('#works audio');"
        " a.onloadedmetadata = () => done(a.duration); a.onerror = () => failed(a.error.message);"
        " a.preload = 'auto'; a.load(); })"
    )
    assert 16 <= seconds <= 25
    page.wait("document.querySelector('#works img').naturalWidth > 0")
    names = page.ask("[...document.querySelectorAll('#works .files a')].map((a) => a.textContent)")
    assert {"MP3", "mix.flac", "everything (zip)"} <= set(names)
    assert page.said == []


def test_the_work_is_still_there_after_a_reload_and_can_be_thrown_away(page):
    page.click("#example")
    page.wait("document.querySelector('#works audio') && !document.querySelector('#works audio').hidden", 60)
    page.call("Page.reload")
    page.wait("document.querySelector('#works audio') && !document.querySelector('#works audio').hidden")
    assert page.ask("document.querySelector('#works .remove').textContent") == "Throw away"
    page.click("#works .remove")
    page.wait("!document.querySelector('#works li')")
    assert page.said == []


def test_an_order_without_a_file_is_told_what_to_do(page):
    page.click("#order button[type=submit]")
    page.wait("!document.querySelector('#refusal').hidden")
    assert "Choose a MIDI file" in page.text()


def test_the_page_comes_back_when_the_web_process_was_killed(house, page):
    house.kill("web")
    page.wait("document.querySelector('#connection').textContent !== 'connected'")
    page.wait("document.querySelector('#connection').textContent === 'connected'", 60)


def test_the_documentation_is_served(house, browser):
    browser.open(f"{house.url}/docs")
    assert browser.ask("document.title")


def test_the_first_bars_play_until_the_mix_takes_over_where_they_are(page):
    page.ask("document.querySelector('#compose').elements.seconds.value = 120")
    page.click("#moods button:nth-child(2)")
    player = "document.querySelector('#works audio')"
    page.wait(f"{player} && ({player}.getAttribute('src') || '').endsWith('preview.flac')", 60)
    assert not page.ask("document.querySelector('#works .early').hidden")
    page.wait(f"{player}.duration > 5 && {player}.duration < 12")
    page.wait(f"{player}.currentTime > 0.2")
    page.wait(f"({player}.getAttribute('src') || '').endsWith('mix.flac')", 120)
    page.wait(f"{player}.duration > 100 && {player}.currentTime > 0.2 && !{player}.paused")
    assert page.ask("document.querySelector('#works .early').hidden")
    page.wait("document.querySelector('#works img').naturalWidth > 0")
    assert page.said == []


def test_a_mood_becomes_a_piece_that_plays(page):
    page.click("#moods button:nth-child(4)")
    page.wait("document.querySelector('#works audio') && !document.querySelector('#works audio').hidden", 90)
    assert "calm" in page.ask("document.querySelector('#works .name').textContent").lower()
    page.wait("document.querySelector('#works img').naturalWidth > 0")
    assert page.said == []
