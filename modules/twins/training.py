"""Training a twin as an errand: prepare, learn, measure, keep; it may be killed, called off, or find its twin gone."""

import fcntl
import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from models.errand import Errand
from models.errors import MuseaikaError, Unavailable
from models.twin import FileFacts, Receipt, Twin, TwinOrder, TwinVersion
from modules.audio.encoding import MEDIA_TYPES
from modules.errands.run import Cancelled, ErrandRun
from modules.files.store import FileMissing
from modules.generation.engines.twin.backends.backend import Lesson, Piece, Step, TrainBackend, Trained
from modules.generation.engines.twin.backends.registry import Backends
from modules.generation.recording import sha256_of
from modules.twins.gemini import Gemini
from modules.twins.gemini_tagger import GeminiTagger
from modules.twins.keeping import ADAPTER, KeptTwins, TwinNotFound
from modules.twins.preparation import Preparation
from modules.twins.prepared import Prepared, Source
from modules.twins.receipt import receipt_of
from modules.uploads.uploads import Uploads

logger = logging.getLogger(__name__)
CANCELLED: Final = "cancelled"
CHECKPOINT: Final = "checkpoint.safetensors"
_WAIT, _LONGEST_WAIT = timedelta(seconds=20), timedelta(minutes=5)
_PREPARED, _LEARNED = 0.25, 0.85
"""Shares of the progress."""


@dataclass(frozen=True)
class _Turn:
    """One worker's go at one training. folder: its own, which outlives it."""

    run: ErrandRun
    twin: Twin
    order: TwinOrder
    backend: str
    folder: Path

    @property
    def place(self) -> str:
        """Where the files of its version lie."""
        return self.run.errand.id


