import pytest

from modules.uploads.names import display_name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("song.mp3", "song.mp3"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Music\\song.mp3", "song.mp3"),
        ("..", "fallback"),
        ("", "fallback"),
        ("a\0b\r\n.wav", "ab.wav"),
        ("  two   words .wav ", "two words .wav"),
        ("\u202egpj.exe", "gpj.exe"),
        ("\ud800half.wav", "half.wav"),
        ("Übung - 日本 🎵.flac", "Übung - 日本 🎵.flac"),
        ("U\u0308bung.flac", "Übung.flac"),
        ("👩\u200d🎤.ogg", "👩\u200d🎤.ogg"),
        (".hidden", "hidden"),
    ],
)
def test_a_name_is_cleaned_for_people_to_read(given, shown):
    assert display_name(given, "fallback") == shown


def test_a_long_name_is_cut_and_keeps_its_ending():
    assert display_name("x" * 300 + ".mp3", "") == "x" * 196 + ".mp3"
    assert display_name("x" * 300, "") == "x" * 200
    assert display_name("x." + "y" * 300, "") == "x." + "y" * 198
