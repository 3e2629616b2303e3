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
    assert read_title(shortened("Hotel California live")).full == "hotelcalifornia"
    assert shortened("Live") is None


@given(st.text(max_size=1200))
def test_any_text_is_read(text):
    title = read_title(text)
    assert title.full.isascii()
    assert " " not in title.full + title.core
