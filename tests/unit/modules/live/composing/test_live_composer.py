"""The next bar of a stream: the same for the same thread and mood, music through it all, and after the mood at once."""

import json
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from models.live import LiveBar, LiveOrder, LiveTrack
from models.mood import Point
from modules.composing.bars import Floats
from modules.composing.styles.catalogue import STYLES
from modules.generation.engines.composer import WEIGHTS
from modules.live.composing.composer import LiveComposer, Thread
from modules.live.composing.ear import colour
from modules.live.composing.likeness import Likeness
from modules.live.composing.pace import GLIDE

pytestmark = pytest.mark.slow

CALM, WILD = Point(0.4, -0.8), Point(0.4, 0.8)
SAD, GLAD = Point(-0.8, -0.2), Point(0.8, -0.2)


@pytest.fixture(scope="module")
def composer() -> LiveComposer:
    return LiveComposer(WEIGHTS)


@pytest.fixture(scope="module")
def rules() -> LiveComposer:
    return LiveComposer(None)


def order(mood: Point = CALM, style: str = "pop", **more: object) -> LiveOrder:
    return LiveOrder.model_validate({"valence": mood.valence, "arousal": mood.arousal, "style": style, **more})


def play(composer: LiveComposer, thread: Thread, moods: list[Point]) -> tuple[list[LiveBar], Thread]:
    bars = []
    for mood in moods:
        bar, thread = composer.write(thread, mood)
        bars.append(bar)
    return bars, thread


@cache
def begun(composer: LiveComposer, bars: int, mood: Point = CALM, style: str = "pop") -> Thread:
    return play(composer, composer.begin(order(mood, style), seed=5), [mood] * bars)[1]


def notes(bar: LiveBar) -> int:
    return sum(len(track.notes) for track in bar.tracks)


def loudness(bar: LiveBar) -> float:
    return float(np.mean([note.velocity for track in bar.tracks for note in track.notes]))


class TestTheSameBar:
    def test_comes_of_the_same_thread_and_mood_written_twice(self, composer: LiveComposer) -> None:
        thread = begun(composer, 6)
        assert composer.write(thread, WILD) == composer.write(thread, WILD)

    def test_comes_of_a_thread_that_went_through_json(self, composer: LiveComposer) -> None:
        thread = begun(composer, 6)
        again = Thread.model_validate_json(thread.model_dump_json())
        assert again == thread
        assert composer.write(again, WILD) == composer.write(thread, WILD)

    def test_comes_of_another_process_with_any_number_of_threads(self, composer: LiveComposer) -> None:
        code = (
            "import sys; from pathlib import Path; from models.live import LiveOrder; from models.mood import Point\n"
            "from modules.live.composing.composer import LiveComposer\n"
            "c = LiveComposer(Path(sys.argv[1]))\n"
            "t = c.begin(LiveOrder(valence=.4, arousal=-.8, style='pop'), 5)\n"
            "for m in [Point(.4, -.8)] * 2 + [Point(.4, .8)]: b, t = c.write(t, m)\n"
            "print(b.model_dump_json()); print(t.model_dump_json())\n"
            "assert 'torch' not in sys.modules"
        )
        others = []
        for threads in ("1", "2"):
            environment = {"OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": threads, "PYTHONPATH": str(Path.cwd())}
            command = [sys.executable, "-c", code, str(WEIGHTS)]
            others.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))
        mine = [one.model_dump(mode="json") for one in composer.write(begun(composer, 2), WILD)]
        for other in others:
            said, _ = other.communicate()
            assert [json.loads(line) for line in said.splitlines()] == mine

    def test_differs_for_another_seed(self, composer: LiveComposer) -> None:
        first, _ = composer.write(composer.begin(order(), 1), CALM)
        second, _ = composer.write(composer.begin(order(), 2), CALM)
        assert first.tracks != second.tracks


