import numpy as np
import pytest

from modules.composing import tonality
from modules.composing.arranging.arrangement import ACCENT, END, HELD, IN_BAR, KEY, START
from modules.composing.arranging.arranger import arrange
from modules.composing.arranging.clarity import clarity
from modules.composing.arranging.draft import draft
from modules.composing.arranging.thinning import thinned
from modules.composing.arranging.unfolding import unfold
from modules.composing.arranging.voicing import TONES
from modules.composing.bars import BAR, MELODY, PART, PITCH, SLOT, silence
from modules.composing.planning.key import Key
from modules.composing.planning.metre import METRES
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.planner import plan
from modules.composing.planning.request import PlanRequest
from modules.composing.styles.catalogue import STYLES


def made(seed=1, **asked):
    rng = np.random.default_rng(seed)
    piece = plan(PlanRequest(**{"mood": MoodPath.steady(0.4, 0.3)} | asked), rng)
    material = draft(piece, rng)
    return piece, material, arrange(piece, material, rng)


def voice(arrangement, role):
    return next(voice for voice in arrangement.voices if voice.player.role == role)


@pytest.mark.parametrize("metre", METRES)
@pytest.mark.parametrize("style", STYLES)
def test_every_style_in_every_metre_stays_in_range_in_time_and_in_key(style, metre) -> None:
    piece, _, arrangement = made(style=STYLES[style], metre=METRES[metre], seconds=35, key=Key(8, tonality.MAJOR))
    for part in arrangement.voices:
        assert np.all(part.notes[:, START] >= 0)
        assert np.all(part.notes[:, END] > part.notes[:, START])
        assert part.notes[:, END].max() <= piece.end
        assert np.all((part.notes[:, KEY] >= part.player.low) & (part.notes[:, KEY] <= part.player.high))
    assert clarity(piece, list(arrangement.voices)) > 0


def test_the_same_seed_gives_the_same_arrangement() -> None:
    one, two = (made(seed=4, style=STYLES["pop"])[2] for _ in range(2))
    for first, second in zip(one.voices, two.voices, strict=True):
        assert first.program == second.program
        assert np.array_equal(first.notes, second.notes)


def test_everybody_arrives_together_and_holds_to_the_exact_end() -> None:
    piece, _, arrangement = made(style=STYLES["orchestral"], seconds=40)
    last = (piece.bars - 1) * piece.metre.ticks
    for part in arrangement.voices:
        if part.notes[-1, IN_BAR] == piece.bars - 1:
            held = part.notes[part.notes[:, ACCENT] == HELD]
            assert set(held[:, START].tolist()) == {last}
            assert set(held[:, END].tolist()) == {piece.end}
    assert int(voice(arrangement, "bass").notes[-1, KEY]) % 12 == piece.key.tonic


def test_the_melody_waits_until_the_intro_is_over_and_more_play_in_the_chorus() -> None:
    piece, _, arrangement = made(style=STYLES["pop"], seconds=60)
    intro = piece.sections[0]
    assert voice(arrangement, "melody").notes[0, IN_BAR] >= intro.end

    def players(bar: int) -> int:
        return sum(bool(np.any(part.notes[:, IN_BAR] == bar)) for part in arrangement.voices)

    chorus = next(section for section in piece.sections if section.letter == "B")
    assert players(chorus.start) > players(intro.start)


def test_a_loop_has_all_its_layers_everywhere_and_no_held_end() -> None:
    piece, _, arrangement = made(style=STYLES["chiptune"], bars=8, loop=True)
    assert len(arrangement.voices) == len(piece.style.players)
    assert sorted(arrangement.layers) == [1, 2, 3, 4]
    assert all(not np.any(part.notes[:, ACCENT] == HELD) for part in arrangement.voices)
    assert max(int(part.notes[:, END].max()) for part in arrangement.voices) <= piece.bars * piece.metre.ticks


def test_the_bass_plays_the_root_where_a_chord_begins() -> None:
    piece, _, arrangement = made(style=STYLES["pop"], seconds=40)
    notes = voice(arrangement, "bass").notes
    first = notes[notes[:, START] % piece.metre.ticks == 0]
    chords = piece.chords[first[:, IN_BAR], 0]
    assert np.all(TONES[chords, (first[:, KEY] - piece.shifts[first[:, IN_BAR]]) % 12] == 1)


def test_bass_and_drums_get_busier_with_arousal() -> None:
    counts = []
    for arousal in (-0.2, 0.9):
        _, _, arrangement = made(style=STYLES["pop"], tempo=110, bars=24, mood=MoodPath.steady(0.2, arousal))
        counts.append([len(voice(arrangement, role).notes) for role in ("bass", "drums")])
    assert counts[1][0] > 1.3 * counts[0][0]
    assert counts[1][1] > 1.3 * counts[0][1]


