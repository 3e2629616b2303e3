import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.matching.titles import read_title, shortened


@pytest.mark.parametrize(
    ("written", "full", "marks"),
    [
        ("Brown Sugar - 2009 Remaster", "brownsugar", {"remaster"}),
        ("Brown Sugar - Remastered 2011 / Live", "brownsugar", {"remaster", "live"}),
        ("Syracuse - Live au Casino de Paris", "syracuse", {"live"}),
        ("Take Me There (feat. Mya, Ma$e & Blinky Blink)", "takemethere", {"feat"}),
        ("Low Life ft. The Weeknd", "lowlife", {"feat"}),
        ("(What a) Wonderful World feat. Kenny G", "whatawonderfulworld", {"feat"}),
        ("(I Can't Get No) Satisfaction - Mono Version", "icantgetnosatisfaction", {"edit"}),
        ("Quit Playing Games (With My Heart)", "quitplayinggameswithmyheart", set()),
        ("Long Live", "longlive", set()),
        ("Live and Let Die", "liveletdie", set()),
        ("1999", "1999", set()),
        ("Venus (#1, 1959)", "venus", set()),
        ("Pt. II", "part2", set()),
        ("P!nk", "pink", set()),
        ('My Heart Will Go On - Love Theme from "Titanic"', "myheartwillgoon", set()),
        ("Nocturne in E-flat major, Op. 9 No. 2", "nocturneop9no2", set()),
        ("Чайка", "chayka", set()),
        ("Boxer, The", "boxer", set()),
        ("The", "the", set()),
    ],
)
def test_a_title_is_read_apart_from_its_version(written, full, marks):
    title = read_title(written)
    assert (title.full, title.marks) == (full, marks)


def test_whose_song_it_was_is_read_from_a_karaoke_version():
    title = read_title("Billie Jean (Originally Performed by Michael Jackson) [Karaoke Version]")
    assert (title.full, title.after) == ("billiejean", ("michael jackson",))
    assert {"karaoke", "cover"} <= title.marks


def test_a_version_named_at_the_end_without_brackets_is_set_apart_only_on_demand():
    assert read_title("Hotel California live").full == "hotelcalifornialive"
    assert read_title(shortened("Hotel California live")[0]).full == "hotelcalifornia"
    assert shortened("Live") == []


@given(st.text(max_size=1200))
def test_any_text_is_read(text):
    title = read_title(text)
    assert title.full.isascii()
    assert " " not in title.full + title.core


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nocturnes, Op. 9: No. 2 in E-Flat Major. Andante", "Nocturne Op. 9 No. 2", True),
        ('Sonata No. 8 in C Minor, Op. 13 "Pathétique": II. Adagio', "Piano Sonata no. 8, op. 13: II. Andante", True),
        ("Nocturne Op. 9 No. 1", "Nocturne Op. 9 No. 2", False),
        ("Sonata Op. 13: I. Grave", "Sonata Op. 13: II. Adagio", False),
        ("Prelude, BWV 846", "Prelude, BWV 847", False),
        ("Ellens Gesang III, D. 839", "Ave Maria, D.839", True),
    ],
)
def test_numbered_works_are_known_by_their_numbers(one, other, same):
    assert read_title(one).opus.same(read_title(other).opus) is same
