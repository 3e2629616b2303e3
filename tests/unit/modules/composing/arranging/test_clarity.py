import numpy as np
import pytest

from modules.composing import tonality
from modules.composing.arranging.arranger import arrange
from modules.composing.arranging.clarity import clarified, clarity
from modules.composing.arranging.draft import draft
from modules.composing.performing.performer import perform
from modules.composing.planning.key import Key
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.planner import plan
from modules.composing.planning.request import PlanRequest
from modules.composing.styles.catalogue import STYLES

pytestmark = pytest.mark.slow


def heard(score) -> tuple[int, int]:
    notes = [note for track in score.tracks if not track.is_drum for note in track.notes]
    lengths = [note.end - note.start for note in notes]
    return tonality.estimate(np.bincount([note.pitch % 12 for note in notes], weights=lengths, minlength=12))


@pytest.mark.parametrize("style", STYLES)
def test_the_key_that_was_asked_is_heard_whatever_the_mood(style) -> None:
    for seed in range(24):
        rng = np.random.default_rng(seed)
        key = Key(seed % 12, seed % 2)
        mood = MoodPath.steady(*rng.uniform(-1, 1, 2))
        piece = plan(PlanRequest(mood=mood, key=key, style=STYLES[style], seconds=30), rng)
        score = perform(piece, arrange(piece, draft(piece, rng), rng), rng)
        assert heard(score) == (key.tonic, key.mode), (seed, key.name)


def test_a_key_that_is_drowned_becomes_clear_by_held_tonics_that_rub_against_nothing() -> None:
    rng = np.random.default_rng(1)
    piece = plan(PlanRequest(style=STYLES["pop"], seconds=40, key=Key(0, 0)), rng)
    voices = list(arrange(piece, draft(piece, rng), rng).voices)
    pad = next(voice for voice in voices if voice.player.role == "pad")
    drowned = pad.notes.copy()
    drowned[:, 2] = 67
    quiet = [voice for voice in voices if voice.player.role in ("bass", "melody")]
    loud = [*quiet, type(pad)(pad.player, pad.program, drowned)]
    before = clarity(piece, loud)
    after = clarified(piece, loud)
    assert clarity(piece, after) > before
    assert clarified(piece, after) == after or clarity(piece, clarified(piece, after)) >= clarity(piece, after)
