import io
import random

import partitura
import pytest
from lxml import etree

from modules.score.musicxml import write_musicxml
from modules.score.score import Chord, Key, Lyric, Marker, Note, Score, TimeSignature, Track
from modules.score.spelling import signature_of, spelled
from modules.score.tempo import TICKS, Tempo

S = TICKS // 4
T = TICKS // 3


def parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(load_dtd=False, no_network=True))


def part_of(*notes: Note, metre: tuple[int, int] = (4, 4), **more: object) -> etree._Element:
    score = Score((Track("Tune", 40, notes=tuple(sorted(notes))),), time_signatures=(TimeSignature(0, *metre),), **more)
    return parsed(write_musicxml(score))


def values(root: etree._Element) -> list[str]:
    """Each written note or rest in short: duration, then r for a rest, ~ where tied on, 3 in a triplet."""
    told = []
    for note in root.iter("note"):
        marks = "r" if note.find("rest") is not None else ""
        marks += "~" if note.find("tie[@type='start']") is not None else ""
        marks += "3" if note.find("time-modification") is not None else ""
        told.append(note.findtext("duration", "") + marks)
    return told


def lengths_fit(root: etree._Element) -> bool:
    """Every voice fills its bar exactly."""
    for part in root.iter("part"):
        length = 0
        for measure in part.iter("measure"):
            if (time := measure.find("attributes/time")) is not None:
                length = 96 * int(time.findtext("beats", "")) // int(time.findtext("beat-type", ""))
            if set(voice_lengths(measure)) != {length}:
                return False
    return True


def voice_lengths(measure: etree._Element) -> list[int]:
    lengths = [0]
    for element in measure:
        if element.tag == "backup":
            assert int(element.findtext("duration")) == lengths[-1]
            lengths.append(0)
        elif element.tag == "note" and element.find("chord") is None:
            lengths[-1] += int(element.findtext("duration"))
    return lengths


def test_played_notes_are_written_on_the_nearest_sixteenths():
    root = part_of(Note(7, TICKS - 20, 60, 80), Note(TICKS + 3 * S + 11, 2 * TICKS - 9, 62, 80))

    assert values(root) == ["24", "18r", "6", "48r"]


def test_a_note_over_the_bar_line_is_tied():
    assert values(part_of(Note(3 * TICKS, 5 * TICKS, 60, 80))) == ["72r", "24~", "24", "72r"]


def test_a_beat_in_three_becomes_a_triplet():
    root = part_of(*(Note(k * T, (k + 1) * T, 60 + k, 80) for k in range(3)))

    assert values(root) == ["83", "83", "83", "72r"]
    assert [mark.get("type") for mark in root.iter("tuplet")] == ["start", "stop"]
    assert lengths_fit(root)


def test_notes_that_overlap_get_voices_and_chords_stay_together():
    root = part_of(Note(0, 4 * TICKS, 48, 80), Note(0, TICKS, 64, 80), Note(0, TICKS, 67, 80))

    assert [note.findtext("voice") for note in root.iter("note")] == ["1", "1", "1", "2"]
    assert len(root.findall(".//chord")) == 1
    assert lengths_fit(root)


def test_a_note_that_starts_just_before_the_end_is_still_written():
    root = part_of(Note(0, TICKS, 60, 80), Note(4 * TICKS - 20, 4 * TICKS, 62, 80))

    assert values(root) == ["24", "48r", "18r", "6"]


