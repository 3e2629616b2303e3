import pytest

from modules.documents.plan import lookups, planned
from modules.documents.store import Collection, Query, Range
from modules.documents.values import shadowed

WORKS = Collection(
    "works",
    indexes=(("owner",), ("owner", "made"), ("owner", "state", "made"), ("state", "owner")),
    unique=(("slug",), ("owner", "made")),
    expires="until",
)


def test_each_looked_up_field_is_named_once():
    assert shadowed(WORKS) == ["owner", "made", "state", "slug", "until"]


def test_an_index_that_another_one_begins_with_is_not_made():
    assert lookups(WORKS) == [("owner", "made"), ("owner", "state", "made"), ("state", "owner"), ("slug",), ("until",)]


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query({"id": "a"}),
        Query({"owner": "a"}),
        Query({"owner": "a"}, order="made"),
        Query({"owner": "a"}, {"made": Range(gt=1)}),
        Query({"owner": "a", "state": "b"}, {"made": Range(gt=1)}, "made"),
        Query({"state": "a"}, order="owner"),
        Query({"state": "a", "owner": "b"}, order="id"),
        Query({"owner": "a"}, {"owner": Range(gt="a"), "id": Range(gt="b")}, "owner"),
        Query({"slug": "a"}),
        Query(order="until"),
        Query(ranges={"owner": Range(gt="a")}, order="owner"),
    ],
    ids=str,
)
def test_what_an_index_answers_is_planned(query):
    assert planned(WORKS, query).order == query.order


@pytest.mark.parametrize(
    "query",
    [
        Query({"made": 1}),
        Query({"slug": 1}, order="made"),
        Query({"owner": 1}, {"state": Range(gt=1)}, "made"),
        Query({"owner": 1, "slug": 1}),
        Query(order="nothing"),
        Query(ranges={"state": Range(gt=1)}, order="until"),
    ],
    ids=str,
)
def test_what_no_index_answers_is_refused(query):
    with pytest.raises(ValueError, match="No index of works"):
        planned(WORKS, query)
