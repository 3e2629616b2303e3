"""People who use the demo Spotify: they agree on its page; and a whole `Spotify` for tests without a server of ours."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import requests

from models.spotify import Access, LoginReturn, LoginWish
from modules.documents.sqlite import SQLiteDocuments
from modules.services import COLLECTIONS
from modules.spotify.app import SpotifyApp
from modules.spotify.spotify import Spotify

KEY = "a secret of the tests, long enough"
APP_LINK = "museaika://auth"
REDIRECT = "http://127.0.0.1:8000/auth/callback"


def decide(address, person="ada", decision="agree"):
    """Open the accounts page and press a button: where the browser is sent."""
    page = requests.get(address, timeout=10)
    assert page.status_code == 200, page.text
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    form = {name: html.unescape(value) for name, value in fields.items() if name != "decision"}
    form |= {"person": person, "decision": decision}
    where = urlsplit(address)
    answer = requests.post(f"{where.scheme}://{where.netloc}/authorize", data=form, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def query_of(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def spotify_on(demo, folder, clock, publisher, client_secret=None):
    """A `Spotify` that talks to the demo, on documents of its own."""
    return spotify_at(demo.url, folder, clock, publisher, client_secret)


def spotify_at(url, folder, clock, publisher, client_secret=None):
    """The same by its address alone, for processes of their own."""
    app = SpotifyApp("demo", REDIRECT, client_secret, url, f"{url}/v1", (APP_LINK,))
    documents = SQLiteDocuments(folder / "museaika.sqlite", clock)
    documents.prepare(COLLECTIONS)
    return Spotify.wired(app, documents, clock, publisher, [KEY]), documents


def log_in(spotify, person="ada", owner="me", access=Access.WRITE):
    """The whole way for one person; what they agreed to is kept for the owner."""
    begun = spotify.logins.begin(LoginWish(access=access), owner, None, [])
    told = LoginReturn.model_validate(query_of(decide(begun.address, person)))
    finished = spotify.logins.finish(told, begun.browser)
    if finished.agreed:
        spotify.links.connect(owner, finished.agreed)
    return finished
