"""Whether a question is in English, as far as its small words and its letters tell."""

import re
import unicodedata
from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ENGLISH: Final = _set(
    "a about am an come and any are at be because by can could did do does for from get give had has have how i if"
    " in into is it its just like make me more my no not of on one or our out please should so some song tell than that"
    " the their them there these this to too up want was we what when where which who whose why will with would you"
    " your track piece music"
)
_FOREIGN: Final = _set(
    # German
    "warum wieso weshalb welche welcher welches ist das dieses diese dieser wie kann ich mach mache machen es der und"
    " nicht ein eine mein meine meiner meinen wer wo gibt hat wird klingt lied stuck bitte schneller langsamer"
    # French
    " pourquoi quel quelle quels quelles est ce cette comment puis je le la les des une mon mes qui rendre plus dans"
    " chanson avec pas ou sont fait musique morceau cest"
    # Spanish, Portuguese, Italian
    " por que porque cual cuales como puedo hacer hazlo cancion esta este mas mis donde quien el los las un una con del"
    " qual quais posso fazer musica mais minhas meus onde quem isso esse essa perche quale come posso fare piu mie"
    " questo questa canzone chi dove il gli sono nella"
    # Dutch, Polish, Swedish, Turkish
    " waarom welke hoe kan ik het een dit deze mijn wie waar niet zijn dlaczego jaki jaka jakie jak czy moje utwor"
    " ktory ktora varfor vilken vilka hur gor jag det mina neden hangi nasil bu sarki"
)


def is_english(text: str) -> bool:
    """True in doubt: a word alone such as `tempo?` belongs to many languages."""
    letters = [one for one in text if one.isalpha()]
    foreign_letters = sum(not unicodedata.name(one, "LATIN").startswith("LATIN") for one in letters)
    if letters and foreign_letters > len(letters) / 2:
        return False
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    words = re.findall(r"[a-z]+", bare)
    return sum(word in _FOREIGN for word in words) <= sum(word in _ENGLISH for word in words)
