"""Emoji and emoticons: what feelings people put into signs, and the text without them."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

_EMOJI: Final = {
    "joy": "😀😃😄😁😊🙂☺😇🥳🎉🎊🥰😺😸🌞🌈💃🕺🎈😻",
    "amusement": "😂🤣😆😅😹😜😝😛🤪😏😉",
    "love": "❤🧡💛💚💙💜🤎🖤🤍♥💕💖💗💓💞💘💝💟😍😘😚😗😙🫶🥹",
    "excitement": "🤩🔥🚀✨🎸🤟🤘",
    "energetic": "💪⚡💥🏃🏋🤸🚴",
    "gratitude": "🙏",
    "approval": "👍👌✅💯🆗",
    "admiration": "👏🙌🌟⭐🏆🫡",
    "pride": "😎🏅🥇",
    "caring": "🤗🫂🤱",
    "calm": "😌🧘🌿🍃🕊🌅🍵☕🛀",
    "sleepy": "😴💤🥱😪🛌🌙",
    "tired": "😫😩🥴",
    "relief": "😥",
    "sadness": "😢😞😔☹🙁😟😿🥺😓🌧",
    "grief": "😭💔⚰🥀",
    "disappointment": "😕👎",
    "anger": "😠😡🤬👿😾💢🖕",
    "annoyance": "😤😒🙄😑",
    "disgust": "🤢🤮💩",
    "fear": "😱😨😧👻",
    "nervousness": "😰😬😖😣🫣",
    "surprise": "😮😯😲😳🙀😦🤯",
    "confusion": "🤔🤨🧐😵🤷",
    "embarrassment": "🫠🤦🙈",
    "boredom": "😐😶",
}
_EMOTICONS: Final = {
    "joy": r"[:=8;]'?-?[)\]]+|\(:|\^[_.]?\^|[:=]-?\}|\\o/|c:",
    "amusement": r"[:=]-?D+|[xX]D+|;-?D|[:=;]-?[pP]|;-?\)|lmf?ao|lol|rofl|(?:ha){2,}h?|(?:he){2,}h?",
    "love": r"<3+|[:=]-?\*|x[ox]x[ox]*",
    "sadness": r"[:=]-?[(\[]+|\):|D:|\(;|u_u",
    "grief": r"[:=]'-?\(+|T[_.]?T|;_;|</3|Q[_.]Q",
    "anger": r">[:=]-?[(\[]+|>_<|>\.<|D:<",
    "disappointment": r"[:=]-?[/\\|](?!/)|-[_.]+-|:-?S",
    "surprise": r"[:=]-?[oO0]+|[oO][_.][oO]",
    "sleepy": r"z{3,}|\|-?\)",
    "confusion": r"¯\\_\(ツ\)_/¯",
}
IRONIC: Final = frozenset("🙃🙄")
_FEELINGS: Final = {sign: emotion for emotion, signs in _EMOJI.items() for sign in signs}
_IGNORED: Final = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff♀♂]")
_OTHER: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u203c\u2049\u20e3]")
_EMOTICON: Final = re.compile(
    "|".join(rf"(?P<{emotion}>(?:(?<=\s)|^)(?:{form})(?=$|[\s.,!?]))" for emotion, form in _EMOTICONS.items()),
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Signs:
    text: str
    """The text without its signs."""
    feelings: dict[str, float]
    """What share of the signs stands for each emotion; empty when there are none that say anything."""
    count: int
    ironic: bool


def read_signs(text: str) -> Signs:
    """The emoji and emoticons of a text. A sign that says nothing about a feeling is left out of everything."""
    plain = _IGNORED.sub("", text.replace("😮\u200d💨", "😥").replace("😶\u200d🌫", "😕"))
    found = Counter(_FEELINGS[sign] for sign in plain if sign in _FEELINGS)
    ironic = any(sign in IRONIC for sign in plain)
    words = _OTHER.sub(" ", "".join(" " if sign in _FEELINGS else sign for sign in plain))
    found.update(str(match.lastgroup) for match in _EMOTICON.finditer(words))
    rest = " ".join(_EMOTICON.sub(_kept, words).split())
    count = found.total()
    return Signs(rest, {emotion: times / count for emotion, times in found.items()}, count, ironic)


def _kept(match: re.Match[str]) -> str:
    """Laughter in letters stays: the network knows it as a word."""
    return match.group() if match.group().isalpha() and len(match.group()) > 2 else " "
