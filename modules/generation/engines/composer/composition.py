"""How songs come to be: planned, written in several drafts, the best one arranged and played, copies undone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from modules.composing import copies
from modules.composing.arranging import judging
from modules.composing.arranging.arrangement import KEY, START, Arrangement
from modules.composing.arranging.arranger import arrange
from modules.composing.arranging.voicing import TONES
from modules.composing.bars import BAR, BRIDGE, DURATION, MELODY, PART, PITCH, SLOT, Bars, Ints, tidy
from modules.composing.copies import MOST, Known, Line, Run
from modules.composing.performing.holding import to_the_end
from modules.composing.performing.performer import perform
from modules.composing.planning.key import Key
from modules.composing.planning.metre import SIXTEENTH
from modules.composing.planning.plan import Plan
from modules.composing.planning.planner import plan
from modules.composing.planning.request import PlanRequest
from modules.generation.engines.composer import starting
from modules.generation.engines.composer.material import Draft, Task, Writer
from modules.generation.engines.composer.references import References
from modules.generation.engines.composer.starting import Model
from modules.generation.progress import Progress
from modules.score.score import Score

_PLAN, _LEAN, _ARRANGE, _PERFORM, _KEY = range(1, 6)
"""Streams of chance, beside the song's number."""
_ROUNDS: Final = 12
"""How often a song is changed to undo copies."""
_ROLES: Final = {"melody": MELODY, "counter": BRIDGE}
_SLOWEST, _FASTEST = 45.0, 200.0


@dataclass(frozen=True)
class Copied:
    """The longest runs of notes that a song shares: with its references, and with what the network learned from."""

    references: Run
    reference_bar: int | None
    learned: Run | None
    learned_bar: int | None
    changed: int
    """How many times notes were changed to undo a longer one."""


@dataclass(frozen=True)
class Composed:
    """A finished song, still without sound. bars: its material."""

    number: int
    plan: Plan
    bars: Bars
    arrangement: Arrangement
    score: Score
    copied: Copied
    drafts: int
    model: Model | None = None


@dataclass(frozen=True)
class Order:
    """What all songs of an order have in common. leaning: how far the wishes follow the references."""

    request: PlanRequest
    seed: int
    count: int
    closeness: float
    references: References
    known: Known | None

    @property
    def leaning(self) -> float:
        return self.closeness * (1.0 if self.request.mood is None else 0.4)


def compose(order: Order, writer: Writer, progress: Progress) -> Iterator[Composed]:
    """The songs in turn, each as soon as its notes are there; song k depends on (seed, k), and the number of drafts on
    how many songs there are.
    """
    tasks = tasks_of(order)
    others = others_of(order.references)
    for task, drafts in zip(tasks, writer.write(tasks, progress), strict=True):
        progress.check()
        yield completed(task, drafts, others, order.known)


def tasks_of(order: Order) -> list[Task]:
    """Its songs as planned."""
    return [_task(order, number) for number in range(order.count)]


def others_of(references: References) -> list[tuple[str, list[Line]]]:
    """What must not be copied, by name."""
    return [(one.name, copies.voices(one.bars)) for one in references.used]


def _task(order: Order, number: int) -> Task:
    request = _in_their_manner(order, number)
    mine = plan(request, np.random.default_rng((order.seed, number, _PLAN)))
    rng = np.random.default_rng((order.seed, number, _LEAN))
    mine, windows, model = starting.leaning(mine, order.references, order.leaning, rng)
    return Task(mine, order.seed, number, windows, order.closeness, model)


def _in_their_manner(order: Order, number: int) -> PlanRequest:
    """Where no mood is asked for, tempo and mode are those of the references."""
    request, references = order.request, order.references
    if request.mood is not None or not references.used:
        return request
    if request.tempo is None and not (request.bars and request.seconds):
        tempo = min(max(round(references.tempo or 0), _SLOWEST), _FASTEST)
        request = replace(request, tempo=float(tempo))
    if request.key is None:
        tonic = int(np.random.default_rng((order.seed, number, _KEY)).integers(12))
        request = replace(request, key=Key(tonic, references.mode or 0))
    return request


def completed(
    task: Task, drafts: Sequence[Draft], others: Sequence[tuple[str, list[Line]]], known: Known | None
) -> Composed:
    """The best draft, arranged and played; where it shares more than eight notes with others, changed."""
    best = min(drafts, key=lambda one: judging.cost(task.plan, one.bars, one.moved, task.windows))
    bars, changed = best.bars, 0
    for attempt in range(_ROUNDS + 1):
        arrangement = arrange(task.plan, bars, np.random.default_rng((task.seed, task.number, _ARRANGE)))
        found = {role: _copied(role, arrangement, others, known) for role in _ROLES}
        runs = [(role, line, run) for role, (line, *both) in found.items() for run in both if run.notes > MOST]
        if not runs or attempt == _ROUNDS:
            break
        for role, line, run in runs:
            bars = _otherwise(task.plan, bars, _ROLES[role], int(line.onsets[run.start + run.notes // 2]), attempt)
        changed += len(runs)
    score = perform(task.plan, arrangement, np.random.default_rng((task.seed, task.number, _PERFORM)))
    score = to_the_end(score, task.plan.end)
    told = _told(task.plan, list(found.values()), changed, learned=known is not None)
    return Composed(task.number, task.plan, bars, arrangement, score, told, len(drafts), task.model)


def _copied(
    role: str, arrangement: Arrangement, others: Sequence[tuple[str, list[Line]]], known: Known | None
) -> tuple[Line, Run, Run]:
    rows = [voice.notes for voice in arrangement.voices if voice.player.role == role]
    notes: Ints = np.concatenate(rows) if rows else np.zeros((0, 5), dtype=np.int64)
    line = copies.line_of(notes[:, START] // SIXTEENTH, notes[:, KEY])
    return line, copies.against(line, others), known.run(line) if known else Run()


def _told(plan: Plan, found: Sequence[tuple[Line, Run, Run]], changed: int, *, learned: bool) -> Copied:
    line, near, _ = max(found, key=lambda one: one[1].notes)
    other, _, far = max(found, key=lambda one: one[2].notes)
    bars = [
        1 + int(one.onsets[run.start]) // plan.metre.length if run.source is not None else None
        for one, run in ((line, near), (other, far))
    ]
    return Copied(near, bars[0], far if learned else None, bars[1], changed)


def _otherwise(plan: Plan, bars: Bars, part: int, onset: int, attempt: int) -> Bars:
    """The material with the note that sounds at this sixteenth of the piece on another tone of its chord."""
    bar, slot = divmod(onset, plan.metre.length)
    written = int(plan.source[min(bar, plan.bars - 1)])
    notes = bars.notes.copy()
    mine = np.flatnonzero((notes[:, PART] == part) & (notes[:, BAR] == written))
    if not len(mine):
        return bars
    chosen = mine[int(np.argmin(np.abs(notes[mine, SLOT] - slot)))]
    pitch, chord = int(notes[chosen, PITCH]), int(bars.chords[written, min(int(notes[chosen, SLOT]) // 4, 3)])
    steps = [step for step in (3, 4, 5, -3, -4, -5, 2, -2) if TONES[chord, (pitch + step) % 12] or not chord]
    if steps:
        notes[chosen, PITCH] = pitch + steps[attempt % len(steps)]
    elif notes[chosen, DURATION] > 1:
        notes[chosen, DURATION] -= 1
    return Bars(tidy(notes), bars.lengths, bars.chords)
