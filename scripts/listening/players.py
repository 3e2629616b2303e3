"""Stretches of songs whose melody is played or sung apart from what plays beneath it, each a sound of its own."""

import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from listening.lyrics import HELD_OUT, VERSES
from listening.playing import disguised, drawn, excerpt, played
from listening.songs import Floats, Known, numbers, read_songs
from models.errors import MuseaikaError
from modules.audio.clip import RATE as STUDIO
from modules.audio.clip import never
from modules.audio.rendering import Studio
from modules.hearing.sound import RATE
from modules.score.midi import read_midi
from modules.score.score import Note, Score, Track, track_of
from modules.voice.voices import VOICES, Voice
from modules.voice.words.melody import MelodyNote
from modules.voice.words.setting import set_words, vocalise
from modules.voice.world.singer import WorldSinger

SECONDS = 12.0
LEADS = (0, 11, 16, 22, 24, 26, 27, 29, 30, 40, 41, 42, 56, 57, 58, 60, 64, 65, 66, 67, 68, 69, 71, 72, 73, 74, 75, 79)
LEADS += (80, 81, 82, 85, 104, 109, 110, 44, 48, 50, 52, 53, 54, 88, 91, 95)
PADS = (0, 1, 2, 4, 5, 6, 7, 16, 17, 19, 21, 24, 25, 26, 27, 28, 30, 32, 33, 34, 38, 46, 48, 49, 50, 52, 61, 62, 88, 89)
KEPT_VOICES = ("alto", "child")
ARRANGED = ("Aerith's Theme", "Alagaesia", "The Journey", "White Knight")
"""Pieces in these sets whose tunes are other people's; nothing is learned from them."""
_REST = 0.3
_SHORTEST = 0.06
_FULL = 0.5
"""Share of a stretch that its melody has to fill."""