class TwinTraining:
    """The performer of errands of the kind `twin.train`. scratch: a folder of this machine, for whoever goes on.
    outside: who is asked for tags besides ourselves, where an order wants that.
    """

    def __init__(
        self, kept: KeptTwins, uploads: Uploads, backends: Backends, scratch: Path, outside: Gemini | None = None
    ) -> None:
        self._outside = outside
        self._kept = kept
        self._uploads = uploads
        self._backends = backends
        self._scratch = scratch

    def __call__(self, run: ErrandRun) -> dict[str, Any]:
        twin = self._kept.shelf.get(run.errand.subject)
        if twin is None:
            raise TwinNotFound("The twin was deleted.", next_step="POST /twins makes a new one.")
        if (done := _made_by(twin, run.errand)) is not None:
            return _told(twin, done)
        order = TwinOrder.model_validate(run.errand.options["order"])
        folder = self._scratch / run.errand.id
        turn = _Turn(run, twin, order, run.errand.options["backend"], folder)
        with self._alone(run):
            folder.mkdir(parents=True, exist_ok=True)
            try:
                told = self._trained(turn)
            except MuseaikaError:
                self._tidy(turn)
                self._kept.discard(twin, turn.place)
                raise
            except Cancelled:
                if run.called_off() or self._kept.shelf.get(twin.id) is None:
                    self._tidy(turn)
                raise
            self._tidy(turn)
            return told

    def _trained(self, turn: _Turn) -> dict[str, Any]:
        run = turn.run
        prepared = self._prepared(turn)
        trainer = self._backends.ready(turn.backend).trainer()
        lesson = self._lesson(turn, prepared.pieces)
        try:
            trained = trainer.train(lesson, lambda step: self._progressed(turn, step), run.check)
        except Cancelled:
            self._keep_last(turn, trainer, lesson, prepared)
            raise
        run.at(_LEARNED, "listening to what was learned")
        evidence = trainer.examine(lesson, run.check)
        receipt = receipt_of(evidence)
        for path in evidence.pair or ():
            self._kept.put(turn.twin, turn.place, path.name, path, MEDIA_TYPES["flac"])
        return self._committed(turn, lesson, trained, prepared, receipt)

    def _prepared(self, turn: _Turn) -> Prepared:
        """From the uploads, which must still be there; twice gives the same."""
        sources = self._sources(turn)
        folder = turn.folder / "training_data" / turn.order.producer
        asked = self._outside if turn.order.tag_before_train else None
        said = [asked.told] if asked else []
        self._tell(turn, notes=said)  # before anything is sent
        tagger = GeminiTagger(asked) if asked else None
        preparation = Preparation(folder, as_it_is=turn.order.skip_preprocess, tagger=tagger)
        found = preparation.prepare(sources, lambda share, note: turn.run.at(_PREPARED * share, note), turn.run.check)
        self._tell(turn, skipped=found.skipped, notes=[*said, *found.notes])
        found.need_pieces()
        return found

    def _tell(self, turn: _Turn, **told: Any) -> None:
        """On the twin's record, however the training ends."""
        self._kept.shelf.change(turn.twin.id, lambda twin: twin.model_copy(update=told))

    def _sources(self, turn: _Turn) -> list[Source]:
        inside = turn.folder / "uploads"
        inside.mkdir(exist_ok=True)
        found = []
        for upload_id in turn.order.uploads:
            upload = self._uploads.get(turn.twin.owner, upload_id)
            path = self._uploads.open_to(upload, inside)
            facts = turn.order.facts.get(upload_id, FileFacts())
            found.append(Source(upload.name, upload.sha256, upload.kind, path, facts))
        return found

    def _lesson(self, turn: _Turn, pieces: Sequence[Piece]) -> Lesson:
        order, place = turn.order, turn.folder / CHECKPOINT
        if not place.is_file():
            try:
                self._kept.copied(turn.twin, turn.place, CHECKPOINT, place)
            except FileMissing:
                place.unlink(missing_ok=True)
        adapter = turn.folder / ADAPTER
        return Lesson(order.producer, pieces, turn.folder, adapter, order.rank, order.steps, order.seed)

    def _progressed(self, turn: _Turn, step: Step) -> None:
        share = _PREPARED + (_LEARNED - _PREPARED) * step.step / max(step.steps, 1)
        left = "" if step.seconds is None else f", {_time(step.seconds)} left"
        turn.run.at(share, f"step {step.step} of {step.steps}, loss {step.loss:.3f}{left}")
        if step.saved:
            self._put_by(turn)
            told = {"step": step.step, "steps": step.steps, "loss": step.loss, "watched": step.watched}
            turn.run.remember(told)

    def _put_by(self, turn: _Turn) -> None:
        """The checkpoint also where other machines find it; a storage that is away just now is no reason to stop."""
        path = turn.folder / CHECKPOINT
        if path.is_file():
            try:
                self._kept.put(turn.twin, turn.place, CHECKPOINT, path)
            except Unavailable as error:
                logger.warning("a checkpoint of twin %s stays on this machine: %s", turn.twin.id, error.detail)

    def _committed(
        self, turn: _Turn, lesson: Lesson, trained: Trained, prepared: Prepared, receipt: Receipt | None
    ) -> dict[str, Any]:
        """The files first: whoever dies in between leaves the versions as they were."""
        if trained.stopped != CANCELLED:
            turn.run.hold()
        self._kept.put(turn.twin, turn.place, ADAPTER, lesson.adapter)
        version = TwinVersion(
            number=1,
            place=turn.place,
            backend=turn.backend,
            created_at=self._kept.clock(),
            sha256=sha256_of(lesson.adapter, _nothing),
            size=lesson.adapter.stat().st_size,
            rank=trained.rank,
            steps=trained.steps,
            stopped=trained.stopped,
            pieces=len(prepared.pieces),
            base=trained.base,
            receipt=receipt,
        )
        names = [piece.name for piece in prepared.pieces]
        changed = self._kept.add(turn.twin, version, pieces=names)
        if changed is None or changed.latest is None:
            self._kept.discard(turn.twin)
            raise TwinNotFound("The twin was deleted meanwhile.", next_step="POST /twins makes a new one.")
        return _told(changed, changed.latest)

    def _keep_last(self, turn: _Turn, trainer: TrainBackend, lesson: Lesson, prepared: Prepared) -> None:
        """What was learned until the last checkpoint stays, where it was the owner who said stop."""
        if not turn.run.called_off() or self._kept.shelf.get(turn.twin.id) is None:
            return
        trained = trainer.save_now(lesson)
        if trained is not None:
            self._committed(turn, lesson, trained, prepared, None)

    def _tidy(self, turn: _Turn) -> None:
        """Nothing of the producer's files stays on this machine."""
        shutil.rmtree(turn.folder, ignore_errors=True)
        self._kept.files.delete(f"twins/{turn.twin.id}/{turn.place}/{CHECKPOINT}")

    @contextmanager
    def _alone(self, run: ErrandRun) -> Iterator[None]:
        """One training at a time on a machine; the lock goes with the process. Whoever finds it taken waits."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        with (self._scratch / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                run.waiting(self._kept.clock() + pause(run.waits), "another twin is being trained")
            yield


def pause(waits: int) -> timedelta:
    """Longer every time: errands wait a hundred times at most, and the training before may take hours."""
    return min(_WAIT * (waits + 1), _LONGEST_WAIT)


def _made_by(twin: Twin, errand: Errand) -> TwinVersion | None:
    """The version that an earlier turn of the same errand finished, just before it died."""
    return next((one for one in twin.versions if one.place == errand.id), None)


def _told(twin: Twin, version: TwinVersion) -> dict[str, Any]:
    told = {"twin": twin.id, "name": twin.name, "version": version.number, "stopped": version.stopped}
    receipt = version.receipt
    return told | ({"verdict": receipt.verdict, "words": receipt.words} if receipt else {})


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"


def _nothing() -> None:
    """Nobody waits."""
