import pytest

from modules.mood.detectors import needs


@pytest.mark.parametrize("kind", ["face", "text"])
def test_weights_that_are_not_there_are_named_with_what_makes_them(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(needs, "HERE", tmp_path)
    found = needs.missing(kind)
    assert len(found) == len(needs.WEIGHTS[kind])
    for line, (name, script) in zip(found, needs.WEIGHTS[kind].items(), strict=True):
        assert str(tmp_path / name) in line
        assert script in line
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert needs.missing(kind) == []


def test_a_named_network_needs_packages_and_its_folder(tmp_path, monkeypatch):
    assert needs.missing("face", "hf:someone/some-network") == []
    assert needs.missing("text", f"hf:{tmp_path}") == []
    [line] = needs.missing("text", f"hf:{tmp_path}/nothing")
    assert "MUSEAIKA_MOOD__TEXT__NETWORK" in line
    monkeypatch.setattr(needs, "find_spec", lambda name: None)
    assert len(needs.missing("text", "hf:someone/some-network")) == 2
