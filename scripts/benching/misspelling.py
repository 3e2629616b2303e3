"""Names written the way people and shops write them: documented, seeded changes with the level that is right for each.

What each change does, and what a matcher should say, is the table CHANGES. "exact" changes only spell the same track
differently; "version" ones say that it is another version of the song. Nothing of this is known to the matcher.
"""

import random
import re
import unicodedata
from collections.abc import Callable

Name = tuple[str, str]
"""Title, artist."""
Change = Callable[[Name, random.Random], Name]
_NEIGHBOURS = {"a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "g": "h", "i": "o", "l": "k", "m": "n", "n": "m",
               "o": "p", "p": "o", "r": "t", "s": "a", "t": "y", "u": "i", "v": "b", "w": "e", "y": "u"}  # fmt: skip
_ACCENTS = {"a": "áàâä", "e": "éèêë", "i": "íìï", "o": "óôö", "u": "úûü", "n": "ñ", "c": "ç"}
_CYRILLIC = dict(zip("abvgdezijklmnoprstufhy", "абвгдезийклмнопрстуфхы", strict=True))
_LIVE = ("Live", "Live at Wembley", "Live in Tokyo / 1984", "MTV Unplugged", "Ao Vivo")
_EDITS = ("Radio Edit", "Single Version", "Album Version", "2009 Version", "Mono", "Extended Mix")
_GUESTS = ("Rita Marlowe", "DJ Rondo", "The Glass Choir", "Otto Quintano")


def _remastered(name: Name, chance: random.Random) -> Name:
    year = chance.randrange(1998, 2024)
    ending = (f" - Remastered {year}", f" - {year} Remaster", f" ({year} Remastered Version)", " - Remastered")
    return name[0] + chance.choice(ending), name[1]


def _live(name: Name, chance: random.Random) -> Name:
    form = chance.choice((" - {}", " ({})", " [{}]"))
    return name[0] + form.format(chance.choice(_LIVE)), name[1]


def _edit(name: Name, chance: random.Random) -> Name:
    form = chance.choice((" - {}", " ({})"))
    return name[0] + form.format(chance.choice(_EDITS)), name[1]


def _guest(name: Name, chance: random.Random) -> Name:
    form = chance.choice((" (feat. {})", " feat. {}", " [ft. {}]", " (with {})"))
    return name[0] + form.format(chance.choice(_GUESTS)), name[1]


def _karaoke(name: Name, chance: random.Random) -> Name:
    form = chance.choice(
        (" (Karaoke Version)", " (In the Style of {}) [Karaoke]", " - Originally Performed by {}", " (Cover)")
    )
    return name[0] + form.format(name[1]), chance.choice(("Sing Along Stars", "Karaoke Kings", name[1]))


def _turned(name: Name, _: random.Random) -> Name:
    """Last,First; Beatles, The."""
    words = name[1].split()
    if words[0].lower() == "the" and len(words) > 1:
        return name[0], f"{' '.join(words[1:])}, The"
    return (name[0], f"{words[1]},{words[0]}") if len(words) == 2 and "," not in name[1] else name


def _article(name: Name, _: random.Random) -> Name:
    words = name[1].split()
    return name[0], " ".join(words[1:]) if words[0].lower() == "the" and len(words) > 1 else f"The {name[1]}"


def _typo(name: Name, chance: random.Random) -> Name:
    """One slip in a title of eight letters or more, else in none: dropped, doubled, swapped, or the key beside."""
    title = name[0]
    places = [at for at in range(1, len(title) - 1) if title[at].isalpha() and title[at + 1].isalpha()]
    if len(title) < 8 or not places:
        return name
    at = chance.choice(places)
    sign = title[at]
    beside = _NEIGHBOURS.get(sign.lower(), sign)
    middle = chance.choice(("", sign * 2, title[at + 1] + sign, beside))
    return title[:at] + middle + title[at + (2 if len(middle) == 2 and middle != sign * 2 else 1) :], name[1]


def _typo_in_artist(name: Name, chance: random.Random) -> Name:
    artist, _ = _typo((name[1], ""), chance)
    return name[0], artist


def _spaces(name: Name, chance: random.Random) -> Name:
    title, artist = name
    gaps = [at for at, sign in enumerate(title) if sign == " "]
    if gaps and chance.random() < 0.6:
        at = chance.choice(gaps)
        return title[:at] + title[at + 1 :], artist
    at = chance.randrange(1, len(title)) if len(title) > 3 else 0
    return title[:at] + " " * (at > 0) + title[at:], artist


def _accents(name: Name, chance: random.Random) -> Name:
    def accented(text: str) -> str:
        return "".join(
            chance.choice(_ACCENTS[sign]) if sign in _ACCENTS and chance.random() < 0.4 else sign for sign in text
        )

    return accented(name[0]), accented(name[1])


def _signs(name: Name, chance: random.Random) -> Name:
    """Case, quotes and ampersands."""
    case = chance.choice((str.upper, str.lower, str.title))
    swapped = [
        re.sub(r" and ", " & ", one, flags=re.IGNORECASE).replace("'", chance.choice(("\u2019", ""))) for one in name
    ]
    return case(swapped[0]), case(swapped[1])


def _decomposed(name: Name, _: random.Random) -> Name:
    return unicodedata.normalize("NFD", name[0]), unicodedata.normalize("NFD", name[1])


def _cyrillic(name: Name, _: random.Random) -> Name:
    """The title in Cyrillic letters, as far as they say the same."""
    return "".join(_CYRILLIC.get(sign, sign) for sign in name[0].lower()), name[1]


def _joined(name: Name, chance: random.Random) -> Name:
    """Another artist of the same recording, as exports of libraries join them."""
    return name[0], chance.choice(("{}, {}", "{};{}", "{} & {}")).format(name[1], chance.choice(_GUESTS))


CHANGES: dict[str, tuple[str, Change]] = {
    "as it is": ("exact", lambda name, _: name),
    "Last,First": ("exact", _turned),
    "the": ("exact", _article),
    "slip in the title": ("exact", _typo),
    "slip in the artist": ("exact", _typo_in_artist),
    "spaces": ("exact", _spaces),
    "accents": ("exact", _accents),
    "case and signs": ("exact", _signs),
    "decomposed": ("exact", _decomposed),
    "Cyrillic": ("exact", _cyrillic),
    "second artist": ("exact", _joined),
    "remastered": ("version", _remastered),
    "live": ("version", _live),
    "edit": ("version", _edit),
    "guest": ("version", _guest),
    "karaoke and cover": ("version", _karaoke),
    "live and slip": ("version", lambda name, chance: _live(_typo(name, chance), chance)),
    "remastered, Last,First": ("version", lambda name, chance: _remastered(_turned(name, chance), chance)),
}


def made_up(known: list[Name], count: int, chance: random.Random) -> list[Name]:
    """Names that sound like real ones: titles and artists of real ones cut in two and joined anew."""
    titles = [title.split() for title, _ in known]
    artists = [artist.split() for _, artist in known]

    def joined(of: list[list[str]]) -> str:
        one, two = chance.choice(of), chance.choice(of)
        return " ".join(one[: (len(one) + 1) // 2] + two[len(two) // 2 :])

    singers = [joined(artists) for _ in range(max(count // 8, 1))]
    return [(joined(titles), chance.choice(singers)) for _ in range(count)]
