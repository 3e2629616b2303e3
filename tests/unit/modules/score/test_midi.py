import io

import mido
import pretty_midi
import pytest

from models.errors import Invalid, TooLarge
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi
from modules.score.score import (
    PAN,
    SUSTAIN,
    VOLUME,
    Bend,
    Chord,
    Control,
    Key,
    Lyric,
    Marker,
    Note,
    Score,
    TimeSignature,
    Track,
)
from modules.score.tempo import TICKS, Tempo

pytestmark = pytest.mark.slow

BAR = 4 * TICKS


def tune() -> Score:
    melody = tuple(Note(step * TICKS, (step + 1) * TICKS, 60 + step, 70 + step) for step in range(8))
    return Score(
        tracks=(
            Track(
                "Tune",
                40,
                notes=melody,
                controls=(Control(0, VOLUME, 90), Control(0, PAN, 30), Control(TICKS, SUSTAIN, 127)),
                bends=(Bend(10, 1.5), Bend(20, 0.0)),
                lyrics=(Lyric(0, "Twin-"), Lyric(TICKS, "kle")),
            ),
            Track("Kit", 0, is_drum=True, notes=(Note(0, 120, 36, 100), Note(TICKS, TICKS + 120, 38, 100))),
        ),
        tempos=(Tempo.from_bpm(92), Tempo.from_bpm(71.5, BAR)),
        time_signatures=(TimeSignature(0, 4, 4), TimeSignature(BAR, 3, 4)),
        keys=(Key(0, 5, "minor"),),
        chords=(Chord(0, 2 * TICKS, "F:min"), Chord(2 * TICKS, BAR, "Db:maj7")),
        markers=(Marker(0, "A"), Marker(BAR, "B")),
        title="Ein Stück",
    )


def file_of(body: bytes, division: int = 480, tail: bytes = b"\x00\xff\x2f\x00") -> bytes:
    body += tail
    return b"MThd\0\0\0\6\0\1\0\1" + division.to_bytes(2, "big") + b"MTrk" + len(body).to_bytes(4, "big") + body


NOTE = b"\x00\x90\x3c\x40\x60\x80\x3c\x40"


def test_a_score_comes_back_from_its_midi_file_as_it_was():
    assert read_midi(write_midi(tune())) == tune()


def test_twenty_players_and_two_kits_keep_their_own_instruments_and_controls():
    tracks = [Track(f"P{k}", k, notes=(Note(0, 960, 60, 80),), controls=(Control(0, PAN, k),)) for k in range(20)]
    tracks += [Track("K1", 0, is_drum=True, notes=(Note(0, 9, 36, 80),)), Track("K2", 25, True, (Note(0, 9, 38, 80),))]
    score = Score(tuple(tracks))

    assert read_midi(write_midi(score)) == score


def test_other_programs_read_what_we_write_alike():
    other = pretty_midi.PrettyMIDI(io.BytesIO(write_midi(tune())))

    assert [(i.program, i.is_drum, len(i.notes)) for i in other.instruments] == [(40, False, 8), (0, True, 2)]
    assert other.instruments[0].notes[5].start == pytest.approx(float(tune().tempo_map.seconds(5 * TICKS)))
    assert other.get_end_time() == pytest.approx(tune().seconds)


def test_we_read_what_other_programs_write_alike():
    other = pretty_midi.PrettyMIDI(initial_tempo=100, resolution=220)
    player = pretty_midi.Instrument(5, name="Keys")
    player.notes = [pretty_midi.Note(90, 50 + k, k * 0.3, k * 0.3 + 0.2) for k in range(30)]
    other.instruments.append(player)
    file = io.BytesIO()
    other.write(file)

    score = read_midi(file.getvalue())

    assert [(note.pitch, note.velocity) for note in score.tracks[0].notes] == [(50 + k, 90) for k in range(30)]
    assert score.tracks[0].name == "Keys"
    assert score.tempo_map.seconds([note.start for note in score.tracks[0].notes]) == pytest.approx(
        [k * 0.3 for k in range(30)], abs=0.002
    )


def test_a_format_0_file_becomes_a_track_for_every_instrument():
    file = mido.MidiFile(type=0)
    track = mido.MidiTrack()
    file.tracks.append(track)
    for channel, program in ((0, 0), (1, 33), (9, 0)):
        track.append(mido.Message("program_change", channel=channel, program=program))
        track.append(mido.Message("note_on", channel=channel, note=40, velocity=80))
        track.append(mido.Message("note_off", channel=channel, note=40, time=480))
    stream = io.BytesIO()
    file.save(file=stream)

    score = read_midi(stream.getvalue())

    assert [track.name for track in score.tracks] == ["Acoustic Grand Piano", "Electric Bass (finger)", "Drums"]


def test_a_change_of_program_within_a_channel_starts_another_track():
    score = read_midi(file_of(NOTE + b"\x00\xc0\x20" + NOTE))

    assert [track.program for track in score.tracks] == [0, 32]


