"""A file with a record plays as before, is the same every time, and no byte of it can change unnoticed."""

import io
import json
from contextlib import suppress

import av
import numpy as np
import pytest
import soundfile
import symusic
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from models.provenance import Content, Ingredient, Origin, SourceType
from modules.generation.progress import Cancelled
from modules.provenance.canonical import canonical
from modules.provenance.carriers.carrier import MOST_BYTES, CannotCarry
from modules.provenance.data import FileData, Splice, Spliced, chunks
from modules.provenance.envelope import opened, sealed
from modules.provenance.formats import CARRIERS, UnsupportedType, carrier_of
from modules.provenance.making import Making
from modules.provenance.provenance import Provenance
from modules.provenance.signing import Signer, is_signed
from modules.provenance.verifying import Verifier
from modules.score.midi import read_midi
from tests.sounds import midi, sound
from tests.unit.modules.provenance.conftest import SOUNDS, TYPES

pytestmark = pytest.mark.slow

KINDS = sorted(TYPES)
LENGTHS = [("flac", b"mAIk", -2), ("png", b"maIK", -2), ("wav", b"mAIk", 5)]
"""Where the length of a record stands, as seen from the name of its place."""
BOX = b"uuid" + bytes.fromhex("6d757365 61696b61 8070726f 76656e31")


class Endless:
    """Three gigabytes that begin like this, and a note of the longest piece anybody took."""

    def __init__(self, head):
        self.head, self.most = head, 0

    def __len__(self):
        return 3 * 2**30

    def __getitem__(self, part):
        start, stop, _ = part.indices(len(self))
        self.most = max(self.most, stop - start)
        return (self.head + bytes(max(stop - len(self.head), 0)))[start:stop] if stop < 2**20 else bytes(stop - start)


