import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from modules.generation.engines.song import SongCard, SongSettings
from modules.generation.engines.song.options import SongOptions
from modules.score.midi import read_midi
from modules.voice.banks.bank import BankUnsupported
from modules.voice.banks.banks import Banks
from tests.backings import backing, tune

pytestmark = [pytest.mark.slow, pytest.mark.torch]


def test_a_bank_that_somebody_brought_sings_both_voices_and_is_named(sing, stages, banks: Path):
    folder, work, told = sing(backing(2), tune(), voice="Tiny", lyrics="la la little", language="en-us")
    record = json.loads((folder / "record.json").read_text())
    dry, rate = soundfile.read(folder / "vocal-dry.flac")
    note = dry[round(0.7 * rate) : round(0.9 * rate)]
    hertz = np.count_nonzero(np.diff(np.signbit(note))) / 2 / 0.2

    assert "singing" in stages(told)
    assert 69 + 12 * np.log2(hertz / 440) == pytest.approx(62, abs=0.7)
    assert (folder / "stems/harmony.flac").is_file()
    assert (record["singer"]["title"], record["singer"]["licence"]) == ("Tiny Voice", "Name the singer.")
    digest = Banks(banks).singers["tiny"].digest()
    assert record["singer"]["sha256"] == record["weights"]["voice bank Tiny Voice"] == digest
    assert work.origin.parameters["singer"]["licence"] == "Name the singer."
    assert any(one.sha256 == digest for one in work.origin.weights)
    assert any("licence stands in the record" in note for note in work.notes)
    with pytest.raises(BankUnsupported) as refusal:
        sing(backing(), tune(), voice="tiny", lyrics="book", language="en-us")
    assert refusal.value.field == "options.voice"


def test_a_card_lists_banks_beside_the_house_and_names_the_broken_ones(banks: Path):
    card = SongCard(SongSettings(banks=banks))
    voice = card.Options.model_json_schema()["properties"]["voice"]
    assert voice["enum"][-1] == "tiny"
    assert {"const": "tiny", "title": "Tiny Voice"} in voice["oneOf"]
    assert card.Options.model_validate({"backing": "a", "voice": " TINY "}).voice == "tiny"
    [broken] = card.limits()
    assert "Torn" in broken
    assert "acoustic.onnx" in broken
    with pytest.raises(ValueError, match=r"(?s)called 'torn'.*acoustic.*Take one of .*giant, tiny"):
        card.Options.model_validate({"backing": "a", "voice": "torn"})


def test_melodies_are_offered_with_reasons_and_another_one_is_only_sung_and_mixed(sing, stages):
    folder, work, _ = sing(backing(), candidates=2)
    shown = work.summary["candidates"]
    assert [one["rank"] for one in shown] == [1, 2]
    assert [one["file"] for one in shown] == ["melody.mid", "melody-2.mid"]
    assert all(one["reasons"] for one in shown)

    other, work, told = sing(backing(), candidates=2, melody_choice=2)
    assert stages(told) == ["listening", "singing", "mixing"]
    assert [one["file"] for one in work.summary["candidates"] if one["sung"]] == ["melody.mid"]
    assert pitches(other / "melody.mid") == pitches(folder / "melody-2.mid")
    assert pitches(other / "melody-1.mid") == pitches(folder / "melody.mid") != pitches(other / "melody.mid")
    with pytest.raises(ValueError, match="Ask for 3 candidates"):
        SongOptions(backing="a", candidates=2, melody_choice=3)


def test_fewer_melodies_than_asked_for_are_said(sing):
    folder, work, _ = sing(backing(), tune(), candidates=3, melody_choice=3, harmony=False)
    assert not (folder / "melody-2.mid").exists()
    assert any("no other to choose" in note for note in work.notes)


def pitches(path: Path) -> list[int]:
    return [note.pitch for note in read_midi(path.read_bytes()).tracks[0].notes]
