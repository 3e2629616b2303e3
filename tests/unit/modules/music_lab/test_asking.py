import pytest

from modules.music_lab.chat.asking import asked


@pytest.mark.parametrize(
    ("question", "tracks", "aspects"),
    [
        ("How is the rythm of track 1?", "a", ["rhythm"]),
        ("Is track one faster than the second one?", "ab", ["rhythm"]),
        ("what key is the second song in", "b", ["harmony"]),
        ("What did you hear in my uploads?", "ab", ["overview"]),
        ("Which track is louder?", "ab", ["character"]),
        ("should I use a different start_time?", "", ["try"]),
        ("How do I make it more like track2?", "b", ["closer"]),
        ("who sings track 2?", "b", []),
        ("which of my songs shaped it?", "", []),
    ],
)
def test_what_is_asked_of_which_track(question, tracks, aspects):
    found = asked(question)
    assert (found.tracks, list(found.aspects)) == (tuple(tracks), aspects)


@pytest.mark.parametrize("question", ["What is the tempo?", "why is it so slow", "tell me about it", "is it copied?"])
def test_the_rest_is_about_the_result(question):
    assert not asked(question).concerns_tracks
