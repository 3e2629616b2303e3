import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.provenance.canonical import NotCanonical, canonical, parsed

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(-1e15, 1e15)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (333333333.33333329, "333333333.3333333"),
        (1e30, "1e+30"),
        (4.50, "4.5"),
        (2e-3, "0.002"),
        (1e-27, "1e-27"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (5e-324, "5e-324"),
        (-0.0, "0"),
        (-12.0, "-12"),
        (9007199254740993, "9007199254740993"),
    ],
)
def test_numbers_are_written_as_javascript_writes_them(value, text):
    assert canonical(value).decode() == text


def test_keys_are_in_the_order_of_the_rfcs_own_example():
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(keys)).values()) == [2, 4, 6, 7, 1, 5, 3]
    assert canonical('\u20ac$\u000f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1: 2}, b"x", "\ud800", {"\udfff": 1}])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


@given(JSON)
def test_a_value_has_one_text_and_comes_back_from_it(value):
    text = canonical(value)
    assert canonical(parsed(text)) == text
    assert json.loads(text) == value


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b'{"a":1,"a":1}', b'{"a": 1}', b"1.0", b"01", b"1e999", b"NaN", b'"\\u0041"', b"\xff", b'"\\ud800"'],
)
def test_every_other_text_is_refused(text):
    with pytest.raises(NotCanonical):
        parsed(text)


@pytest.mark.parametrize("text", [b"[" * 9999, b"9" * 5000], ids=["deep", "long"])
def test_what_only_wears_a_reader_out_is_refused(text):
    with pytest.raises(NotCanonical):
        parsed(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back(value):
    text = canonical(value)
    assert float(json.loads(text)) == value
    assert canonical(parsed(text)) == text


@given(st.binary(max_size=60))
def test_noise_is_refused_or_canonical(text):
    with suppress(NotCanonical):
        assert canonical(parsed(text)) == text
