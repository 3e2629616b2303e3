"""How a backing becomes a song, stage by stage, each made once: listening, melody, singing, mixing."""

import shutil
from functools import cached_property
from pathlib import Path
from typing import Final

from modules.audio.clip import RATE, Check, Clip, Samples
from modules.audio.crew import Crew
from modules.audio.encoding import encode
from modules.audio.mastering import Target
from modules.audio.memory import room_for
from modules.audio.rendering import Studio
from modules.audio.vocals.mixing import Desk, Song, beat_of, fitted, mixed
from modules.composing import network
from modules.composing.network import Composer
from modules.generation.engine import Commission, Part, Work
from modules.generation.engines.song import writing_melody
from modules.generation.engines.song.keeping import Kept, key_of, owner_folder
from modules.generation.engines.song.listening import Listened, listen, listened
from modules.generation.engines.song.options import SongOptions
from modules.generation.engines.song.pages import write_pages
from modules.generation.engines.song.playing import Played, played
from modules.generation.engines.song.request import check_materials, options_of
from modules.generation.engines.song.singing import Performance, Singing, perform
from modules.generation.engines.song.telling import Told, origin_of, remarks, summary, titled
from modules.generation.engines.song.writing_melody import Wish, write_melody
from modules.generation.progress import Progress
from modules.generation.recording import PACKAGES, sha256_of, write_record
from modules.hearing.ears import Ears
from modules.voice.voices import voice_named

_LISTENING, _MELODY, _SINGING, _MIXING = (0.0, 0.35), (0.35, 0.5), (0.5, 0.75), (0.75, 1.0)
_WAYS: Final = 1
"""Counted up where a stage comes to make something else of the same ingredients."""
_PACKAGES: Final = (*PACKAGES, "torch", "onnxruntime", "espeakng-loader", "pyworld-prebuilt")
_STEREO_VOICES: Final = 5
"""Long sounds that are there at a time while it is mixed."""


class SongEngine:
    """kept: the folder for stages; None keeps them as long as an order is made, and no longer."""

    def __init__(self, weights: Path, soundfont: Path, kept: Path | None, threads: int) -> None:
        self._weights, self._soundfont = weights / "composer.safetensors", soundfont
        self._kept, self._threads = kept, threads
        self._ears = Ears(threads=threads)

    @cached_property
    def _composer(self) -> Composer:
        return network.load(self._weights)

    @cached_property
    def _studio(self) -> Studio:
        return Studio.with_soundfont(self._soundfont)

    @cached_property
    def _sha256(self) -> dict[str, str]:
        files = {"composer.safetensors": self._weights, "soundfont": self._soundfont}
        return {name: sha256_of(path, lambda: None) for name, path in files.items()}

    def generate(self, commission: Commission, progress: Progress) -> Work:
        progress.at(0.0, "listening: reading the order")
        options = options_of(commission.brief)
        check_materials(options, commission.materials)
        own = commission.folder / ".stages"
        try:
            return self._made(commission, options, self._stages(commission, own), progress)
        finally:
            shutil.rmtree(own, ignore_errors=True)

    def _stages(self, commission: Commission, own: Path) -> Kept:
        if self._kept is None:
            return Kept(own)
        owner = next(iter(commission.materials.values())).upload.owner
        kept = Kept(owner_folder(self._kept, owner))
        kept.tidy()
        return kept

    def _made(self, commission: Commission, options: SongOptions, stages: Kept, progress: Progress) -> Work:
        source = commission.materials[options.backing].path
        given = commission.materials[options.melody].path if options.melody else None
        seed, voice = commission.brief.seed or 0, voice_named(options.voice)
        digests = {"backing": sha256_of(source, progress.check)}
        if given is not None:
            digests["melody"] = sha256_of(given, progress.check)

        first = key_of("listening", _WAYS, digests["backing"])
        hearing = progress.part(*_LISTENING).named("listening: ")
        folder = stages.stage(first, lambda into: listen(source, self._ears, into, hearing.at, hearing.check))
        known = listened(folder)
        _check_music(known, given)

        wish = Wish(options, commission.brief.mood, seed, given)
        asked = [digests["melody"]] if given else [_mood(wish), options.density, seed, self._sha256]
        second = key_of("melody", _WAYS, first, voice.name, *asked)
        writing = progress.part(*_MELODY).named("melody: ")
        folder = stages.stage(second, lambda into: self._write(known, wish, into, writing))
        melody = writing_melody.kept(folder)

        wanted = options.model_dump(include={"lyrics", "filler", "language", "harmony"})
        singing = progress.part(*_SINGING).named("singing: ")
        order = Singing(melody, known.facts, options, voice, seed)
        folder = stages.stage(
            key_of("singing", _WAYS, second, wanted, seed), lambda into: perform(order, into, singing)
        )
        heard = Told(commission, options, digests | self._sha256, known, melody, Performance(folder))
        return self._finished(heard, source, progress.part(*_MIXING).named("mixing: "))

    def _write(self, known: Listened, wish: Wish, into: Path, progress: Progress) -> None:
        bars = max(1, len(known.to_lean_on.bars))
        progress.at(0.0, "reading what was given" if wish.given else "writing")

        def tell(done: list[int]) -> None:
            progress.at(sum(done) / max(len(done), 1) / bars, "writing")

        voice = voice_named(wish.options.voice)
        writing_melody.keep(write_melody(known, wish, voice, lambda: self._composer, tell), into)
        progress.at(1.0, "written")

    def _finished(self, heard: Told, source: Path, progress: Progress) -> Work:
        folder = heard.commission.folder
        with Crew(self._threads, progress.check) as crew:
            progress.at(0.0, "playing the backing")
            playing = progress.part(0.0, 0.3)
            backing = played(source, lambda: self._studio, crew, folder, lambda share: playing.at(share, "playing"))
            progress.at(0.3, "mixing")
            song = _mixed(backing, heard, folder, crew, progress.part(0.3, 0.7))
            parts = _sounds(song, backing, heard, folder, crew, progress.part(0.7, 0.95))
        title = titled(heard)
        pages = write_pages(heard.listened, heard.melody, heard.performance.lines, title, folder, progress)
        parts += pages
        progress.at(0.97, "recording")
        result = {"title": title} | summary(heard, song.mastered)
        record = Part("record.json", "record", "application/json", folder / "record.json")
        write_record(record.path, heard.record() | {"result": result}, parts, progress.check, _PACKAGES)
        progress.at(1.0, "done")
        notes = [*remarks(heard), *backing.notes, *_quiet(song, heard.options)]
        return Work([*parts, record], len(song.mix) / RATE, result, list(dict.fromkeys(notes)), origin_of(heard))