def test_six_eight_is_written_in_dotted_beats():
    assert values(part_of(Note(0, 3 * TICKS // 2, 60, 80), Note(3 * TICKS // 2, 3 * TICKS, 62, 80), metre=(6, 8))) == [
        "36",
        "36",
    ]


def test_key_tempo_chords_sections_and_words_are_written():
    root = parsed(
        write_musicxml(
            Score(
                (Track("Voice", 52, notes=(Note(0, TICKS, 60, 80), Note(TICKS, 2 * TICKS, 62, 80)),
                       lyrics=(Lyric(0, "Twin-"), Lyric(TICKS, "kle"))),),
                (Tempo.from_bpm(92),),
                keys=(Key(0, 5, "minor"),),
                chords=(Chord(0, TICKS, "Bb:min7"),),
                markers=(Marker(0, "A & B"),),
                title="<Song>",
            )
        )
    )  # fmt: skip

    assert root.findtext(".//fifths") == "-4"
    assert float(root.find(".//sound").get("tempo")) == pytest.approx(92, abs=1e-3)
    assert root.findtext(".//per-minute") == "92"
    assert [root.findtext(f".//harmony//{tag}") for tag in ("root-step", "root-alter", "kind")] == [
        "B",
        "-1",
        "minor-seventh",
    ]
    assert root.findtext(".//rehearsal") == "A & B"
    assert root.findtext(".//work-title") == "<Song>"
    assert [(word.findtext("syllabic"), word.findtext("text")) for word in root.iter("lyric")] == [
        ("begin", "Twin"),
        ("end", "kle"),
    ]


def test_drums_are_unpitched_with_an_instrument_for_every_drum():
    kit = Track("Kit", 0, is_drum=True, notes=(Note(0, S, 36, 90), Note(0, S, 42, 90)))
    root = parsed(write_musicxml(Score((kit,))))

    assert [found.text for found in root.iter("midi-unpitched")] == ["37", "43"]
    assert {found.get("id") for found in root.findall(".//note/instrument")} == {"P1-I36", "P1-I42"}
    assert root.findtext(".//clef/sign") == "percussion"


def test_a_piano_gets_two_staves():
    keys = Track("Piano", 0, notes=(Note(0, TICKS, 40, 80), Note(0, TICKS, 72, 80)))
    root = parsed(write_musicxml(Score((keys,))))

    assert root.findtext(".//staves") == "2"
    assert lengths_fit(root)


@pytest.mark.parametrize(
    ("pitch", "fifths", "name"),
    [(61, 0, "C#4"), (61, -4, "D-4"), (70, 1, "B-4"), (66, 5, "F#4"), (59, -7, "C-4"), (60, 7, "B#3"), (68, 0, "G#4")],
)
def test_pitches_are_spelled_as_their_key_has_them(pitch: int, fifths: int, name: str):
    step, alter, octave = spelled(pitch, fifths)

    assert f"{step}{'#' * alter}{'-' * -alter}{octave}" == name


def test_without_a_key_the_notes_tell_it():
    notes = tuple(Note(k * S, (k + 1) * S, 62 + pitch, 80) for k, pitch in enumerate((0, 2, 4, 5, 7, 9, 11, 12)))
    assert signature_of(Score((Track("", notes=notes),)))[0].fifths == 2


@pytest.mark.filterwarnings("ignore:ignoring direction")
@pytest.mark.parametrize("metre", [(4, 4), (3, 4), (6, 8), (7, 8), (2, 2), (12, 8), (5, 16), (3, 32), (1, 4)])
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_played_every_bar_is_full_and_other_programs_read_every_note(metre: tuple[int, int], seed: int):
    dice = random.Random(seed)
    notes = []
    for _ in range(150):
        grid = dice.choice([S, S, T, 1])
        start = dice.randrange(0, 16 * TICKS // grid) * grid
        notes.append(Note(start, start + dice.randrange(1, 3000), dice.randrange(30, 90), 80))
    program = dice.choice([0, 40])
    track = Track("Tune", program, notes=tuple(sorted(notes)))
    data = write_musicxml(Score((track,), time_signatures=(TimeSignature(0, *metre), TimeSignature(9 * TICKS, 4, 4))))

    assert lengths_fit(parsed(data))
    written = [note for note in parsed(data).iter("note") if note.find("pitch") is not None]
    whole = sum(note.find("tie[@type='stop']") is None for note in written)
    assert whole > 100
    if program:  # partitura mixes up ties between the staves of a piano
        assert len(partitura.load_musicxml(io.BytesIO(data)).parts[0].notes_tied) == whole


def test_the_same_score_gives_the_same_bytes_without_a_date():
    score = Score((Track("Tune", 0, notes=(Note(0, TICKS, 60, 80),)),))

    assert write_musicxml(score) == write_musicxml(score)
    assert b"encoding-date" not in write_musicxml(score)


def test_giving_up_stops_the_writing():
    class EnoughError(Exception):
        pass

    calls = iter(range(3))

    def enough() -> None:
        if next(calls, None) is None:
            raise EnoughError

    notes = tuple(Note(k * TICKS, (k + 1) * TICKS, 60, 80) for k in range(100))
    with pytest.raises(EnoughError):
        write_musicxml(Score((Track("Tune", 0, notes=notes),)), enough)