class TestAMoodThatJumps:
    @pytest.mark.parametrize("style", list(STYLES))
    def test_is_heard_in_the_very_next_bar(self, composer: LiveComposer, style: str) -> None:
        thread = begun(composer, 6, CALM, style)
        stays, _ = composer.write(thread, CALM)
        jumps, _ = composer.write(thread, WILD)
        assert notes(jumps) > 1.4 * notes(stays)
        assert loudness(jumps) > loudness(stays) + 12
        assert len(jumps.tracks) >= len(stays.tracks)

    def test_calms_a_wild_stream_at_once(self, composer: LiveComposer) -> None:
        thread = begun(composer, 6, WILD)
        stays, _ = composer.write(thread, WILD)
        calms, _ = composer.write(thread, CALM)
        assert notes(calms) < 0.6 * notes(stays)
        assert {track.name for track in calms.tracks} < {track.name for track in stays.tracks}

    def test_moves_the_tempo_gently(self, rules: LiveComposer) -> None:
        bars, _ = play(rules, begun(rules, 1), [WILD] * 16)
        tempos = np.array([bar.tempo for bar in bars])
        assert np.abs(np.diff(tempos) / tempos[:-1]).max() <= GLIDE + 1e-4
        assert tempos[-1] > 1.5 * tempos[0]

    def test_changes_mode_where_a_phrase_begins_and_not_before(self, rules: LiveComposer) -> None:
        bars, _ = play(rules, begun(rules, 2, GLAD), [SAD] * 6)
        keys = [bar.key.split()[1] for bar in bars]
        assert keys == ["major", "major", "minor", "minor", "minor", "minor"]

    @pytest.mark.parametrize(("mood", "modes"), [(Point(0.15, 0), "minor major"), (Point(-0.15, 0), "major minor")])
    def test_between_the_modes_is_heard_in_both(self, rules: LiveComposer, mood: Point, modes: str) -> None:
        bars, _ = play(rules, rules.begin(order(mood), 5), [mood] * 8)
        assert " ".join(bar.key.split()[1] for bar in bars[::4]) == modes

    def test_that_only_trembles_changes_nothing(self, rules: LiveComposer) -> None:
        thread = begun(rules, 3)
        still, _ = rules.write(thread, CALM)
        trembling, _ = rules.write(thread, Point(CALM.valence + 0.02, CALM.arousal - 0.03))
        assert trembling.tracks == still.tracks


class TestAStream:
    @pytest.mark.parametrize("style", list(STYLES))
    def test_is_never_silent_and_nothing_hangs(self, rules: LiveComposer, style: str) -> None:
        rng = np.random.default_rng(1)
        moods = [Point(*rng.uniform(-1, 1, 2)) for _ in range(32)]
        bars, _ = play(rules, rules.begin(order(style=style), 7), moods)
        for bar in bars:
            assert bar.tracks
            for track in bar.tracks:
                assert all(0 <= note.start < bar.seconds and note.start < note.end for note in track.notes)
                latest = 2 * bar.seconds if track.drums else bar.seconds + 1e-6
                assert all(note.end <= latest and 1 <= note.velocity <= 127 for note in track.notes)
                assert not _struck_while_held(track)

    def test_strikes_a_held_chord_again_in_every_bar(self, rules: LiveComposer) -> None:
        bars, _ = play(rules, rules.begin(order(WILD, "orchestral"), 7), [WILD] * 16)
        same = [
            one for before, one in pairwise(bars) if [c.name for c in before.chords] == [c.name for c in one.chords]
        ]
        assert same
        assert all(any(track.role == "pad" for track in bar.tracks) for bar in bars)

    def test_counts_its_time_exactly(self, rules: LiveComposer) -> None:
        bars, thread = play(rules, rules.begin(order(), 7), [CALM, WILD] * 8)
        assert [bar.index for bar in bars] == list(range(16))
        micros = 0
        for bar in bars:
            assert bar.at == micros / 1_000_000
            micros += round(bar.seconds * 1_000_000)
        assert thread.at == micros / 1_000_000

    def test_takes_up_its_themes_again(self, rules: LiveComposer) -> None:
        bars, _ = play(rules, rules.begin(order(), 7), [CALM] * 16)
        assert [bar.section for bar in bars[::8]] == ["A", "A'"]
        first, again = (
            [note.pitch for track in bar.tracks if track.role == "bass" for note in track.notes] for bar in bars[::8]
        )
        assert first == again

    def test_closes_its_phrases(self, rules: LiveComposer) -> None:
        bars, _ = play(rules, rules.begin(order(GLAD), 7), [GLAD] * 16)
        assert [bar.cadence for bar in bars[:8]] == [None, None, "half", "half", None, None, "authentic", "authentic"]
        tonic = bars[0].key.split()[0]
        assert bars[7].chords[-1].name.startswith(f"{tonic}:maj")

    def test_goes_on_through_new_themes_and_keys_and_stays_small(self, rules: LiveComposer) -> None:
        bars, thread = play(rules, rules.begin(order(WILD), 7), [WILD, CALM] * 30)
        assert len({bar.key for bar in bars}) > 1
        assert {bar.section[0] for bar in bars} == set("ABCD")
        assert len(thread.model_dump_json()) < 40_000

    def test_sounds_as_bright_as_its_mood(self, rules: LiveComposer) -> None:
        found = []
        for valence in (-0.8, 0.0, 0.8):
            mood = Point(valence, 0.0)
            bars, _ = play(rules, rules.begin(order(mood), 3), [mood] * 8)
            found.append(float(colour(_tones(bars))))
        assert np.all(np.diff(found) > 0.1)


