"""What a producer handed in, made ready to be learned from: heard, cut, tagged; what cannot be used is named."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from models.errors import Invalid
from models.twin import Skipped
from models.upload import UploadKind
from modules.audio.clip import RATE, Check, Samples, never
from modules.audio.decoding import decode_audio
from modules.composing import corpus, scores
from modules.composing.songs import Song
from modules.generation.engines.twin.backends.backend import Piece, Segment
from modules.hearing.ears import Ears
from modules.hearing.heard import Heard
from modules.score.instruments import instrument_name
from modules.score.midi import read_midi
from modules.twins import segments
from modules.twins.outline import Outline
from modules.twins.prepared import Prepared, Source, kept, name_of
from modules.twins.tagging import OwnTagger, Tagger

_LONGEST: Final = 15 * 60.0
_LEAST_BARS: Final = 2
_PERFORMED: Final = "pop"
"""The style whose bars may lie off the grid, as those of a performance do."""
_NO_MUSIC: Final = {"silence": "it is silent", "speech": "somebody speaks, and there is no music"}
Report = Callable[[float, str], None]


class _Unusable(Exception):
    """Why a file is left out, for its owner to read."""


class Preparation:
    """folder: training_data/<producer>; audio, text and bars lie below it. as_it_is: sound is not cut nor changed."""

    def __init__(self, folder: Path, *, as_it_is: bool = False, tagger: Tagger | None = None, threads: int = 1) -> None:
        self._folder = folder
        self._as_it_is = as_it_is
        self._tagger = tagger or OwnTagger()
        self._threads = threads
        self._sums: dict[str, str] = {}
        self._outlines: list[tuple[str, Outline]] = []
        self._number = 0

    def prepare(self, sources: Sequence[Source], report: Report, check: Check = never) -> Prepared:
        """All of them in turn; the same files give the same pieces. What a process that died had made is taken over."""
        of = name_of(sources, self._as_it_is, self._tagger.name)
        if (known := kept(self._folder, of)) is not None:
            return known
        shutil.rmtree(self._folder, ignore_errors=True)
        for name in ("audio", "text", "bars"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        prepared = Prepared()
        for at, source in enumerate(sources):
            report(at / len(sources), f"preparing {source.name}")
            check()
            try:
                prepared.pieces.append(self._piece(source, at, check))
            except _Unusable as why:
                prepared.skipped.append(Skipped(name=source.name, why=str(why)))
            except Invalid as refusal:
                prepared.skipped.append(Skipped(name=source.name, why=refusal.detail))
        prepared.notes.extend(self._tagger.notes)
        prepared.keep(self._folder, of)
        return prepared

    def _piece(self, source: Source, at: int, check: Check) -> Piece:
        if (same := self._sums.get(source.sha256)) is not None:
            raise _Unusable(f"it is the same file as {same}")
        self._sums[source.sha256] = source.name
        if source.kind is UploadKind.MIDI:
            return self._notes(source, at, check)
        return self._sound(source, at, check)

    def _notes(self, source: Source, at: int, check: Check) -> Piece:
        data = source.path.read_bytes()
        try:
            song = scores.read(data, source.name, _PERFORMED)
        except scores.NothingToRead as error:
            raise _Unusable(f"there is too little, or too much, to learn from ({error})") from None
        self._new(song, source)
        score = read_midi(data, check)
        heard = self._ears.hear(score, check=check)
        players = [instrument_name(track.program, is_drum=track.is_drum).lower() for track in score.tracks]
        tags = ", ".join(self._tagger.tags(heard, list(dict.fromkeys(players)), source.facts))
        (self._folder / "text" / f"piece_{at:04d}.txt").write_text(tags + "\n", encoding="utf-8")
        return Piece(source.name, source.sha256, heard.seconds, tags, self._kept(song, at))

    def _sound(self, source: Source, at: int, check: Check) -> Piece:
        samples = decode_audio(source.path, RATE, mono=True, max_seconds=_LONGEST, check=check).clip.samples
        self._not_again(samples, source)
        heard = self._ears.hear(source.path, check=check)
        if heard.nature != "music":
            raise _Unusable(_NO_MUSIC.get(heard.nature, "it is noise, and no music"))
        tags = ", ".join(self._tagger.tags(heard, [], source.facts, samples))
        cut = self._copied(source, tags, heard) if self._as_it_is else self._cut(samples, tags, check)
        song = _song_of(heard, source.name)
        return Piece(source.name, source.sha256, heard.seconds, tags, self._kept(song, at) if song else None, cut)

    def _cut(self, samples: Samples, tags: str, check: Check) -> tuple[Segment, ...]:
        found = []
        for piece in segments.segments(samples):
            audio = self._folder / "audio" / f"seg_{self._number:04d}.wav"
            found.append(self._segment(audio, segments.write_segment(piece, audio, check), tags))
        return tuple(found)

    def _copied(self, source: Source, tags: str, heard: Heard) -> tuple[Segment, ...]:
        audio = self._folder / "audio" / f"seg_{self._number:04d}{source.path.suffix}"
        shutil.copyfile(source.path, audio)
        return (self._segment(audio, heard.seconds, tags),)

    def _segment(self, audio: Path, seconds: float, tags: str) -> Segment:
        text = self._folder / "text" / f"seg_{self._number:04d}.txt"
        text.write_text(tags + "\n", encoding="utf-8")
        self._number += 1
        return Segment(audio, text, seconds)

    def _kept(self, song: Song, at: int) -> Path:
        path = self._folder / "bars" / f"piece_{at:04d}.npz"
        corpus.pack([song]).save(path)
        return path

    def _new(self, song: Song, source: Source) -> None:
        """Raises _Unusable for notes that were there already, whatever the file says besides."""
        notes = hashlib.sha256(np.ascontiguousarray(song.bars.notes).tobytes()).hexdigest()
        if (same := self._sums.get(notes)) is not None:
            raise _Unusable(f"it has the same notes as {same}")
        self._sums[notes] = source.name

    def _not_again(self, samples: Samples, source: Source) -> None:
        mine = Outline.of(samples)
        for name, other in self._outlines:
            if mine.alike(other):
                raise _Unusable(f"it sounds the same as {name}")
        self._outlines.append((source.name, mine))

    @cached_property
    def _ears(self) -> Ears:
        return Ears(threads=self._threads)


def _song_of(heard: Heard, name: str) -> Song | None:
    """Its notes; None where none were heard on a beat."""
    if not heard.is_music:
        return None
    song = heard.song(name, _PERFORMED)
    return song if len(song.bars) >= _LEAST_BARS else None