@dataclass(frozen=True)
class Cast:
    """Who may play and sing: the learned, or the held out."""

    held_out: bool

    def programs(self, of: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(program for program in of if (program % 4 == 1) == self.held_out)

    def voice(self, chance: random.Random) -> Voice:
        names = [name for name in VOICES if (name in KEPT_VOICES) == self.held_out]
        voice = VOICES[chance.choice(names)]
        return replace(
            voice,
            tract=voice.tract * chance.uniform(0.94, 1.06),
            breath=min(voice.breath * chance.uniform(0.5, 2.5), 0.7),
            bright=voice.bright + chance.uniform(-2.0, 2.0),
            vibrato=chance.choice((0.0, chance.uniform(5, 30), chance.uniform(25, 75))),
            pulse=chance.uniform(4.3, 6.8),
        )

    def language(self, chance: random.Random) -> str:
        return chance.choice([code for code in VERSES if (code in HELD_OUT) == self.held_out])


@dataclass(frozen=True)
class Stretch:
    """beneath: what is played besides the melody. melody: [notes, 3] start, end in seconds, pitch."""

    beneath: Score
    melody: Floats


def stretches(archive: Path, count: int, cast: Cast) -> Iterator[Stretch]:
    """Of songs whose melody is a track of its own, in guises."""
    wanted = numbers(archive, held_out=cast.held_out)
    random.Random(21).shuffle(wanted)  # noqa: S311 - the same songs every time
    found = 0
    for turn in range(4):
        for song in read_songs(archive, wanted):
            stretch = _stretch(song, random.Random(f"{song.number} {turn}"), cast)  # noqa: S311 - by song
            if stretch is not None:
                yield stretch
                found += 1
            if found == count:
                return


def _stretch(song: Known, chance: random.Random, cast: Cast) -> Stretch | None:
    guise = replace(drawn(chance.randrange(10**6)), programs=tuple(chance.choices(cast.programs(PADS), k=3)))
    changed = disguised(song, guise)
    start = chance.uniform(0, max(float(changed.beats[-1, 0]) - SECONDS - 2, 1.0))
    part = excerpt(changed, start, SECONDS)
    lead = [track for track in part.score.tracks if track.name.upper() == "MELODY"]
    rest = tuple(track for track in part.score.tracks if track not in lead)
    if not lead or not rest:
        return None
    melody = _rows(lead[0], part.score)
    filled = float((melody[:, 1] - melody[:, 0]).sum()) / SECONDS if len(melody) else 0.0
    return Stretch(replace(part.score, tracks=rest), melody) if filled > _FULL else None


def _rows(track: Track, score: Score) -> Floats:
    """Its top line in seconds."""
    rows = sorted((note.start, -note.pitch, note.end) for note in track.notes)
    made: list[tuple[float, float, int]] = []
    for start, pitch, end in rows:
        first, last = (float(one) for one in score.tempo_map.seconds([start, end]))
        if made and first - made[-1][0] < _SHORTEST:
            continue
        if made:
            made[-1] = (made[-1][0], min(made[-1][1], first), made[-1][2])
        made.append((first, min(last, SECONDS), -pitch))
    return np.array([row for row in made if row[1] - row[0] > _SHORTEST], dtype=np.float64).reshape(-1, 3)


def bands(archives: list[Path], count: int, *, held_out: bool) -> Iterator[Score]:
    """Stretches of pieces for many instruments; the last tenth of each set is kept for evaluation."""
    for archive in archives:
        with zipfile.ZipFile(archive) as opened:
            names = sorted(name for name in opened.namelist() if name.lower().endswith((".mid", ".midi")))
            names = [name for name in names if not any(title in name for title in ARRANGED)]
            cut = int(0.9 * len(names))
            chosen = names[cut:] if held_out else names[:cut]
            chance = random.Random(9)  # noqa: S311 - the same places every time
            for index in range(count):
                part = _cut(opened.read(chosen[index % len(chosen)]), chance)
                if part is not None:
                    yield part


def _cut(data: bytes, chance: random.Random) -> Score | None:
    try:
        score = read_midi(data)
    except MuseaikaError:
        return None
    if score.seconds < SECONDS + 1:
        return None
    known = Known(0, score, np.zeros((0, 2)), [], [])
    part = excerpt(known, chance.uniform(0, score.seconds - SECONDS), SECONDS).score
    return part if sum(len(track.notes) for track in part.tracks) > 12 else None


def rendered(score: Score, band: Studio) -> Floats:
    """One channel at the rate of hearing."""
    return heard_rate(played(score, band).mean(axis=1))


def heard_rate(samples: Floats) -> Floats:
    made = resample_poly(samples, RATE, STUDIO).astype(np.float32)[: round(SECONDS * RATE)]
    return np.pad(made, (0, round(SECONDS * RATE) - len(made)))


def led(stretch: Stretch, cast: Cast, band: Studio, chance: random.Random) -> Floats:
    """The melody by an instrument."""
    program = chance.choice(cast.programs(LEADS))
    ticks = stretch.beneath.tempo_map.ticks
    up = chance.choice((-12, 0, 0, 0, 12))
    notes = [
        Note(int(ticks(start)), int(ticks(end)), int(pitch) + up, chance.randrange(70, 115))
        for start, end, pitch in stretch.melody.tolist()
    ]
    score = replace(stretch.beneath, tracks=(track_of("Lead", notes, program=program),))
    return rendered(score, band)


def sung(stretch: Stretch, cast: Cast, chance: random.Random) -> Floats:
    """The melody by a voice."""
    voice = cast.voice(chance)
    melody = melody_notes(stretch.melody, voice)
    if chance.random() < 0.15:
        setting = vocalise(melody, chance.choice(("la", "na", "ooh")))
    else:
        language = cast.language(chance)
        lines = chance.sample(VERSES[language], len(VERSES[language]))
        setting = set_words("\n".join(lines), melody, language)
    singer = WorldSinger(voice, detuned=chance.gauss(0, 8))
    clip = singer.sing(setting.notes, seed=chance.randrange(10**6), report=lambda _done, _note: None, check=never)
    return heard_rate(clip.samples[:, 0])


def melody_notes(melody: Floats, voice: Voice) -> list[MelodyNote]:
    up = 12 * voice.octaves([int(pitch) for pitch in melody[:, 2]])
    made: list[MelodyNote] = []
    phrase = 0
    for start, end, pitch in melody.tolist():
        phrase += bool(made) and start - made[-1].end > _REST
        made.append(MelodyNote(start, end - start, int(pitch) + up, 0.5, phrase))
    return made