class TestAnOrder:
    def test_says_the_tempo(self, rules: LiveComposer) -> None:
        bar, _ = rules.write(rules.begin(order(Point(0, 0), tempo=97.0), 1), Point(0, 0))
        assert bar.tempo == pytest.approx(97, abs=0.001)

    def test_leans_towards_a_likeness(self, composer: LiveComposer) -> None:
        low = Likeness(pitch=(52.0, None, 45.0), tempo=70.0, closeness=1.0)
        neutral = Point(0.0, 0.0)
        plain, _ = play(composer, composer.begin(order(neutral, "piano"), 4), [neutral] * 4)
        leaning, _ = play(composer, composer.begin(order(neutral, "piano"), 4, low), [neutral] * 4)
        assert 70 < leaning[0].tempo < 0.8 * plain[0].tempo
        assert _pitch(leaning) < _pitch(plain) - 2

    def test_is_kept_without_weights_too(self, tmp_path: Path) -> None:
        nobody = LiveComposer(tmp_path)
        assert (nobody.by, LiveComposer(WEIGHTS).by) == ("rules", "network")
        assert nobody.write(nobody.begin(order(), 1), CALM)[0].tracks

    def test_goes_on_without_the_network_where_a_thread_came_with_one(
        self, composer: LiveComposer, rules: LiveComposer
    ) -> None:
        bars, _ = play(rules, begun(composer, 6), [WILD] * 12)
        assert all(bar.tracks for bar in bars)
        bars, _ = play(composer, begun(rules, 2), [WILD] * 4)
        assert all(bar.tracks for bar in bars)


def _tones(bars: list[LiveBar]) -> Floats:
    """[12] how long each pitch class sounds."""
    notes = [note for bar in bars for track in bar.tracks if not track.drums for note in track.notes]
    return np.bincount([one.pitch % 12 for one in notes], [one.end - one.start for one in notes], minlength=12)


def _pitch(bars: list[LiveBar]) -> float:
    return float(np.mean([note.pitch for bar in bars for track in bar.tracks for note in track.notes]))


def _struck_while_held(track: LiveTrack) -> bool:
    held: dict[int, float] = {}
    for note in sorted(track.notes, key=lambda one: one.start):
        if note.start < held.get(note.pitch, 0.0):
            return True
        held[note.pitch] = note.end
    return False
