"""How live the live streams are: how soon a mood is heard, how punctual bars are, how many streams play at once.

    python scripts/bench_live.py [--quick] [--json FILE]

A house of its own is started. Times are those of a client on the same machine, the way over the socket included. A
bar is late when it is told after it should have begun, when it never came, or when the music waited for it.
"""

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from benching.figures import Asked, Figure, Report, arguments, close, middle, share
from benching.house import House
from benching.live_ear import LiveEar

from models.live import LiveOrder
from models.mood import Point
from modules.generation.engines.composer import WEIGHTS
from modules.live.composing.composer import LiveComposer

PLENTY = {"MUSEAIKA_LIVE__PER_PERSON": "200", "MUSEAIKA_LIVE__MOST": "200"}
MINUTE = 60.0
LADDER = (8, 12, 16, 24, 32, 48)
WAKING = 90.0


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--minutes", type=float, help="how long the one long stream plays (10, quick: 1)")
    asked = parser.parse_args()
    report = Report("live streams")
    writing(60, report)
    with House(**PLENTY) as house:
        wake(house, report)
        steering(house, 20 if asked.quick else 100, report)
        long_stream(house, asked.minutes or (1 if asked.quick else 10), report)
        killed(house, 2 if asked.quick else 6, report)
        together(house, 15.0 if asked.quick else MINUTE, LADDER[:3] if asked.quick else LADDER, report)
    close(report, asked)


def writing(bars: int, report: Report) -> None:
    """Processor time of a bar under a new mood, which no other work on the machine makes longer by much."""
    composer, chance = LiveComposer(WEIGHTS), random.Random(1)  # noqa: S311 - the same moods every time
    thread = composer.begin(LiveOrder(valence=0, arousal=0), 1)
    composer.write(thread, Point(0, 0))
    spent = []
    for _ in range(bars):
        begun = time.process_time()
        _, thread = composer.write(thread, Point(chance.uniform(-0.7, 0.7), chance.uniform(-0.7, 0.7)))
        spent.append((time.process_time() - begun) * 1000)
    report.add(middle("live.bar_processor_time", "ms", spent), share("live.bar_processor_time_p95", "ms", spent, 95))


def wake(house: House, report: Report) -> None:
    """The first stream of a house whose workers rest, and one when they are there."""
    ear = LiveEar(house)
    seconds = []
    for _ in range(2):
        begun = time.time()
        stream = ear.start(mood="happy")
        first = ear.wait(stream, lambda _one: True, WAKING)
        seconds.append(first.bar["starts"] - begun)
        ear.stop(stream)
        wait_for_workers(house)
    ear.close()
    report.add(Figure("live.first_sound_cold", "s", seconds[0]), Figure("live.first_sound_warm", "s", seconds[1]))


def wait_for_workers(house: House) -> None:
    deadline = time.monotonic() + WAKING
    marks = [house.data / "run" / f"live-{number}.ready" for number in (1, 2)]
    while not all(mark.exists() for mark in marks) and time.monotonic() < deadline:
        time.sleep(0.1)


def steering(house: House, moods: int, report: Report) -> None:
    """From a mood to the first bar that was written under it, and whether that bar is the one it had to be."""
    ear, chance = LiveEar(house), random.Random(1)  # noqa: S311 - the same moods every time
    stream = ear.start(mood="calm", style="pop")
    ear.wait(stream, lambda one: one.bar["index"] == 1)
    seconds, punctual = [], 0
    for number in range(moods):
        time.sleep(chance.uniform(1.0, 3.0))
        valence, arousal = round(chance.uniform(-0.7, 0.7), 4), round(chance.uniform(-0.7, 0.7), 3) + number * 1e-6
        said = time.time()
        index = ear.steer(stream, valence, arousal)
        found = ear.wait(stream, lambda one, at=said, mood=arousal: one.at > at and one.bar["arousal"] == mood)
        seconds.append(found.at - said)
        line = ear.heard(stream).final()
        before = line.get(index - 1)
        reached = before is None or before.bar["starts"] - said < 0.71
        punctual += found.bar["index"] == index and found.at < found.bar["starts"] and reached
    report.add(
        share("live.mood_to_bar_p95", "ms", [one * 1000 for one in seconds], 95, Asked(500)),
        middle("live.mood_to_bar", "ms", [one * 1000 for one in seconds]),
        Figure("live.heard_at_next_line", "of moods", punctual / moods, moods, asked=Asked(1.0, least=True)),
    )
    ear.stop(stream)
    ear.close()


def long_stream(house: House, minutes: float, report: Report) -> None:
    ear = LiveEar(house)
    stream = ear.start(valence=0.3, arousal=0.0, tempo=140)
    time.sleep(minutes * MINUTE)
    heard = ear.heard(stream)
    report.add(
        Figure("live.late_bars", f"of {len(heard.final())} bars at 140 bpm", heard.late(), asked=Asked(0)),
        Figure("live.least_spare", "s before the bar", min(heard.spare()[2:]), len(heard.spare())),
    )
    ear.stop(stream)
    ear.close()


def killed(house: House, times: int, report: Report) -> None:
    """Either worker of streams is killed with -9, in turn, while one plays."""
    ear = LiveEar(house)
    stream = ear.start(mood="energetic", tempo=140)
    ear.wait(stream, lambda one: one.bar["index"] == 2)
    worst = before = 0
    for number in range(times):
        wait_for_workers(house)
        role = f"live-{number % 2 + 1}"
        house.wait_role(role)
        (house.data / "run" / f"{role}.ready").unlink(missing_ok=True)
        house.kill(role)
        time.sleep(8)
        late = ear.heard(stream).late()
        worst, before = max(worst, late - before), late
    report.add(Figure("live.bars_lost_by_a_kill", "bars", worst, times, asked=Asked(1)))
    wait_for_workers(house)
    ear.stop(stream)
    ear.close()


def together(house: House, seconds: float, ladder: tuple[int, ...], report: Report) -> None:
    """How many streams play at once without a late bar, each with a new mood every four seconds."""
    best = 0
    for count in ladder:
        late, spare = crowd(house, count, seconds)
        report.notes.append(f"{count} streams for {seconds:.0f} s: {late} late bars, least spare {spare:.2f} s")
        if late:
            break
        best = count
    report.add(Figure("live.streams_without_a_late_bar", "streams", best, asked=Asked(8, least=True)))


def crowd(house: House, count: int, seconds: float) -> tuple[int, float]:
    """Late bars of so many streams, and the least time any bar had to spare."""
    ear, chance = LiveEar(house), random.Random(2)  # noqa: S311 - the same moods every time
    streams = [ear.start(valence=0.2, arousal=0.2, tempo=120, seed=number) for number in range(count)]
    for stream in streams:
        ear.wait(stream, lambda one: one.bar["index"] == 1, WAKING)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(4.0 / count)
        ear.steer(chance.choice(streams), chance.uniform(-0.7, 0.7), chance.uniform(-0.7, 0.7))
    heard = [ear.heard(stream) for stream in streams]
    for stream in streams:
        ear.stop(stream)
    ear.close()
    return sum(one.late() for one in heard), min(min(one.spare()[2:]) for one in heard)


if __name__ == "__main__":
    main()
