import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.matching.artists import NEAR, likeness, read_artist, same_name, surname


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gaye,Marvin", "Marvin Gaye"),
        ("The Beatles", "Beatles, The"),
        ("Jackson Michael", "Michael Jackson"),
        ("AC/DC", "ACDC"),
        ("Ke$ha", "Kesha"),
        ("Björk", "bjork"),
        ("Чайковский", "Tchaikovsky"),
        ("Mc Cartney Paul", "Paul McCartney"),
        ("Wisin Featuring Ozuna", "Wisin"),
        ("Zedd;Alessia Cara", "Zedd"),
        ("Tom Petty & The Heartbreakers", "Tom Petty"),
        ("Simon and Garfunkel", "Simon & Garfunkel"),
        ("The Robert Cray Band", "Robert Cray"),
    ],
)
def test_one_artist_in_two_spellings(one, other):
    assert likeness(read_artist(one), read_artist(other)) >= 0.97


@pytest.mark.parametrize(
    ("one", "other"),
    [("The Beatkes", "The Beatles"), ("Soundarden", "Soundgarden"), ("Prince", "Prince & The Revolution")],
)
def test_a_slip_of_the_pen_is_near(one, other):
    assert likeness(read_artist(one), read_artist(other)) >= NEAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Black Flag", "Black"),
        ("Etta James", "James"),
        ("The Jam", "Jam & Spoon"),
        ("Queen", "Queensryche"),
        ("P!nk", "Pink Floyd"),
        ("Sleeping At Last", "Last"),
    ],
)  # fmt: skip
def test_a_shared_word_alone_makes_no_namesake(one, other):
    assert same_name(read_artist(one), read_artist(other)) < 0.88


def test_a_surname_is_known_as_one():
    assert surname(read_artist("Schubert"), read_artist("Franz Schubert"))
    assert not surname(read_artist("Franz"), read_artist("Franz Schubert"))


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_names_can_be_compared_in_either_order(one, other):
    mine, theirs = read_artist(one), read_artist(other)
    assert 0 <= likeness(mine, theirs) <= 1
    assert likeness(mine, theirs) == likeness(theirs, mine)
    assert likeness(mine, mine) == 1
