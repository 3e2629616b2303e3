import pytest

from modules.spotify.app import BadRedirect, NotConfigured, SpotifyApp


def app(redirect_uri, client_id="mine"):
    return SpotifyApp(client_id, redirect_uri, "hush-hush")


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:8000/auth/callback",
        "http://[::1]:8000/auth/callback",
        "https://music.example/auth/callback",
        "https://localhost/auth/callback",
    ],
)
def test_what_spotify_takes_is_taken(uri):
    assert app(uri).complaint() is None
    assert app(uri).ready() == "mine"


@pytest.mark.parametrize(
    ("uri", "better"),
    [
        ("http://localhost:8000/auth/callback", "http://127.0.0.1:8000/auth/callback"),
        ("http://localhost/auth/callback", "http://127.0.0.1/auth/callback"),
        ("http://music.example/auth/callback", "https://music.example/auth/callback"),
        ("http://192.168.1.7:8000/auth/callback", "https://192.168.1.7/auth/callback"),
        ("", "https://music.example.org/auth/callback"),
    ],
)
def test_what_spotify_refuses_is_refused_here_with_something_better(uri, better):
    with pytest.raises(BadRedirect) as refused:
        app(uri).ready()
    assert better in refused.value.next_step
    assert app(better).complaint() is None


def test_without_a_client_id_it_says_how_to_get_one():
    with pytest.raises(NotConfigured) as refused:
        app("http://127.0.0.1:8000/auth/callback", None).ready()
    assert "http://127.0.0.1:8000/auth/callback" in refused.value.next_step


def test_the_secret_is_in_no_text():
    assert "hush" not in repr(app("https://music.example/auth/callback"))


def test_a_login_begins_where_it_comes_back_to():
    assert app("http://127.0.0.1:8000/auth/callback").origin == "http://127.0.0.1:8000"
