"""`Questions`: what somebody wants to know about a finished work of theirs, answered from its record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from models.errors import Conflict, Invalid
from models.generation import Brief
from models.job import Job, JobState
from models.question import Answer, Question
from modules.files.store import Files
from modules.generation.questions.answers import feeling, harmony, origins, overview, pace, players, shape
from modules.generation.questions.follow_ups import follow_ups
from modules.generation.questions.language import is_english
from modules.generation.questions.orders.changing import changed, repeated
from modules.generation.questions.piece import Piece, Reading, read_piece, songs_of
from modules.generation.questions.understanding import Understood, understand
from modules.generation.registry import Engines
from modules.offload import Offload, directly
from modules.provenance.provenance import Provenance

ANSWERS: Final[dict[str, Callable[[Reading], str]]] = {
    "tempo": pace.tempo, "metre": pace.metre, "length": pace.length,
    "key": harmony.key, "chords": harmony.chords, "form": shape.form, "mood": feeling.mood,
    "instruments": players.instruments, "notes": players.notes, "voice": players.voice,
    "loudness": players.loudness, "layers": players.layers, "files": players.files,
    "references": origins.references, "copied": origins.copied, "maker": origins.maker, "rights": origins.rights,
    "again": origins.again, "date": origins.date, "summary": overview.summary,
}  # fmt: skip


class NotFinished(Conflict):
    code = "question.not_finished"
    title = "Not finished yet"


class NoSuchSong(Invalid):
    code = "question.no_such_song"
    title = "There is no such song"


@dataclass(frozen=True)
class Questions:
    """there: whether an owner still has an upload, so that no order is suggested that would be refused.

    Words and files go through `offload`; the documents behind `there` stay with their thread.
    """

    files: Files
    provenance: Provenance
    engines: Engines
    there: Callable[[str, str], bool]
    offload: Offload = directly

    def ask(self, job: Job, question: Question) -> Answer:
        """Raises NotFinished, NoSuchSong."""
        if job.state is not JobState.FINISHED:
            raise NotFinished(
                f"This work is {job.state.value}, so it has no record to answer from.",
                next_step="Wait for generation:finished, or look at GET /generations/{id}.",
            )
        understood: Understood = self.offload(understand, question.question)
        number = _song(job, question, understood)
        piece: Piece = self.offload(read_piece, job, self.files, self.provenance, number or 1)
        if not is_english(question.question):
            return Answer(answer=overview.foreign(), facts=[], understood_as=[], ask_next=follow_ups(piece, []))
        return self._answer(piece, understood, asked=number is not None)

    def _answer(self, piece: Piece, understood: Understood, *, asked: bool) -> Answer:
        reading = Reading(piece)
        told = [ANSWERS[intent](reading) for intent in understood.intents]
        suggestion: Brief | None = None
        if understood.wishes or "again" in understood.intents:
            said, suggestion = self._ordered(reading, understood)
            told.append(said)
        told = told or [overview.unknown(reading)]
        verdict = piece.verdict
        if verdict and not verdict.valid and verdict.record is not None and "maker" not in understood.intents:
            told.append(f"Careful: {verdict.reason}")
        return Answer(
            answer=overview.numbered(piece, asked=asked) + "\n\n".join(told),
            facts=reading.facts,
            suggestion=suggestion,
            understood_as=understood.names,
            ask_next=follow_ups(piece, understood.names),
        )

    def _ordered(self, reading: Reading, understood: Understood) -> tuple[str, Brief | None]:
        job = reading.piece.job
        if job.engine not in self.engines.cards:
            return f"The engine {job.engine} is no longer here to order from.", None
        card = self.engines.card(job.engine)
        gone = [one for one in card.materials(job.brief) if not self.there(job.owner, one)]
        if understood.wishes:
            return changed(reading, card, understood.wishes, gone)
        return repeated(reading, card, gone)


def _song(job: Job, question: Question, understood: Understood) -> int | None:
    """The song that is meant: the field first, then the words. None where nobody said."""
    count = songs_of(job)
    words = understood.song if count > 1 else None
    named: Sequence[tuple[int | None, str]] = ((question.song, "song"), (words, "question"))
    for number, field in named:
        if number is not None and not 1 <= number <= count:
            raise NoSuchSong(
                f"There is no song {number}: this order made {count}.", field=field, next_step=f"Ask for 1 to {count}."
            )
    return question.song or words
