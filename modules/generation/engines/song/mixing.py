"""The last stage: the voices mixed into the backing, and every file of the work."""

from pathlib import Path
from typing import Final

from modules.audio.clip import RATE, Check, Clip, Samples
from modules.audio.crew import Crew
from modules.audio.encoding import encode
from modules.audio.mastering import Target
from modules.audio.memory import room_for
from modules.audio.vocals.mixing import Desk, Song, beat_of, fitted, mixed
from modules.generation.engine import Part, Work
from modules.generation.engines.song.options import SongOptions
from modules.generation.engines.song.pages import write_pages
from modules.generation.engines.song.picture import picture_of
from modules.generation.engines.song.playing import Backing, Played
from modules.generation.engines.song.telling import Told, origin_of, remarks, summary, titled
from modules.generation.progress import Progress
from modules.generation.recording import PACKAGES, write_record

_PACKAGES: Final = (*PACKAGES, "torch", "onnxruntime", "espeakng-loader", "pyworld-prebuilt")
_STEREO_VOICES: Final = 5
"""Long sounds that are there at a time while it is mixed."""


def finished(heard: Told, backing: Backing, threads: int, progress: Progress) -> Work:
    """The work, all its parts written."""
    folder, title = heard.commission.folder, titled(heard)
    with Crew(threads, progress.check) as crew:
        progress.at(0.0, "playing the backing")
        playing = progress.part(0.0, 0.3)
        played = backing.played(crew, lambda share: playing.at(share, "playing"))
        progress.at(0.3, "mixing")
        song = _mixed(played, heard, folder, crew, progress.part(0.3, 0.7))
        parts = _sounds(song, played, heard, crew, progress.part(0.7, 0.93))
    parts += write_pages(heard.listened, heard.melodies, heard.performance.lines, title, folder, progress)
    parts.append(_picture(song, heard, title))
    progress.at(0.97, "recording")
    result = {"title": title} | summary(heard, song.mastered)
    record = Part("record.json", "record", "application/json", folder / "record.json")
    write_record(record.path, heard.record() | {"result": result}, parts, progress.check, _PACKAGES)
    progress.at(1.0, "done")
    notes = [*remarks(heard), *played.notes, *_quiet(song, heard.options)]
    return Work([*parts, record], len(song.mix) / RATE, result, list(dict.fromkeys(notes)), origin_of(heard))


def _mixed(backing: Played, heard: Told, folder: Path, crew: Crew, progress: Progress) -> Song:
    options, performance = heard.options, heard.performance
    frames = len(backing.sound)
    desk = Desk(Target(options.loudness), options.balance, options.room, beat_of(heard.listened.facts.tempo))
    second = None if performance.second is None else fitted(performance.second, frames)
    allocate = room_for(_STEREO_VOICES, frames, folder)
    voices = fitted(performance.lead, frames), second
    return mixed(backing.sound, voices, desk, allocate, crew, lambda share: progress.at(share, "mixing"))


def _sounds(song: Song, backing: Played, heard: Told, crew: Crew, progress: Progress) -> list[Part]:
    """The mix, and what it was made of; all of them begin together and are as long."""
    folder = heard.commission.folder
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


def _picture(song: Song, heard: Told, title: str) -> Part:
    part = Part("picture.svg", "picture", "image/svg+xml", heard.commission.folder / "picture.svg", "Picture")
    part.path.write_text(picture_of(heard.listened.facts, heard.melody.notes, song.mix, title), encoding="utf-8")
    return part


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
