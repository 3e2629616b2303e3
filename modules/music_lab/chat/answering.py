"""`Answering`: the old system's chat, which answers from what is written down and says so when nothing is."""

from dataclasses import dataclass
from typing import Final

from models.job import Job, JobState
from models.music_lab import OldAnswer
from models.question import Question
from modules.files.store import Files
from modules.generation.questions.answers.overview import foreign
from modules.generation.questions.language import is_english
from modules.generation.questions.piece import Piece, Reading, read_piece
from modules.generation.questions.questions import Questions
from modules.generation.questions.understanding import Understood, understand
from modules.generation.questions.words import plain
from modules.music_lab.chat import advice, changes, tracks
from modules.music_lab.chat.asking import Asked, asked
from modules.music_lab.words import in_old_words
from modules.offload import Offload, directly
from modules.provenance.provenance import Provenance

KNOWN: Final = "rhythm and tempo, key and chords, melody, players, mood and energy, and which part was listened to"
NEXT: Final = ("What should I try?", "How do the tracks differ?", "Which track has the stronger rhythm?")


@dataclass(frozen=True)
class Answering:
    files: Files
    provenance: Provenance
    questions: Questions
    offload: Offload = directly

    def answer(self, job: Job, question: str) -> OldAnswer:
        if job.state is not JobState.FINISHED:
            return _not_yet(job)
        if not is_english(question):
            return OldAnswer(answer=foreign(), known=False, ask_next=list(NEXT))
        about = asked(question)
        if not about.concerns_tracks:
            return self._of_the_work(job, question)
        return _of_the_tracks(Reading(self._read(job)), about, question)

    def _read(self, job: Job) -> Piece:
        piece: Piece = self.offload(read_piece, job, self.files, self.provenance)
        return piece

    def _of_the_work(self, job: Job, question: str) -> OldAnswer:
        understood = understand(question)
        if understood.wishes or "again" in understood.intents:
            return _changed(Reading(self._read(job)), understood)
        found = self.questions.ask(job, Question(question=question))
        return OldAnswer(
            answer=found.answer,
            known=bool(found.understood_as),
            facts=found.facts,
            ask_next=[*NEXT[:1], *found.ask_next[:2]],
        )


def _changed(reading: Reading, understood: Understood) -> OldAnswer:
    if not reading.piece.documents:
        return OldAnswer(answer="This work left no record, so there is nothing to go by.", known=False)
    told = [changes.changed(reading, wish) for wish in understood.wishes] or [changes.again(reading)]
    answer = " ".join(dict.fromkeys(told))
    return OldAnswer(answer=answer, known=answer != changes.NOTHING, facts=reading.facts, ask_next=list(NEXT))


def _of_the_tracks(reading: Reading, about: Asked, question: str) -> OldAnswer:
    if "closer" in about.aspects and about.tracks:
        less = " less " in f" {plain(question)} "
        said, fact = advice.towards(reading.piece.job, about.tracks[-1], less=less)
        return OldAnswer(answer=said, known=True, facts=[fact], ask_next=list(NEXT))
    if reading.piece.look(tracks.WHERE) is None:
        return OldAnswer(answer="What was heard in the tracks, the record of this work does not say.", known=False)
    if "try" in about.aspects:
        return OldAnswer(answer=advice.tried(reading), known=True, facts=reading.facts, ask_next=list(NEXT[1:]))
    if not about.aspects:
        return OldAnswer(answer=_unknown(about), known=False, ask_next=list(NEXT))
    told = [tracks.told(reading, track, aspect) for track in about.tracks for aspect in about.aspects]
    return OldAnswer(answer=" ".join(told), known=True, facts=reading.facts, ask_next=list(NEXT))


def _unknown(about: Asked) -> str:
    which = " and ".join(f"track {tracks.NUMBER[track]}" for track in about.tracks)
    return f"That I do not know of {which}. What was heard in it: {KNOWN}. Ask about one of these."


def _not_yet(job: Job) -> OldAnswer:
    """There is no record of what is not finished."""
    if job.error is not None:
        why = in_old_words(f"{job.error.detail} {job.error.next_step or ''}".strip())
        said = f"It failed, so there is nothing to ask about: {why}"
    elif job.state is JobState.CANCELLED:
        said = "It was called off, so there is nothing to ask about."
    else:
        share = round(100 * job.progress.fraction)
        said = f"It is not finished yet ({share} %, {job.progress.note}): ask again when it is completed."
    return OldAnswer(answer=said, known=False)
