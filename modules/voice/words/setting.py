"""`set_words`: a text on a melody, every note with its syllable, and in plain words what had to be done for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from models.errors import Invalid
from modules.voice.singer import NothingToSing
from modules.voice.sung import SungNote
from modules.voice.syllables import VOCALISES
from modules.voice.words.laying import laid
from modules.voice.words.matching import matched
from modules.voice.words.melody import MelodyNote, halved, phrases_of
from modules.voice.words.verses import Verses, Word, named, read_verses

_REST: Final = 0.22


class UnknownVocalise(Invalid):
    code = "voice.unknown_vocalise"
    title = "Nobody sings that without words"


@dataclass(frozen=True)
class SungSyllable:
    """When a syllable is sung, its letters, and whether a word begins with it."""

    start: float
    end: float
    text: str
    begins_word: bool


@dataclass(frozen=True)
class Setting:
    """lines: what is sung as people read it. said: what they should know about how it was done."""

    notes: tuple[SungNote, ...]
    lines: tuple[tuple[SungSyllable, ...], ...]
    said: tuple[str, ...] = ()


@dataclass
class _Deeds:
    """What was done to make words fit."""

    parted: int = 0
    held: int = 0
    repeated: int = 0
    dropped: int = 0
    notes: list[SungNote] = field(default_factory=list)
    lines: list[tuple[SungSyllable, ...]] = field(default_factory=list)


def set_words(text: str, melody: Sequence[MelodyNote], language: str = "auto") -> Setting:
    """Without a word that can be sung, it is sung on "la", and said so."""
    phrases = phrases_of(melody)
    if not phrases:
        raise NothingToSing("The melody has no notes.", field="melody", next_step="Send a melody with notes.")
    verses = read_verses(text, language, 2 * len(melody) + 40)
    if not verses.lines:
        plain = vocalise(melody, "la")
        why = "There were no words that can be sung in the text, so it is sung on \u201cla\u201d."
        return Setting(plain.notes, plain.lines, (why, *_unread(verses)))
    deeds = _Deeds()
    pairs = matched([verse.syllables for verse in verses.lines], [len(phrase) for phrase in phrases])
    for lines, places in pairs:
        words = [word for line in lines for word in verses.lines[line % len(verses.lines)].words]
        _set(words, [note for place in places for note in phrases[place]], deeds)
    sung = max(lines.stop for lines, _ in pairs)
    return Setting(tuple(deeds.notes), tuple(deeds.lines), tuple(_said(verses, sung, deeds)))


def vocalise(melody: Sequence[MelodyNote], on: str = "la") -> Setting:
    """Without words: "la" or "na" anew on every note, "ooh" anew behind every rest."""
    syllable = VOCALISES.get(on)
    if syllable is None:
        told = ", ".join(VOCALISES)
        raise UnknownVocalise(f"{on!r} is none of {told}.", field="syllable", next_step=f"Take one of {told}.")
    notes: list[SungNote] = []
    lines = []
    for phrase in phrases_of(melody):
        read = []
        for at, note in enumerate(phrase):
            anew = (
                on != "ooh" or not at or note.start - phrase[at - 1].end > _REST or note.pitch == phrase[at - 1].pitch
            )
            notes.append(SungNote(note.start, note.seconds, note.pitch, syllable if anew else None))
            read += [SungSyllable(note.start, note.end, on, begins_word=True)] if anew else []
        lines.append(tuple(read))
    return Setting(tuple(notes), tuple(lines))


def _set(words: list[Word], notes: list[MelodyNote], deeds: _Deeds) -> None:
    """One group of words on the notes of its phrases."""
    count = sum(len(word.syllables) for word in words)
    times = max(len(notes) // count, 1) if count * 2 <= len(notes) else 1
    deeds.repeated += times > 1
    words = words * times
    enough = halved(notes, count * times)
    deeds.parted += len(enough) - len(notes)
    while sum(len(word.syllables) for word in words) > len(enough) and len(words) > 1:
        words = words[:-1]
        deeds.dropped += 1
    words = _shortened(words, len(enough))
    begins = laid(words, enough)
    deeds.held += len(enough) - len(begins)
    _write(words, enough, begins, deeds)


def _shortened(words: list[Word], most: int) -> list[Word]:
    """A single word that is longer than its phrase keeps its first syllables."""
    return [Word(words[0].text, words[0].syllables[:most])] if len(words) == 1 else words


def _write(words: list[Word], notes: list[MelodyNote], begins: list[int], deeds: _Deeds) -> None:
    parts = [(part, at == 0) for word in words for at, part in enumerate(word.syllables)]
    syllables = dict(zip(begins, (part for part, _ in parts), strict=True))
    deeds.notes += [SungNote(note.start, note.seconds, note.pitch, syllables.get(at)) for at, note in enumerate(notes)]
    ends = [*begins[1:], len(notes)]
    deeds.lines.append(
        tuple(
            SungSyllable(notes[begin].start, notes[end - 1].end, part.text, first)
            for (part, first), begin, end in zip(parts, begins, ends, strict=True)
        )
    )


def _said(verses: Verses, sung: int, deeds: _Deeds) -> list[str]:
    lines = len(verses.lines)
    words = sum(len(verse.words) for verse in verses.lines[:sung]) - deeds.dropped
    told = []
    if sung > lines:
        told.append(f"The words are shorter than the melody, so they are sung {sung / lines:.1f} times.")
    if words < verses.words and sung <= lines:
        told.append(f"{words} of {verses.words} words are sung: the melody is too short for more.")
    elif deeds.dropped:
        told.append(f"{_count(deeds.dropped, 'word')} left out, for want of notes.")
    if deeds.repeated:
        told.append(f"{_count(deeds.repeated, 'short line')} sung more than once in a phrase.")
    if deeds.parted:
        told.append(f"{_count(deeds.parted, 'note')} parted, because there are more syllables than notes.")
    if deeds.held:
        told.append(f"{_count(deeds.held, 'note')} sung on with the syllable before.")
    if len(verses.languages) > 1:
        told.append(f"The words are sung in {named(verses.languages)}.")
    return told + _unread(verses)


def _unread(verses: Verses) -> list[str]:
    if not verses.unsung:
        return []
    return [f"{_count(verses.unsung, 'line')} in letters that nobody splits into syllables here; use Latin letters."]


def _count(number: int, noun: str) -> str:
    return f"1 {noun} is" if number == 1 else f"{number} {noun}s are"
