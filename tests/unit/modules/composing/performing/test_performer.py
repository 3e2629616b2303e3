import numpy as np
import pytest

from modules.composing import tonality
from modules.composing.arranging.arranger import arrange
from modules.composing.arranging.draft import draft
from modules.composing.performing.performer import perform
from modules.composing.planning.key import Key
from modules.composing.planning.metre import METRES
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.planner import plan
from modules.composing.planning.request import PlanRequest
from modules.composing.styles.catalogue import STYLES
from modules.score.score import SUSTAIN


def played(seed=1, **asked):
    rng = np.random.default_rng(seed)
    piece = plan(PlanRequest(**{"mood": MoodPath.steady(0.4, 0.2)} | asked), rng)
    arrangement = arrange(piece, draft(piece, rng), rng)
    return piece, arrangement, perform(piece, arrangement, rng)


def velocity(score, role="") -> float:
    return float(np.mean([n.velocity for track in score.tracks for n in track.notes if role in track.name]))


def test_the_score_keeps_tempo_length_metre_and_key_of_the_plan() -> None:
    piece, _, score = played(tempo=87.5, seconds=33.3, metre=METRES["3/4"], key=Key(6, tonality.MINOR))
    assert score.tempos == piece.tempos
    assert score.seconds == pytest.approx(33.3, abs=1e-3)
    assert (score.time_signatures[0].numerator, score.time_signatures[0].denominator) == (3, 4)
    assert (score.keys[0].tonic, score.keys[0].mode) == (6, "minor")
    assert [marker.text for marker in score.markers] == [section.name for section in piece.sections]
    assert score.chords[0].start == 0
    assert score.chords[-1].end == piece.end
    assert score.chords[-1].name.startswith("F#:min")


def test_the_same_seed_is_played_the_same_way() -> None:
    assert played(seed=7, style=STYLES["lofi"])[2] == played(seed=7, style=STYLES["lofi"])[2]
    assert played(seed=7, style=STYLES["lofi"])[2] != played(seed=8, style=STYLES["lofi"])[2]


@pytest.mark.parametrize("style", STYLES)
def test_no_key_is_struck_again_before_it_is_up(style) -> None:
    piece, _, score = played(style=STYLES[style], mood=MoodPath.steady(0.3, 0.7), seconds=40)
    for track in score.tracks:
        until: dict[int, int] = {}
        for note in track.notes:
            assert until.get(note.pitch, 0) <= note.start
            assert 0 <= note.start < note.end <= piece.end
            until[note.pitch] = note.end


def test_awake_music_is_louder_and_more_detached_than_calm_music() -> None:
    (_, calm_notes, calm), (_, awake_notes, awake) = (
        played(mood=MoodPath.steady(0.2, arousal), tempo=100, bars=16) for arousal in (-0.8, 0.8)
    )
    assert velocity(awake) > velocity(calm) + 25

    def share(arrangement, score) -> float:
        written = sum(int(np.sum(voice.notes[:, 1] - voice.notes[:, 0])) for voice in arrangement.voices)
        return sum(note.end - note.start for track in score.tracks for note in track.notes) / written

    assert share(awake_notes, awake) < 0.8 < share(calm_notes, calm)


def test_the_melody_stands_above_its_accompaniment_and_downbeats_weigh_more() -> None:
    piece, arrangement, score = played(style=STYLES["pop"], seconds=60)
    assert velocity(score, "Lead") > velocity(score, "Keys") + 8
    keys = next(voice for voice in arrangement.voices if voice.name == "Keys").notes
    track = next(track for track in score.tracks if track.name == "Keys")
    assert len(keys) == len(track.notes)
    accents = np.array(piece.metre.accents)
    slots = np.array([round(note.start / 240) % 16 for note in track.notes])
    struck = np.array([note.velocity for note in track.notes])
    assert struck[accents[slots] >= 3].mean() > struck[accents[slots] <= 1].mean()


def test_a_chorus_is_louder_than_a_verse() -> None:
    piece, _, score = played(style=STYLES["pop"], seconds=60)
    verse, chorus = (next(s for s in piece.sections if s.letter == letter) for letter in "AB")

    def loud(section) -> float:
        edge = [bar * piece.metre.ticks for bar in (section.start, section.end)]
        return float(np.mean([n.velocity for t in score.tracks for n in t.notes if edge[0] <= n.start < edge[1]]))

    assert loud(chorus) > loud(verse) + 2


def test_people_stray_a_little_and_machines_do_not() -> None:
    for style, most in (("piano", 2 * 9 + 1), ("chiptune", 0)):
        piece, arrangement, score = played(style=STYLES[style], seconds=30)
        voice = next(voice for voice in arrangement.voices if voice.player.role == "melody")
        track = next(track for track in score.tracks if track.name == voice.name)
        starts = np.array([note.start for note in track.notes])
        off = np.abs(np.sort(starts) - np.sort(voice.notes[:, 0])) * 60_000 / piece.tempo / 960
        assert off.max() <= most
        assert (off.max() > 0) == (most > 0)


def test_lofi_swings_and_pop_does_not() -> None:
    def late(style: str) -> float:
        _, _, score = played(style=STYLES[style], seconds=60, mood=MoodPath.steady(0.2, 0.4))
        drums = next(track for track in score.tracks if track.is_drum)
        place = np.array([note.start for note in drums.notes]) % 960
        return float(np.median(place[(place > 420) & (place < 640)]))

    assert late("lofi") > 540
    assert late("pop") == pytest.approx(480, abs=12)


def test_a_calm_piano_is_pedalled_by_chords_and_an_excited_one_is_not() -> None:
    piece, _, calm = played(mood=MoodPath.steady(0.4, -0.5), seconds=30)
    pedal = [control for control in calm.tracks[-1].controls if control.number == SUSTAIN]
    assert [control.value for control in pedal] == [127, 0] * (len(pedal) // 2)
    assert [control.tick for control in pedal] == sorted({control.tick for control in pedal})
    assert len(pedal) == 2 * len(calm.chords)
    _, _, excited = played(mood=MoodPath.steady(0.4, 0.8), seconds=30)
    assert not [control for control in excited.tracks[-1].controls if control.number == SUSTAIN]
    assert pedal[-1].tick <= piece.end
