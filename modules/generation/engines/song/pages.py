"""What can be read of a song: melody as MIDI, a printed page with words, times of syllables, all as data."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from modules.generation.engine import Part
from modules.generation.engines.song.listening import Listened
from modules.generation.engines.song.writing_melody import Melodies, Melody
from modules.generation.progress import Progress
from modules.score.midi_writing import write_midi
from modules.score.musicxml import write_musicxml
from modules.score.score import Lyric, Note, Score, Track
from modules.score.tempo import TempoMap
from modules.voice.words.lrc import lrc
from modules.voice.words.setting import SungSyllable

Lines = Sequence[Sequence[SungSyllable]]
_VOICE: Final = 52
"""Program of a player that stands for a voice."""
_FORCE: Final = 90


def file_of(melody: Melody, melodies: Melodies) -> str:
    """The melody that is sung is called what it always is, the others by their rank."""
    return "melody.mid" if melody.rank == melodies.melody.rank else f"melody-{melody.rank}.mid"


def write_pages(
    listened: Listened, melodies: Melodies, lines: Lines, title: str, folder: Path, progress: Progress
) -> list[Part]:  # fmt: skip
    """MIDI files begin with the backing, to the second; the page of music with its first bar."""
    melody, notes = melodies.melody, []
    for one in (melody, *(other for other in melodies.shown if other.rank != melody.rank)):
        name = file_of(one, melodies)
        words = lines if one is melody else ()
        (folder / name).write_bytes(write_midi(_timed(listened, one, words, title), progress.check))
        called = "Melody" if one is melody else f"Melody {one.rank}"
        notes.append(Part(name, "midi", "audio/midi", folder / name, called))
    xml = Part("score.musicxml", "score", "application/vnd.recordare.musicxml+xml", folder / "score.musicxml", "Score")
    xml.path.write_bytes(write_musicxml(_barred(listened, melody, lines, title), progress.check))
    sheet = Part("lyrics.lrc", "score", "text/plain", folder / "lyrics.lrc", "Lyrics")
    sheet.path.write_text(lrc(lines, title), encoding="utf-8")
    data = Part("song.json", "score", "application/json", folder / "song.json", "Times")
    data.path.write_text(json.dumps(told(listened, melody, lines), ensure_ascii=False) + "\n", encoding="utf-8")
    return [*notes, xml, sheet, data]


def told(listened: Listened, melody: Melody, lines: Lines) -> dict[str, Any]:
    """Seconds of the mix everywhere."""
    facts = listened.facts
    return {
        "seconds": facts.seconds,
        "tempo": facts.tempo,
        "downbeats": facts.downbeats,
        "notes": [[round(note.start, 3), round(note.end, 3), note.pitch] for note in melody.notes],
        "lines": [
            [[round(one.start, 3), round(one.end, 3), one.text, one.begins_word] for one in line] for line in lines
        ],
        "chords": [[chord.start, chord.end, chord.name] for chord in facts.chords],
        "sections": [[one.start, one.end, one.label] for one in facts.sections],
    }


def _timed(listened: Listened, melody: Melody, lines: Lines, title: str) -> Score:
    """At the main tempo from the first second of the backing on, so that it lies under the sound in any program."""
    tempo = listened.conductor.tempo_map.main(max(listened.conductor.end, 1))
    ticks = TempoMap((tempo._replace(tick=0),))
    track = _track(melody, lines, ticks, 0.0)
    return Score((track,), (tempo._replace(tick=0),), listened.conductor.time_signatures[:1], title=title)


def _barred(listened: Listened, melody: Melody, lines: Lines, title: str) -> Score:
    """On the bars that were heard."""
    conductor = listened.conductor
    track = _track(melody, lines, conductor.tempo_map, listened.offset)
    return replace(conductor, tracks=(track,), title=title)


def _track(melody: Melody, lines: Lines, ticks: TempoMap, offset: float) -> Track:
    """offset: when in the backing its first tick comes."""
    starts = ticks.ticks(np.array([note.start for note in melody.notes]) - offset)
    ends = ticks.ticks(np.array([note.end for note in melody.notes]) - offset)
    notes = [
        Note(max(int(start), 0), max(int(end), int(start) + 1, 1), note.pitch, _FORCE)
        for start, end, note in zip(starts, ends, melody.notes, strict=True)
    ]
    return Track("Voice", _VOICE, notes=tuple(sorted(notes)), lyrics=tuple(_lyrics(lines, ticks, offset)))


def _lyrics(lines: Lines, ticks: TempoMap, offset: float) -> list[Lyric]:
    made = []
    for line in lines:
        followed = [not one.begins_word for one in line[1:]] + [False]
        for one, goes_on in zip(line, followed, strict=True):
            tick = max(int(ticks.ticks(one.start - offset)), 0)
            if one.text:
                made.append(Lyric(tick, one.text + "-" * goes_on))
    return sorted(made)
