import pytest

from modules.generation.engines.composer.references import NoReference
from tests.unit.modules.generation.engines.composer.conftest import piece
from tests.unit.modules.generation.questions.conftest import House


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def test_an_order_without_a_usable_reference_is_not_taken(house):
    with pytest.raises(NoReference) as refused:
        house.submit(like=[house.upload(1, "drums.mid", drums=True), house.upload(2, "short.mid", bars=2)])

    assert refused.value.field == "options.like"
    assert "drums.mid: it has only drums; short.mid: " in refused.value.detail
    assert house.jobs.page("ann")[0] == []


def test_one_usable_reference_is_enough(house):
    assert house.submit(like=[house.upload(1, "drums.mid", drums=True), house.upload(2, "good.mid")]).cost > 0


def test_no_more_is_read_than_must_be(house):
    good, other = house.upload(1, "good.mid"), house.upload(2, "other.mid")
    house.files.put(f"uploads/{other}/original", [b"damaged on the disk"], "audio/midi")

    assert house.submit(like=[good, other]).state == "queued"


def test_an_engine_that_does_not_look_is_not_asked(house):
    assert house.submit("render", midi=house.uploads.receive("ann", "a.mid", [piece(1, drums=True)]).id)
