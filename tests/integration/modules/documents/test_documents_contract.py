"""What every store of documents keeps to, whichever database is behind it."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest

from modules.documents.store import (
    ALL,
    BadCursor,
    Collection,
    Duplicate,
    Newer,
    Query,
    Range,
    Stale,
    Unstorable,
)

pytestmark = pytest.mark.integration

WORKS = Collection(
    "works",
    indexes=(("owner", "made"), ("owner", "state", "made"), ("value",)),
    unique=(("slug",), ("shop", "number")),
    expires="until",
)
PLAIN = Collection("plain")
MOMENT = datetime(2026, 3, 4, 5, 6, 7, 89000, tzinfo=UTC)


@pytest.fixture
def works(store):
    store.prepare([WORKS, PLAIN])
    return store


def ids(store, query=ALL, collection=WORKS, **page):
    return [one["id"] for one in store.find(collection, query, **page).items]


def all_pages(store, query, limit):
    pages, cursor = [], None
    while True:
        page = store.find(WORKS, query, limit=limit, cursor=cursor)
        pages.append([one["id"] for one in page.items])
        cursor = page.next_cursor
        if cursor is None:
            return pages


# --- values


VALUES = {
    "nothing": None,
    "truth": True,
    "untruth": False,
    "one": 1,
    "whole": 1.0,
    "small": -(2**63),
    "big": 2**63 - 1,
    "middle": 2**40,
    "tiny": 5e-324,
    "endless": float("inf"),
    "empty": "",
    "text": "naïve \0 🎵 \uffff e\u0301",
    "bytes": b"\x00\xff\x80",
    "no bytes": b"",
    "moment": MOMENT,
    "ancient": datetime(1, 1, 1, tzinfo=UTC),
    "before": datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
    "late": datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
    "list": [1, [2, [3.5, [None, b"x", MOMENT]]], {}, []],
    "dict": {"b": {"c": [{"d": MOMENT}]}, "a": None, "": "no name", "é": 1},
    "operators": {"$set": 1, "$ref": "x", "$id": "y", "%$a": 2, "%": 3, "a.b": 4, "_id": 5, "$date": "x", "id": 6},
    "version of it": {"version": 1, "schema": 2},
}


def test_every_kind_of_value_comes_back_as_itself(works):
    inserted = works.insert(PLAIN, {"id": "a", **VALUES})
    found = works.get(PLAIN, "a")
    assert found == inserted == {"id": "a", "version": 1, "schema": 1, **VALUES}
    assert {name: type(value) for name, value in found.items() if name in VALUES} == {
        name: type(value) for name, value in VALUES.items()
    }
    assert type(found["list"][1][0]) is int
    assert type(found["list"][1][1][1][2]) is datetime
    assert list(found["operators"]) == list(VALUES["operators"])


def test_none_and_missing_are_kept_apart(works):
    works.insert(PLAIN, {"id": "a", "x": None})
    works.insert(PLAIN, {"id": "b"})
    assert "x" in works.get(PLAIN, "a")
    assert "x" not in works.get(PLAIN, "b")


def test_datetimes_come_back_in_utc_cut_to_the_millisecond(works):
    given = datetime(2026, 7, 1, 12, 0, 0, 123999, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    kept = works.insert(PLAIN, {"id": "a", "at": given})["at"]
    assert kept == works.get(PLAIN, "a")["at"] == datetime(2026, 7, 1, 6, 30, 0, 123000, tzinfo=UTC)
    assert kept.tzinfo is works.get(PLAIN, "a")["at"].tzinfo is UTC


def test_enums_are_kept_as_their_values(works):
    state = StrEnum("state", ["QUEUED"])
    works.insert(WORKS, {"id": "a", "owner": "ada", "state": state.QUEUED, "made": MOMENT})
    assert type(works.get(WORKS, "a")["state"]) is str
    assert ids(works, Query({"owner": "ada", "state": state.QUEUED}, order="made")) == ["a"]


def test_a_document_is_a_copy_and_not_the_one_that_was_given(works):
    given = {"id": "a", "list": [1]}
    inserted = works.insert(PLAIN, given)
    inserted["list"].append(2)
    works.get(PLAIN, "a")["list"].append(3)
    assert given == {"id": "a", "list": [1]}
    assert works.get(PLAIN, "a")["list"] == [1]


@pytest.mark.parametrize(
    "value",
    [2**63, -(2**63) - 1, "half \ud800", ["\udfff"], {"a\0b": 1}, {"\ud800": 1}, [[{"deep": 2**64}]]],
    ids=["big", "small", "half", "half in list", "nul name", "half name", "deep"],
)
def test_what_json_can_say_and_no_store_can_keep_is_refused_and_changes_nothing(works, value):
    works.insert(PLAIN, {"id": "b", "x": 1})
    with pytest.raises(Unstorable) as refused:
        works.insert(PLAIN, {"id": "a", "x": value})
    assert refused.value.next_step
    with pytest.raises(Unstorable):
        works.replace(PLAIN, {"id": "b", "x": value}, 1)
    assert works.count(PLAIN) == 1
    assert works.get(PLAIN, "b")["version"] == 1


def test_nesting_goes_a_hundred_deep_and_no_further(works):
    deep = []
    for _ in range(98):
        deep = [deep] if len(str(deep)) % 2 else {"a": deep}
    works.insert(PLAIN, {"id": "a", "deep": deep})
    assert works.get(PLAIN, "a")["deep"] == deep
    with pytest.raises(Unstorable):
        works.insert(PLAIN, {"id": "b", "deep": [deep]})


def test_a_document_of_more_than_16_mb_is_refused(works):
    works.insert(PLAIN, {"id": "a", "x": b"x" * 12_000_000})
    assert len(works.get(PLAIN, "a")["x"]) == 12_000_000
    with pytest.raises(Unstorable):
        works.insert(PLAIN, {"id": "b", "x": b"x" * 17_000_000})


MISUSED = [
    {"x": 1},
    {"id": 5},
    {"id": None},
    {"id": "a", "_id": "b"},
    {"id": "a", "x": {1, 2}},
    {"id": "a", "x": (1, 2)},
    {"id": "a", "x": {1: 2}},
    {"id": "a", "x": datetime(2026, 1, 1)},  # noqa: DTZ001 - the point
    {"id": "a", "value": [1]},
    {"id": "a", "value": {"$gt": ""}},
    {"id": "a", "value": float("nan")},
    {"id": "a", "value": b"bytes"},
    {"id": "a", "until": "tomorrow"},
]


def test_what_only_we_can_get_wrong_is_a_value_error(works, subtests):
    for document in MISUSED:
        with subtests.test(document=str(document)):
            with pytest.raises(ValueError, match=r"\w"):
                works.insert(WORKS, document)
            assert works.count(WORKS) == 0


# --- insert, replace, delete


def test_an_id_exists_once(works):
    works.insert(PLAIN, {"id": "a", "x": 1})
    with pytest.raises(Duplicate) as refused:
        works.insert(PLAIN, {"id": "a", "x": 2})
    assert refused.value.field == "id"
    assert works.get(PLAIN, "a")["x"] == 1


def test_ids_differ_by_case_accent_and_length(works):
    named = ["", "A", "a", "aa", "e\u0301", "é", "\uffff", "🎵", "x" * 2000]
    for one in named:
        works.insert(PLAIN, {"id": one})
    assert ids(works, collection=PLAIN) == sorted(named, key=str.encode)
    assert all(works.get(PLAIN, one)["id"] == one for one in named)


@pytest.mark.parametrize("asked", ["none", {"$gt": ""}, {"$ne": None}, None, 5, ["a"], "half \ud800"], ids=str)
def test_an_id_that_is_not_there_is_none_whatever_it_is(works, asked):
    works.insert(PLAIN, {"id": "a"})
    works.insert(PLAIN, {"id": "5"})
    assert works.get(PLAIN, asked) is None
    assert works.delete(PLAIN, asked) is False
    with pytest.raises(Stale):
        works.delete(PLAIN, asked, 1)
    assert works.count(PLAIN) == 2


def test_replace_stores_the_whole_document_as_the_next_version(works):
    works.insert(PLAIN, {"id": "a", "old": 1, "version": 70, "schema": 9})
    replaced = works.replace(PLAIN, {"id": "a", "new": 2, "version": 1}, 1)
    assert replaced == works.get(PLAIN, "a") == {"id": "a", "new": 2, "version": 2, "schema": 1}


@pytest.mark.parametrize("expected", [0, 1, 3, -1])
def test_replace_of_another_version_is_stale(works, expected):
    works.insert(PLAIN, {"id": "a"})
    works.replace(PLAIN, {"id": "a", "x": "mine"}, 1)
    with pytest.raises(Stale):
        works.replace(PLAIN, {"id": "a", "x": "yours"}, expected)
    assert works.get(PLAIN, "a")["x"] == "mine"


def test_replace_of_nothing_is_stale_and_makes_nothing(works):
    with pytest.raises(Stale):
        works.replace(PLAIN, {"id": "a"}, 1)
    assert works.get(PLAIN, "a") is None


def test_delete_says_whether_it_was_there(works):
    works.insert(PLAIN, {"id": "a"})
    assert works.delete(PLAIN, "a") is True
    assert works.delete(PLAIN, "a") is False
    assert works.get(PLAIN, "a") is None


def test_delete_of_a_version_spares_the_others(works):
    works.insert(PLAIN, {"id": "a"})
    works.replace(PLAIN, {"id": "a"}, 1)
    with pytest.raises(Stale):
        works.delete(PLAIN, "a", 1)
    assert works.delete(PLAIN, "a", 2) is True
    with pytest.raises(Stale):
        works.delete(PLAIN, "a", 2)


# --- unique


@pytest.mark.parametrize("value", ["x", 7, True, MOMENT, ""], ids=str)
def test_a_unique_value_is_taken_once_in_insert_and_in_replace(works, value):
    works.insert(WORKS, {"id": "a", "slug": value})
    works.insert(WORKS, {"id": "b"})
    with pytest.raises(Duplicate) as refused:
        works.insert(WORKS, {"id": "c", "slug": value})
    assert refused.value.field == "slug"
    with pytest.raises(Duplicate):
        works.replace(WORKS, {"id": "b", "slug": value}, 1)
    assert works.get(WORKS, "b")["version"] == 1
    works.replace(WORKS, {"id": "a", "slug": value}, 1)
    works.delete(WORKS, "a")
    works.replace(WORKS, {"id": "b", "slug": value}, 1)


def test_none_and_missing_are_exempt_from_unique(works):
    for number, values in enumerate(
        [{"slug": None}, {"slug": None}, {}, {"shop": 1}, {"shop": 1}, {"shop": 1, "number": None}]
    ):
        works.insert(WORKS, {"id": str(number), **values})
    works.replace(WORKS, {"id": "0"}, 1)


def test_unique_together_means_together(works):
    works.insert(WORKS, {"id": "a", "shop": 1, "number": 1})
    works.insert(WORKS, {"id": "b", "shop": 1, "number": 2})
    works.insert(WORKS, {"id": "c", "shop": 2, "number": 1})
    with pytest.raises(Duplicate):
        works.insert(WORKS, {"id": "d", "shop": 2, "number": 1.0})
    works.insert(WORKS, {"id": "e", "shop": 2, "number": True})


# --- find and count


MIXED = {
    "none": None,
    "minus": -1.5,
    "zero": 0,
    "one": 1,
    "float one": 1.0,
    "precise": 2**53 + 1,
    "coarse": float(2**53),
    "huge": 1e300,
    "no text": "",
    "text": "a",
    "upper": "A",
    "accent": "é",
    "false": False,
    "true": True,
    "early": MOMENT - timedelta(days=40_000),
    "moment": MOMENT,
}
SORTED = [
    *("minus", "zero", "float one", "one", "coarse", "precise", "huge"),
    *("no text", "upper", "text", "accent", "false", "true", "early", "moment"),
]


@pytest.fixture
def mixed(works):
    for name, value in MIXED.items():
        works.insert(WORKS, {"id": name, "value": value})
    works.insert(WORKS, {"id": "missing"})
    return works


EQUAL = [
    (1, {"one", "float one"}),
    (1.0, {"one", "float one"}),
    (True, {"true"}),
    (0, {"zero"}),
    (-0.0, {"zero"}),
    (False, {"false"}),
    ("a", {"text"}),
    ("", {"no text"}),
    (MOMENT, {"moment"}),
    (MOMENT + timedelta(microseconds=999), {"moment"}),
    (2**53, {"coarse"}),
    (2**53 + 1, {"precise"}),
    (None, {"none", "missing"}),
    ([1, "a"], {"one", "float one", "text"}),
    (["a", None], {"text", "none", "missing"}),
    ([None], {"none", "missing"}),
    ([], set()),
    ("nowhere", set()),
    ([True, 0], {"true", "zero"}),
]


def test_equality_knows_kinds_and_any_of(mixed, subtests):
    for value, expected in EQUAL:
        with subtests.test(value=str(value)):
            assert set(ids(mixed, Query({"value": value}))) == expected
            assert mixed.count(WORKS, Query({"value": value})) == len(expected)


BOUNDED = [
    (Range(gte=0), {"zero", "one", "float one", "coarse", "precise", "huge"}),
    (Range(gt=0, lt=2**53), {"one", "float one"}),
    (Range(gt=2**53), {"precise", "huge"}),
    (Range(lt=1), {"minus", "zero"}),
    (Range(lte=1), {"minus", "zero", "one", "float one"}),
    (Range(gte=""), {"no text", "text", "upper", "accent"}),
    (Range(lt="a"), {"no text", "upper"}),
    (Range(lt=True), {"false"}),
    (Range(lte=MOMENT), {"early", "moment"}),
    (Range(gt=MOMENT - timedelta(milliseconds=1)), {"moment"}),
    (Range(gt=0, lt="z"), set()),
    (Range(), set(MIXED) - {"none"}),
]


def test_ranges_stay_within_their_kind_and_none_is_outside_every_one(mixed, subtests):
    for bounds, expected in BOUNDED:
        with subtests.test(bounds=str(bounds)):
            assert set(ids(mixed, Query(ranges={"value": bounds}))) == expected
            assert mixed.count(WORKS, Query(ranges={"value": bounds})) == len(expected)


def test_ids_are_found_by_equality_any_of_and_range(mixed):
    assert ids(mixed, Query({"id": "one"})) == ["one"]
    assert ids(mixed, Query({"id": ["one", "zero", "nobody"]})) == ["one", "zero"]
    assert ids(mixed, Query(ranges={"id": Range(gte="t", lt="u")})) == ["text", "true"]
    assert ids(mixed, Query({"value": 1}, {"id": Range(gt="float one")})) == ["one"]


@pytest.mark.parametrize("limit", [1, 3, 50])
@pytest.mark.parametrize("descending", [False, True])
def test_the_order_runs_through_all_kinds_and_leaves_out_none(mixed, limit, descending):
    pages = all_pages(mixed, Query(order="value", descending=descending), limit)
    assert [one for page in pages for one in page] == (SORTED[::-1] if descending else SORTED)
    assert mixed.count(WORKS, Query(order="value")) == len(SORTED)


@pytest.mark.parametrize("descending", [False, True])
def test_ties_are_ordered_by_id_in_the_same_direction(works, descending):
    for number in range(20):
        works.insert(WORKS, {"id": f"{number:02}", "owner": "ada", "made": MOMENT + timedelta(hours=number % 2)})
    pages = all_pages(works, Query({"owner": "ada"}, order="made", descending=descending), 3)
    expected = [f"{number:02}" for half in (0, 1) for number in range(half, 20, 2)]
    assert [one for page in pages for one in page] == (expected[::-1] if descending else expected)
    assert [len(page) for page in pages] == [3] * 6 + [2]


def test_the_last_page_has_no_cursor_even_when_it_is_full(works):
    for number in range(6):
        works.insert(WORKS, {"id": str(number)})
    assert all_pages(works, ALL, 3) == [["0", "1", "2"], ["3", "4", "5"]]
    assert works.find(WORKS, limit=6).next_cursor is None
    assert works.find(PLAIN).next_cursor is None


def test_pages_stay_true_while_documents_come_and_go(works):
    def made(number):
        return {"id": f"{number:03}", "owner": "ada", "made": MOMENT + timedelta(seconds=number)}

    for number in range(0, 40, 2):
        works.insert(WORKS, made(number))
    query, seen, cursor, turn = Query({"owner": "ada"}, order="made", descending=True), [], None, 0
    while True:
        page = works.find(WORKS, query, limit=4, cursor=cursor)
        seen += [one["id"] for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
        works.insert(WORKS, made(41 + turn))  # ahead of the pages: belongs to none that follows
        works.insert(WORKS, made(int(page.items[0]["id"]) - 1))  # within what was read: comes no more
        works.delete(WORKS, page.items[-1]["id"])  # the very document the cursor points at
        turn += 1
    assert seen == [f"{number:03}" for number in range(38, -1, -2)]


def test_a_query_may_combine_equality_any_of_range_and_order(works):
    for number in range(12):
        state = ("queued", "running", "done")[number % 3]
        works.insert(
            WORKS, {"id": f"{number:02}", "owner": "ada", "state": state, "made": MOMENT + timedelta(days=number)}
        )
    works.insert(WORKS, {"id": "other", "owner": "bob", "state": "queued", "made": MOMENT})
    query = Query(
        {"owner": "ada", "state": ["queued", "done"]},
        {"made": Range(gt=MOMENT, lte=MOMENT + timedelta(days=9))},
        "made",
    )
    assert all_pages(works, query, 2) == [["02", "03"], ["05", "06"], ["08", "09"]]
    assert works.count(WORKS, query) == 6


UNANSWERED = [
    Query({"color": "red"}),
    Query({"made": MOMENT}),
    Query({"state": "queued"}),
    Query(ranges={"made": Range(gt=MOMENT)}),
    Query(order="made"),
    Query(order="color"),
    Query({"owner": "ada"}, order="state", ranges={"made": Range(gt=MOMENT)}),
    Query({"owner": "ada", "value": 1}),
    Query({"version": 1}),
]


def test_a_query_that_no_index_answers_is_refused(works, subtests):
    for query in UNANSWERED:
        with subtests.test(query=str(query)):
            with pytest.raises(ValueError, match="declare one"):
                works.find(WORKS, query)
            with pytest.raises(ValueError, match="declare one"):
                works.count(WORKS, query)


NO_VALUES = [{"$gt": ""}, [["a"]], float("nan"), b"a", ("a",)]


def test_operators_and_lists_in_lists_are_no_values_to_look_for(works, subtests):
    for value in NO_VALUES:
        with subtests.test(value=str(value)), pytest.raises(ValueError, match="owner"):
            works.find(WORKS, Query({"owner": value}))


@pytest.mark.parametrize("limit", [0, -1])
def test_a_page_of_nothing_is_refused(works, limit):
    with pytest.raises(ValueError, match="at least one"):
        works.find(WORKS, limit=limit)


BROKEN = ["", "x", "!!!", "gA", "lKJpZMOhYaFh", "é", "\ud800", "A" * 5000, "k6JpZMKhYQ"]


def test_a_broken_cursor_is_refused(works, subtests):
    works.insert(WORKS, {"id": "a"})
    for cursor in BROKEN:
        with subtests.test(cursor=str(cursor)):
            with pytest.raises(BadCursor) as refused:
                works.find(WORKS, cursor=cursor)
            assert refused.value.field == "cursor"


def test_a_cursor_of_another_order_is_refused(works):
    for one in "abc":
        works.insert(WORKS, {"id": one, "owner": "ada", "made": MOMENT})
    newest = Query({"owner": "ada"}, order="made", descending=True)
    cursor = works.find(WORKS, newest, limit=1).next_cursor
    assert ids(works, newest, cursor=cursor) == ["b", "a"]
    for other in (ALL, Query({"owner": "ada"}, order="made")):
        with pytest.raises(BadCursor):
            works.find(WORKS, other, cursor=cursor)


def test_cursors_go_into_an_address_as_they_are(works):
    for number in range(30):
        works.insert(WORKS, {"id": f"ÿ>?{number}", "value": f"?ÿ{number}"})
    cursor = works.find(WORKS, Query(order="value"), limit=7).next_cursor
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


# --- expiry


def test_an_expired_document_is_gone_at_once(works, clock):
    works.insert(
        WORKS, {"id": "a", "slug": "s", "owner": "ada", "made": MOMENT, "until": clock.now + timedelta(seconds=5)}
    )
    works.insert(WORKS, {"id": "b", "owner": "ada", "made": MOMENT, "until": None})
    works.insert(WORKS, {"id": "c", "owner": "ada", "made": MOMENT})
    query = Query({"owner": "ada"}, order="made")
    clock.advance(seconds=4.999)
    assert ids(works, query) == ["a", "b", "c"]
    clock.advance(seconds=0.001)
    assert works.get(WORKS, "a") is None
    assert ids(works, query) == ids(works) == ["b", "c"]
    assert works.count(WORKS, query) == works.count(WORKS) == 2
    assert works.delete(WORKS, "a") is False
    with pytest.raises(Stale):
        works.replace(WORKS, {"id": "a"}, 1)


def test_what_has_expired_is_in_nobodys_way(works, clock):
    works.insert(WORKS, {"id": "a", "slug": "s", "until": clock.now + timedelta(seconds=1)})
    works.insert(WORKS, {"id": "b", "shop": 1, "number": 1, "until": clock.now + timedelta(seconds=1)})
    works.insert(WORKS, {"id": "c", "slug": "kept", "until": clock.now + timedelta(days=1)})
    works.insert(WORKS, {"id": "d"})
    clock.advance(seconds=2)
    assert works.insert(WORKS, {"id": "a"})["version"] == 1
    assert works.insert(WORKS, {"id": "e", "slug": "s"})["version"] == 1
    assert works.replace(WORKS, {"id": "d", "shop": 1, "number": 1}, 1)["version"] == 2
    with pytest.raises(Duplicate):
        works.insert(WORKS, {"id": "f", "slug": "kept"})
    assert ids(works) == ["a", "c", "d", "e"]


def test_sweeping_removes_only_what_has_expired(works, clock):
    for number in range(30):
        works.insert(WORKS, {"id": f"{number:02}", "until": clock.now + timedelta(seconds=number) if number else None})
    works.insert(PLAIN, {"id": "a", "until": clock.now})
    clock.advance(seconds=10)
    assert works.sweep([WORKS, PLAIN]) == 10
    assert works.sweep([WORKS, PLAIN]) == 0
    assert works.count(WORKS) == 20
    assert works.count(PLAIN) == 1


# --- schema, preparation, the server


def test_an_old_document_is_upgraded_when_read_and_written_back_by_the_next_replace(works):
    works.insert(PLAIN, {"id": "a", "name": "Ada Lovelace"})

    def split(document):
        first, last = document.pop("name").split()
        return {**document, "first": first, "last": last}

    newest = Collection("plain", schema=3, upgrades={1: split, 2: lambda one: {**one, "titles": [], "version": 99}})
    works.prepare([newest])
    expected = {"id": "a", "first": "Ada", "last": "Lovelace", "titles": [], "version": 1, "schema": 3}
    assert works.get(newest, "a") == works.find(newest).items[0] == expected
    assert works.get(PLAIN, "a")["name"] == "Ada Lovelace"
    assert works.replace(newest, works.get(newest, "a"), 1) == works.get(newest, "a") == {**expected, "version": 2}
    with pytest.raises(Newer):
        works.get(PLAIN, "a")


def test_a_schema_without_its_upgrades_is_refused(works):
    with pytest.raises(ValueError, match="upgrades"):
        works.prepare([Collection("plain", schema=2)])


@pytest.mark.parametrize("name", ["a b", "a.b", "$a", 'a"b', "", "é", "_id", "version"])
def test_names_that_a_database_could_misread_are_refused(works, name):
    with pytest.raises(ValueError, match="neither"):
        works.prepare([Collection("fine", indexes=((name,),))])


def test_a_collection_that_was_not_prepared_is_refused(works):
    with pytest.raises(ValueError, match="prepare"):
        works.insert(Collection("forgotten"), {"id": "a"})
    with pytest.raises(ValueError, match="prepare"):
        works.get(Collection("forgotten"), "a")


def test_preparing_twice_is_preparing_once(works):
    works.insert(WORKS, {"id": "a", "slug": "s", "owner": "ada", "made": MOMENT})
    works.prepare([WORKS, PLAIN])
    works.prepare([])
    assert ids(works, Query({"owner": "ada"}, order="made")) == ["a"]
    with pytest.raises(Duplicate):
        works.insert(WORKS, {"id": "b", "slug": "s"})


def test_indexes_and_rules_may_be_added_and_taken_away_over_what_is_there(works):
    for one in "abc":
        works.insert(PLAIN, {"id": one, "color": "red", "number": one})
    grown = Collection("plain", indexes=(("color", "number"),), unique=(("number",),), expires="until")
    works.prepare([grown])
    assert ids(works, Query({"color": "red"}, order="number", descending=True), grown) == ["c", "b", "a"]
    with pytest.raises(Duplicate):
        works.insert(grown, {"id": "d", "number": "a"})
    works.prepare([PLAIN])
    works.insert(PLAIN, {"id": "d", "number": "a"})
    with pytest.raises(Duplicate):
        works.prepare([grown])
    works.delete(PLAIN, "d")
    works.insert(PLAIN, {"id": "e", "color": "red", "number": "e"})
    works.prepare([grown])
    assert ids(works, Query({"color": "red"}, order="number"), grown) == ["a", "b", "c", "e"]


def test_a_store_answers_a_ping_and_opens_again_after_closing(works):
    works.insert(PLAIN, {"id": "a"})
    works.ping()
    works.close()
    assert works.get(PLAIN, "a")["id"] == "a"
