"""From the material of a bar to what its players play: arranged by the mood of this bar, performed, in seconds."""

from dataclasses import replace
from typing import Final

import numpy as np

from models.live import LiveChord, LiveNote, LiveTrack
from modules.composing.arranging.arrangement import IN_BAR, Arrangement, Voice
from modules.composing.arranging.arranger import assigned
from modules.composing.bars import Bars
from modules.composing.performing.performer import perform
from modules.composing.styles.style import Player
from modules.live.composing.material import Material
from modules.live.composing.scene import Scene
from modules.live.composing.thread import MICROSECONDS
from modules.score.score import Note, Score, Track
from modules.score.sustain import sustained
from modules.score.tempo import TICKS

_ARRANGE, _PERFORM, _PROGRAM = 51, 52, 53
"""Streams of chance."""
_RINGS: Final = frozenset({"drums"})
"""Players whose notes may end after the bar."""


def programs_for(scene: Scene) -> dict[str, int]:
    """The instruments of a section: each quarter of the circle of moods has its own, through the whole stream."""
    valence, arousal = scene.mood
    quarter = 2 * (valence >= 0) + (arousal >= 0)
    rng = np.random.default_rng((scene.before.seed, _PROGRAM, quarter))
    found = {}
    for player in scene.style.players:
        chosen = player.programs[int(rng.integers(len(player.programs)))]
        found[player.name] = player.programs[0] if player.role == "drums" else chosen
    return found


def tracks_of(scene: Scene, material: Material, programs: dict[str, int]) -> tuple[LiveTrack, ...]:
    """What sounds in this bar."""
    plan = scene.plan(material.origin)
    bars = Bars(material.rows, plan.blank.lengths, plan.blank.chords)
    seed, section = scene.before.seed, scene.before.section
    voices = assigned(plan, bars, np.random.default_rng((seed, _ARRANGE, section, scene.place.bar)))
    mine = [_in_this_bar(scene, voice, programs) for voice in voices]
    mine = [voice for voice in mine if len(voice.notes)]
    rng = np.random.default_rng((seed, _PERFORM, scene.before.index))
    score = perform(plan, Arrangement(tuple(mine)), rng)
    return tuple(_track(scene, voice.player, track) for voice, track in zip(mine, score.tracks, strict=True))


def _in_this_bar(scene: Scene, voice: Voice, programs: dict[str, int]) -> Voice:
    rows = voice.notes[voice.notes[:, IN_BAR] == scene.bar]
    return replace(voice, notes=rows, program=programs.get(voice.name, voice.program))


def _track(scene: Scene, player: Player, track: Track) -> LiveTrack:
    start = scene.bar * scene.metre.ticks
    end = scene.metre.ticks
    ringing = end if player.role not in _RINGS else 2 * end
    notes = [_moved(note, start, ringing) for note in sustained(track).notes]
    return LiveTrack(
        name=player.name,
        role=player.role,
        program=track.program,
        drums=track.is_drum,
        volume=player.volume,
        notes=tuple(_timed(note, scene.quarter) for note in notes if note.start < end),
    )


def _moved(note: Note, start: int, latest: int) -> Note:
    """From the plan to the bar: nothing begins before the bar line."""
    begin = max(note.start - start, 0)
    return note._replace(start=begin, end=max(min(note.end - start, latest), begin + 1))


def _timed(note: Note, quarter: int) -> LiveNote:
    return LiveNote(note.pitch, seconds(note.start, quarter), seconds(note.end, quarter), note.velocity)


def seconds(ticks: int, quarter: int) -> float:
    """To the microsecond, so that ticks can be told from it again."""
    return round(ticks * quarter / (TICKS * MICROSECONDS), 6)


def chords_of(scene: Scene) -> tuple[LiveChord, ...]:
    """The chords of this bar, each where it begins."""
    plan = scene.alone
    length = scene.metre.ticks
    score: Score = perform(plan, Arrangement(()), np.random.default_rng(0))
    begin, end = scene.bar * length, (scene.bar + 1) * length
    inside = [one for one in score.chords if one.end > begin and one.start < end]
    return tuple(LiveChord(seconds(max(one.start - begin, 0), scene.quarter), one.name) for one in inside)