def test_a_fill_announces_what_is_new_and_a_crash_greets_it() -> None:
    piece, _, arrangement = made(style=STYLES["pop"], seconds=60, mood=MoodPath.steady(0.5, 0.6))
    notes = voice(arrangement, "drums").notes
    chorus = next(section for section in piece.sections if section.letter == "B")
    assert np.any((notes[:, IN_BAR] == chorus.start) & (notes[:, KEY] == 49))
    fill = notes[notes[:, IN_BAR] == chorus.start - 1, KEY].tolist()
    plain = notes[notes[:, IN_BAR] == chorus.start - 2, KEY].tolist()
    assert sorted(fill) != sorted(plain)


def test_what_returns_is_recognised_and_not_the_same() -> None:
    piece, material, arrangement = made(seed=2, style=STYLES["piano"], seconds=60)
    first, again = [section for section in piece.sections if section.letter == "A"][:2]
    notes = unfold(piece, material)
    sung = notes[notes[:, PART] == MELODY]

    def opening(section):
        here = sung[(sung[:, BAR] >= section.start) & (sung[:, BAR] < section.start + 2)]
        return [(bar - section.start, slot, pitch) for bar, slot, pitch in here[:, [BAR, SLOT, PITCH]].tolist()]

    assert opening(first) == opening(again)
    played = voice(arrangement, "melody").notes
    counts = [np.sum((played[:, IN_BAR] >= part.start) & (played[:, IN_BAR] < part.end)) for part in (first, again)]
    assert counts[1] >= counts[0]


def test_where_a_theme_returns_over_other_chords_its_long_notes_follow() -> None:
    piece, material, _ = made(seed=3, style=STYLES["piano"], seconds=60)
    notes = unfold(piece, material)
    beat = np.minimum(notes[:, SLOT] // 4, 3)
    elsewhere = piece.chords[piece.first[piece.source[notes[:, BAR]]], beat] != piece.chords[notes[:, BAR], beat]
    long = notes[elsewhere & (notes[:, 4] >= 4)]
    assert len(long)
    assert np.all(TONES[piece.chords[long[:, BAR], np.minimum(long[:, SLOT] // 4, 3)], long[:, PITCH] % 12] == 1)


def test_a_theme_in_the_other_mode_moves_by_steps_of_the_scale() -> None:
    piece, material, _ = made(mood=MoodPath.through([(0, -0.8, 0.5), (1, 0.8, 0.1)]), seconds=80)
    assert set(piece.steps.tolist()) == {0, 2}
    notes = unfold(piece, material)
    major = notes[(piece.steps[notes[:, BAR]] == 2) & (notes[:, PART] == MELODY)]
    assert len(major)


def test_material_without_a_note_still_makes_bass_drums_and_pads() -> None:
    rng = np.random.default_rng(0)
    piece = plan(PlanRequest(style=STYLES["pop"], seconds=30), rng)
    empty = silence(piece.blank.lengths, piece.blank.chords)
    roles = {part.player.role for part in arrange(piece, empty, rng).voices}
    assert {"bass", "drums", "pad"} <= roles
    assert "melody" not in roles


def test_material_of_another_length_is_refused() -> None:
    rng = np.random.default_rng(0)
    piece = plan(PlanRequest(seconds=30), rng)
    with pytest.raises(ValueError, match="written bars"):
        arrange(piece, piece.blank.window(0, 2), rng)


def test_a_theme_that_returns_calmer_has_fewer_notes_and_keeps_its_strong_beats() -> None:
    rng = np.random.default_rng(2)
    path = MoodPath.through([(0, -0.2, 0.8), (1, -0.3, -0.8)])
    piece = plan(PlanRequest(mood=path, style=STYLES["piano"], seconds=80), rng)
    whole = unfold(piece, draft(piece, rng))
    less = thinned(piece, whole, rng)
    last = [section for section in piece.sections if section.letter == "A"][-1]

    def inside(notes):
        return notes[(notes[:, BAR] >= last.start) & (notes[:, BAR] < last.end)]

    assert len(inside(less)) < 0.75 * len(inside(whole))
    assert np.sum(inside(less)[:, SLOT] == 0) == np.sum(inside(whole)[:, SLOT] == 0)
    assert np.all(less[:, SLOT] + less[:, 4] <= np.maximum(piece.metre.length, less[:, SLOT] + 16))
    assert len(thinned(piece, whole[whole[:, BAR] < 4], rng)) == np.sum(whole[:, BAR] < 4)