def _check_music(known: Listened, given: Path | None) -> None:
    """Nobody waits for a melody where none can be written."""
    if given is None:
        known.backing()


def _mood(wish: Wish) -> list[float] | None:
    return None if wish.mood is None else [wish.mood.valence, wish.mood.arousal]


def _mixed(backing: Played, heard: Told, folder: Path, crew: Crew, progress: Progress) -> Song:
    options, performance = heard.options, heard.performance
    frames = len(backing.sound)
    desk = Desk(Target(options.loudness), options.balance, options.room, beat_of(heard.listened.facts.tempo))
    second = None if performance.second is None else fitted(performance.second, frames)
    allocate = room_for(_STEREO_VOICES, frames, folder)
    voices = fitted(performance.lead, frames), second
    return mixed(backing.sound, voices, desk, allocate, crew, lambda share: progress.at(share, "mixing"))


def _sounds(song: Song, backing: Played, heard: Told, folder: Path, crew: Crew, progress: Progress) -> list[Part]:
    """The mix, and what it was made of; all of them begin together and are as long."""
    (folder / "stems").mkdir()
    dry = Clip(fitted(heard.performance.lead, len(song.mix))[:, None], RATE)
    sounds: list[tuple[Part, Clip]] = [
        (Part("mix.wav", "mix", "audio/wav", folder / "mix.wav", "Mix"), _clip(song.mix)),
        (_stem("backing", "Backing", folder), backing.stem),
        (_stem("vocal", "Vocal", folder), _clip(song.vocal)),
        *([(_stem("harmony", "Harmony", folder), _clip(song.harmony))] if song.harmony is not None else []),
        (Part("vocal-dry.flac", "dry", "audio/flac", folder / "vocal-dry.flac", "Dry vocal"), dry),
    ]
    encodings = [crew.submit(_encode, clip, part.path) for part, clip in sounds]
    for done, encoding in enumerate(encodings):
        progress.at(done / len(encodings), "encoding")
        crew.results([encoding])
    return [part for part, _ in sounds]


def _stem(name: str, title: str, folder: Path) -> Part:
    return Part(f"stems/{name}.flac", "stem", "audio/flac", folder / "stems" / f"{name}.flac", title)


def _clip(samples: Samples) -> Clip:
    return Clip(samples, RATE)


def _encode(check: Check, clip: Clip, path: Path) -> None:
    encode(clip, path, check)


def _quiet(song: Song, options: SongOptions) -> list[str]:
    if song.mastered.loudness >= options.loudness - 0.5:
        return []
    return [f"The mix has {song.mastered.loudness:.1f} LUFS: louder would have pressed its peaks flat."]
