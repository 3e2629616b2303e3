import base64

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.documents.cursor import after, place
from modules.documents.plan import Plan
from modules.documents.store import BadCursor

BY_VALUE = Plan({}, {}, "value", descending=False)
BY_ID = Plan({}, {}, "id", descending=True)
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | texts


@given(values, texts)
def test_a_cursor_leads_back_to_where_the_page_ended(value, document_id):
    found, found_id = place(BY_VALUE, after(BY_VALUE, {"id": document_id, "value": value}))
    assert (found, type(found), found_id) == (value, type(value), document_id)


@given(texts)
def test_an_id_is_a_place_of_its_own(document_id):
    assert place(BY_ID, after(BY_ID, {"id": document_id})) == (document_id, document_id)


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("=")))
def test_any_text_is_a_place_or_a_bad_cursor(text):
    for plan in (BY_VALUE, BY_ID):
        try:
            place(plan, text)
        except BadCursor as refused:
            assert refused.next_step  # noqa: PT017 - it may also be a place


@pytest.mark.parametrize(
    "content",
    [
        ["value", False, None, "a"],
        ["value", False, 1, None],
        ["value", False, 1, 5],
        ["value", True, 1, "a"],
        ["other", False, 1, "a"],
        ["value", False, [1], "a"],
        ["value", False, {"$gt": 1}, "a"],
        ["value", False, b"x", "a"],
        ["value", False, 2**64 - 1, "a"],
        ["value", False, float("nan"), "a"],
        ["value", False, 1],
        ["value", False, 1, "a", "b"],
        {"value": 1},
        7,
    ],
    ids=str,
)
def test_a_made_up_cursor_is_refused(content):
    with pytest.raises(BadCursor):
        place(BY_VALUE, base64.urlsafe_b64encode(msgpack.packb(content)).decode().rstrip("="))


def test_an_id_cursor_must_name_one_id():
    with pytest.raises(BadCursor):
        place(BY_ID, base64.urlsafe_b64encode(msgpack.packb(["id", True, "a", "b"])).decode().rstrip("="))