def test_running_status_velocity_zero_and_overlaps_are_understood():
    score = read_midi(file_of(b"\x00\x90\x3c\x40\x10\x3c\x50\x10\x3c\x00\x10\x3c\x00"))

    assert score.tracks[0].notes == (Note(0, 64, 60, 64), Note(32, 96, 60, 80))


def test_the_declared_bend_range_counts():
    wide = b"\x00\xb0\x65\x00\x00\xb0\x64\x00\x00\xb0\x06\x0c\x00\xe0\x00\x60"

    assert read_midi(file_of(wide + NOTE)).tracks[0].bends == (Bend(0, 6.0),)
    assert read_midi(write_midi(read_midi(file_of(wide + NOTE)))).tracks[0].bends == (Bend(0, 6.0),)


def test_film_time_is_read_in_seconds():
    score = read_midi(file_of(b"\x00\x90\x3c\x40\x87\x68\x80\x3c\x40", division=(256 - 25) << 8 | 40))

    assert score.seconds == pytest.approx(1.0)


def test_a_riff_wrapper_is_opened():
    assert read_midi(b"RIFF\0\0\0\0RMIDdata\0\0\0\0" + file_of(NOTE)).note_count == 1


def test_a_file_cut_in_two_is_read_as_far_as_it_goes():
    data = write_midi(tune())
    score = read_midi(data[: data.index(b"Tune") + 120])

    assert 0 < score.note_count < tune().note_count
    assert any("ends" in remark for remark in score.remarks)


def test_a_note_that_is_never_released_ends_with_the_music():
    assert read_midi(file_of(b"\x00\x90\x3c\x40\x83\x60\x90\x40\x40")).tracks[0].end == 960 + 60


def test_stray_bytes_are_skipped_and_said():
    score = read_midi(file_of(b"\x00\x05\x00\x06" + NOTE))

    assert score.note_count == 1
    assert score.remarks == ("Bytes that belong to no event were skipped.",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "midi.not_midi"),
        (b"RIFF....WAVEfmt ", "midi.not_midi"),
        (b"MThd\0\0\0\6\0\1", "midi.broken"),
        (b"MThd\0\0\0\6\0\1\0\1\1\xe0", "midi.broken"),
        (file_of(NOTE, division=0), "midi.broken"),
        (file_of(b""), "midi.no_notes"),
        (file_of(b"\x00\xff\x51\x03\0\0\0" + NOTE), "midi.tempo_zero"),
        (file_of(b"\x00\xff\x51\x03\0\0\1" + NOTE + b"\xff\xff\xff\x7f\x90\x3c\x40\x60\x80\x3c\x40"), "midi.too_long"),
        (file_of(NOTE + b"\xff\xff\xff\x7f\x90\x3c\x40\x60\x80\x3c\x40"), "midi.too_long"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason_and_a_way_out(data: bytes, code: str):
    with pytest.raises(Invalid) as refusal:
        read_midi(data)

    assert refusal.value.code == code
    assert refusal.value.next_step


def test_too_many_tracks_are_refused():
    with pytest.raises(TooLarge, match="65 tracks"):
        read_midi(write_midi(Score(tuple(Track(f"T{k}", notes=(Note(0, 9, 60, 80),)) for k in range(65)))))


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\x90" + b"\x3c\x40\x01\x3c\x00\x01" * 1_000_000 + b"\x3c\x40",
        b"\x00\xb0" + b"\x07\x40\x01" * 10_000_000 + b"\x07\x40",
        b"\x00\xa0" + b"\x07\x40\x01" * 10_000_000 + b"\x07\x40",
        b"\x00\xff\x01\x00" * 10_000_000,
    ],
    ids=["a million notes", "ten million controls", "ten million touches", "ten million texts"],
)
@pytest.mark.timeout(60)
def test_a_bomb_is_refused_soon(body: bytes):
    with pytest.raises(TooLarge) as refusal:
        read_midi(file_of(body))

    assert refusal.value.code == "midi.too_many_notes"


def test_the_two_hundred_thousand_and_first_note_is_one_too_many():
    with pytest.raises(TooLarge, match="more than 200,000 notes"):
        read_midi(file_of(b"\x00\x90\x3c\x40" + b"\x00\x3c\x40" * 200_000))


def test_a_thousand_damaged_files_are_read_or_refused_but_never_crash():
    data, read = write_midi(tune()), 0
    for seed in range(1000):
        damaged = bytearray(data)
        for step in range(1 + seed % 7):
            damaged[(seed * 7919 + step * 104_729) % len(damaged)] = (seed * 31 + step * 17) % 256
        try:
            score = read_midi(bytes(damaged[: len(damaged) - seed % 50]))
        except Invalid:
            continue
        read += 1
        assert all(note.start < note.end and 0 <= note.pitch < 128 for track in score.tracks for note in track.notes)

    assert read > 500