def samples(data):
    with av.open(io.BytesIO(data)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stamped_file_is_valid_and_says_what_made_it(provenance, files, stamped, kind):
    verdict = provenance.verify(stamped[kind])
    assert (verdict.valid, verdict.code, verdict.made_by_ai) == (True, "valid", True)
    assert verdict.key_id == provenance.key_id
    record = verdict.record
    assert record.digital_source_type.endswith("/trainedAlgorithmicMedia")
    assert (record.engine, record.seed, record.content.part) == ("composer", 7, f"mix.{kind}")
    assert record.parameters["style"] == "piano, très doux"
    assert [one.name for one in (*record.inputs, *record.weights)] == ["midi", "composer"]
    assert len(stamped[kind]) - len(files[kind]) < 1500


@pytest.mark.parametrize("kind", SOUNDS)
def test_a_stamped_sound_plays_the_same_samples(files, stamped, kind):
    assert np.array_equal(samples(files[kind]), samples(stamped[kind]))
    if kind != "m4a":
        before, after = (soundfile.read(io.BytesIO(one)) for one in (files[kind], stamped[kind]))
        assert np.array_equal(before[0], after[0])
        assert before[1] == after[1]


def test_players_can_still_jump_within_a_stamped_flac(files, stamped):
    with soundfile.SoundFile(io.BytesIO(stamped["flac"])) as file:
        file.seek(2500)
        assert np.array_equal(file.read(), soundfile.read(io.BytesIO(files["flac"]))[0][2500:])


def test_stamped_notes_are_the_same_notes(files, stamped):
    before, after = (symusic.Score.from_midi(one) for one in (files["mid"], stamped["mid"]))
    assert before.tracks == after.tracks
    assert before.tempos == after.tempos
    assert read_midi(files["mid"]) == read_midi(stamped["mid"])


def test_a_stamped_picture_and_a_stamped_list_of_facts_are_still_what_they_were(files, stamped):
    before, after = (Image.open(io.BytesIO(one)) for one in (files["png"], stamped["png"]))
    assert before.tobytes() == after.tobytes()
    found = json.loads(stamped["json"])
    assert found.pop("museaika_provenance")["record"]["made_by_ai"] is True
    assert found == json.loads(files["json"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_order_gives_the_same_bytes(files, stamped, making, kind):
    again = Provenance(Signer("a secret"), [], "MuseAIka test")
    assert b"".join(again.stamp(files[kind], f"mix.{kind}", TYPES[kind], making)) == stamped[kind]


def fails(provenance, data):
    try:
        return not provenance.verify(data).valid
    except UnsupportedType:
        return True


@pytest.mark.parametrize("kind", ["mid", "png", "json"])
def test_every_single_changed_byte_fails(provenance, stamped, kind):
    data = stamped[kind]
    for at in range(len(data)):
        changed = data[at] ^ (1, 0x80, 0x20)[at % 3]
        assert fails(provenance, data[:at] + bytes([changed]) + data[at + 1 :]), at


@pytest.mark.parametrize("kind", SOUNDS)
def test_every_changed_byte_around_the_record_and_a_sample_of_the_rest_fail(provenance, stamped, kind):
    data = stamped[kind]
    places = {*range(1500), *range(len(data) - 1500, len(data), 3), *range(0, len(data), 37)}
    for at in sorted(place for place in places if 0 <= place < len(data)):
        assert fails(provenance, data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :]), at


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_that_are_taken_added_or_repeated_fail(provenance, stamped, kind):
    data = stamped[kind]
    for changed in (data[:-1], data + b"\0", data + data, b"\0" + data, data[:200] + b"\0" + data[200:], data[:50]):
        assert fails(provenance, changed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_does_not_vouch_for_another_file_of_the_same_kind(provenance, files, stamped, making, kind):
    record = carrier_of(stamped[kind]).extract(stamped[kind]).record
    other = {"json": b'{"tempo": 121}', "mid": midi(5)}.get(kind, files[kind] + b"\0\0\0\x08free"[:8])
    carrier = carrier_of(other)
    try:
        changed = b"".join(chunks(Spliced(other, carrier.embed(other, record))))
    except CannotCarry:
        return
    assert provenance.verify(changed).code == "altered_file"


def test_each_failure_is_told_apart(provenance, files, stamped, making):
    data = stamped["wav"]
    record = data.index(b'"seed":7')
    elsewhere = Provenance(Signer("another secret"), [], "MuseAIka test")
    assert provenance.verify(files["wav"]).code == "no_record"
    assert provenance.verify(data[:-1] + b"\x01").code == "altered_file"
    assert provenance.verify(data[:record] + b'"seed":8' + data[record + 8 :]).code == "altered_record"
    unknown = elsewhere.verify(data)
    assert (unknown.valid, unknown.code, unknown.made_by_ai) == (False, "unknown_key", None)
    assert unknown.record.engine == "composer"
    with pytest.raises(UnsupportedType) as refused:
        provenance.verify(b"GIF89a")
    assert refused.value.next_step


def test_a_file_signed_with_an_older_key_stays_valid(provenance, stamped):
    renewed = Provenance(Signer("a newer secret"), [provenance.key_id], "MuseAIka test")
    assert renewed.verify(stamped["flac"]).valid
    assert Verifier([provenance.key_id]).verify(stamped["flac"]).valid
    assert not Verifier([]).verify(stamped["flac"]).valid


def test_a_record_of_a_newer_kind_is_not_taken_for_a_forged_one(provenance, files, stamped):
    signer = Signer("a secret")
    carrier = carrier_of(files["wav"])
    found = carrier.extract(stamped["wav"])
    statement = json.loads(found.record)["record"] | {"format": 2}
    envelope = {"key": signer.key_id, "record": statement, "signature": signer.sign(canonical(statement))}
    newer = b"".join(chunks(Spliced(files["wav"], carrier.embed(files["wav"], canonical(envelope)))))
    assert provenance.verify(newer).code == "unknown_format"


def test_a_rendering_of_what_ai_composed_is_partly_ais_and_names_its_parent(tmp_path, provenance, files, stamped):
    composed, plain = tmp_path / "a.mid", tmp_path / "b.mid"
    composed.write_bytes(stamped["mid"])
    plain.write_bytes(files["mid"])
    rendering = Origin(source=SourceType.RENDERED)
    verdicts = []
    for path in (composed, plain):
        making = Making("render", None, rendering, provenance.lineage([path]))
        data = b"".join(provenance.stamp(files["flac"], "mix.flac", "audio/flac", making))
        verdicts.append(provenance.verify(data))
    first, second = (verdict.record for verdict in verdicts)
    assert (first.digital_source_type, first.made_by_ai) == (SourceType.COMPOSITE, True)
    assert first.parents == [provenance.verify(stamped["mid"]).record.content.sha256]
    assert (second.digital_source_type, second.made_by_ai, second.parents) == (SourceType.RENDERED, False, [])


def test_another_format_of_a_sound_carries_the_record_on(provenance, files, stamped):
    mp3 = b"".join(provenance.pass_on(stamped["flac"], files["mp3"], "mix.mp3", "audio/mpeg"))
    verdict = provenance.verify(mp3)
    assert (verdict.valid, verdict.made_by_ai, verdict.record.seed) == (True, True, 7)
    assert verdict.record.parents == [provenance.verify(stamped["flac"]).record.content.sha256]
    assert b"".join(provenance.pass_on(files["flac"], files["mp3"], "mix.mp3", "audio/mpeg")) == files["mp3"]


def test_what_would_not_fit_is_told_by_its_hash(provenance, files):
    many = [Ingredient(name=f"reference {at}", sha256="c" * 64) for at in range(500)]
    origin = Origin(source=SourceType.TRAINED, inputs=many, weights=many, parameters={"text": "x" * 100_000})
    for kind in KINDS:
        data = b"".join(provenance.stamp(files[kind], kind, TYPES[kind], Making("composer", 1, origin)))
        verdict = provenance.verify(data)
        assert verdict.valid
        assert list(verdict.record.parameters) == ["sha256"]
        assert [one.name for one in verdict.record.inputs] == ["list of 500"]


def test_a_file_that_cannot_carry_a_record_is_refused_and_other_kinds_pass(provenance, making):
    assert b"".join(provenance.stamp(b"<score/>", "score.musicxml", "application/xml", making)) == b"<score/>"
    with pytest.raises(CannotCarry):
        provenance.stamp(b"RIFF", "mix.wav", "audio/wav", making)


def test_whoever_gives_up_is_heard_while_hashing(provenance, making):
    def give_up():
        raise Cancelled

    with pytest.raises(Cancelled):
        provenance.stamp(b"fLaC" + bytes(10), "mix.flac", "audio/flac", making, give_up)


def test_files_by_other_programs_can_carry_a_record_too(provenance, making):
    for kind in ("mp3", "m4a", "wav", "flac", "ogg"):
        data = sound(kind, seconds=0.5)
        stamped = b"".join(provenance.stamp(data, kind, TYPES[kind], making))
        assert provenance.verify(stamped).valid
        assert np.array_equal(samples(data), samples(stamped))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_read_in_pieces_with_the_same_result(tmp_path, provenance, files, stamped, making, kind):
    path = tmp_path / kind
    path.write_bytes(files[kind])
    with FileData(path) as data:
        assert b"".join(provenance.stamp(data, f"mix.{kind}", TYPES[kind], making)) == stamped[kind]


@given(st.binary(max_size=40), st.data())
def test_a_splice_on_paper_is_a_splice_in_bytes(data, draw):
    start, stop = sorted(draw.draw(st.integers(0, len(data))) for _ in range(2))
    new = draw.draw(st.binary(max_size=20))
    real = data[:start] + new + data[stop:]
    on_paper = Spliced(data, Splice(start, stop, new))
    low, high = (draw.draw(st.integers(0, 80)) for _ in range(2))
    assert on_paper[low:high] == real[low:high]
    assert on_paper[low:] == real[low:]
    assert (len(on_paper), b"".join(chunks(on_paper))) == (len(real), real)


HEADS = [b"fLaC\0\0\0\x22", b"RIFF\x40\0\0\0WAVEfmt \x10\0\0\0", b"ID3\4\0\0\0\0\1\0PRIV\0\0\0\x20\0\0museaika\0"]
HEADS += [b"MThd\0\0\0\6\0\1\0\1\0\x60MTrk\0\0\1\0\0\xff\x7f\x20\x7dmuseaika\0", b"\0\0\0\x10ftypM4A \0\0\0\0"]
HEADS += [b'{"museaika_provenance":', b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xfb", b""]
HEADS += [b"OggS\0\2" + bytes(20) + b"\1\x08OpusHeadOggS\0\0" + bytes(20) + b"\1\x40OpusTags"]


@settings(max_examples=300)
@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_noise_is_never_more_than_a_typed_refusal(head, rest):
    data = head + rest
    verifier = Verifier([])
    with suppress(UnsupportedType):
        assert not verifier.verify(data).valid
    for carrier in CARRIERS:
        for act in (lambda carrier=carrier: carrier.embed(data, b"{}"), lambda carrier=carrier: carrier.extract(data)):
            with suppress(CannotCarry):
                act()


@pytest.mark.parametrize(
    ("kind", "before", "place"), [("flac", b"mAIk", -2), ("png", b"maIK", -2), ("wav", b"mAIk", 5)]
)
def test_a_genuine_record_that_claims_to_be_longer_than_its_file_is_no_more_than_invalid(
    provenance, stamped, kind, before, place
):
    record = carrier_of(stamped[kind]).extract(stamped[kind]).record
    data = bytearray(stamped[kind][: stamped[kind].index(record) + len(record)])
    data[data.index(before) + place] += 0x10
    assert not provenance.verify(bytes(data)).valid


def test_sizes_in_a_file_cost_no_memory(provenance):
    huge = (2**31).to_bytes(4, "big")
    song = b"\0\0\0\x10ftypM4A \0\0\0\0" + huge + BOX
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(17) + huge + b"maIK"
    for data in (Endless(song), Endless(picture)):
        assert not provenance.verify(data).valid
        assert data.most <= 65_536


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_to_a_real_file_is_never_more_than_a_verdict(files, draw):
    provenance = Provenance(Signer("a secret"), [], "MuseAIka test")
    kind = draw.draw(st.sampled_from(KINDS))
    making = Making("composer", 7, Origin(source=SourceType.TRAINED))
    data = bytearray(b"".join(provenance.stamp(files[kind], kind, TYPES[kind], making)))
    original = bytes(data)
    for _ in range(draw.draw(st.integers(1, 6))):
        at = draw.draw(st.integers(0, min(len(data), 1500) - 1))
        data[at : at + draw.draw(st.integers(0, 4))] = draw.draw(st.binary(max_size=4))
    assert bytes(data) == original or fails(provenance, bytes(data))


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=50).map(lambda text: canonical({"key": text, "record": 1})))
def test_noise_is_no_envelope(text):
    assert opened(text) is None


def test_an_envelope_has_one_way_to_be_written(provenance, making):
    signer = Signer("a secret")
    text = sealed(making.record(Content(part="a", media_type="audio/wav", sha256="d" * 64), "MuseAIka test"), signer)
    assert opened(text) is not None
    found = json.loads(text)
    assert opened(canonical(found | {"more": 1})) is None
    assert opened(canonical(found | {"signature": found["signature"] + "="})) is None
    assert opened(canonical(found | {"key": 7})) is None
    assert opened(json.dumps(found).encode()) is None
    assert opened(text + b" " * MOST_BYTES) is None
    assert not is_signed(b"x", "!!", signer.key_id)
    assert not is_signed(b"x", signer.sign(b"x"), "short")
