"""Other wishes: closer to the references, different, another key, style or metre, a loop, louder, higher."""

from typing import Final

from modules.generation.questions.answers.saying import number
from modules.generation.questions.orders.draft import Draft, Impossible
from modules.generation.questions.wishes import Wish

_NEARER: Final = 0.25
_LOUDER: Final = 3.0
_TONE: Final = 2
_STYLES: Final = ("piano", "pop", "lofi", "orchestral", "chiptune")
_METRES: Final = ("4/4", "3/4", "6/8", "2/4")
_NOTES: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_BELOW: Final = {"C#": "Db", "G#": "Ab", "D#": "Eb", "A#": "Bb", "Gb": "F#"}


def nearer(draft: Draft, wish: Wish) -> str:
    """Closer to the references, or freer."""
    draft.need("closeness", "how near it is to songs of yours")
    if not draft.options.get("like"):
        raise Impossible(
            "No songs of yours were handed in with this order. To have music like them, send MIDI files to"
            " POST /uploads and name their ids in the option `like`; `closeness` (0 to 1) says how near."
        )
    before = float(draft.options.get("closeness", draft.default("closeness")))
    step = _NEARER * wish.amount * (1 if wish.kind == "closer" else -1)
    after = round(min(max(before + step, 0.0), 1.0), 2)
    if after != before:
        draft.take(closeness=after)
        how = "follows them more closely, and runs of more than 8 notes are still avoided"
        how = how if wish.kind == "closer" else "takes them more freely"
        return f"Set closeness to {number(after)} instead of {number(before)}: it {how}."
    if wish.kind == "closer":
        raise Impossible("Closeness is 1 already: nearer would be a copy.")
    draft.take(like=None, closeness=None, matched=None)
    return "Closeness is 0 already, so leave the references out: the option `like` is gone from the order."


def different(draft: Draft, _wish: Wish) -> str:
    if not draft.reading.piece.composed:
        raise Impossible(f"The engine {draft.card.name} plays notes as they are written: chance has no part in it.")
    seed = draft.reading.get("seed") or 0
    draft.say(seed=(seed + 1) % 2**53)
    return f"Another seed gives other music for the same wishes: {draft.brief.seed} instead of {seed}."


def in_key(draft: Draft, wish: Wish) -> str:
    draft.need("key", "the key; `transpose` moves all notes" if draft.has("transpose") else "the key")
    draft.take(key=str(wish.value))
    return f"Ask for the key {wish.value} instead of {draft.reading.get('result/key')}."


def in_mode(draft: Draft, wish: Wish) -> str:
    draft.need("key", "major and minor")
    tonic, mode = str(draft.reading.get("result/key") or "C major").split()
    if mode == wish.value:
        raise Impossible(f"It is in {tonic} {mode} already.")
    return in_key(draft, Wish("key", f"{_BELOW.get(tonic, tonic)} {wish.value}"))


def another_key(draft: Draft, _wish: Wish) -> str:
    draft.need("key", "the key; `transpose` moves all notes" if draft.has("transpose") else "the key")
    tonic, mode = str(draft.reading.get("result/key") or "C major").split()
    place = _NOTES.index(_BELOW.get(tonic, tonic))
    said = "Any major or minor key can be asked for, such as this one, a tone higher. "
    return said + in_key(draft, Wish("key", f"{_NOTES[(place + _TONE) % 12]} {mode}"))


def in_style(draft: Draft, wish: Wish) -> str:
    draft.need("style", "the style" + ("; `instruments` chooses other instruments" if draft.has("instruments") else ""))
    before = draft.reading.get("result/style")
    if before == wish.value:
        raise Impossible(f"It is in the style {before} already; there are {', '.join(_STYLES)}.")
    draft.take(style=str(wish.value))
    return f"Ask for the style {wish.value} instead of {before}: it brings its own players."


def another_style(draft: Draft, _wish: Wish) -> str:
    draft.need("style", "the style" + ("; `instruments` chooses other instruments" if draft.has("instruments") else ""))
    before = draft.reading.piece.look("result/style")
    place = _STYLES.index(before) if before in _STYLES else -1
    said = f"The style decides who plays; there are {', '.join(_STYLES)}. "
    return said + in_style(draft, Wish("style", _STYLES[(place + 1) % len(_STYLES)]))


def in_metre(draft: Draft, wish: Wish) -> str:
    draft.need("metre", "the metre")
    if wish.value not in _METRES:
        raise Impossible(f"The metres it can write in are {', '.join(_METRES)}; {wish.value} is none of them.")
    if draft.reading.get("result/metre") == wish.value:
        raise Impossible(f"It is in {wish.value} already.")
    draft.take(metre=str(wish.value))
    return f"Ask for the metre {wish.value}."


def another_metre(draft: Draft, _wish: Wish) -> str:
    now = draft.reading.piece.look("result/metre")
    return in_metre(draft, Wish("metre", "3/4" if now != "3/4" else "4/4"))


def looped(draft: Draft, _wish: Wish) -> str:
    draft.need("loop", "a piece into a loop")
    if draft.options.get("loop"):
        raise Impossible("It is a loop already: its end joins its beginning without a seam.")
    draft.take(loop=True)
    return "Order it as a loop: whole bars that join end to start, in layers by intensity."


def louder(draft: Draft, wish: Wish) -> str:
    draft.need("loudness", "how loud it is")
    low, high = draft.bounds("loudness")
    before = float(draft.options.get("loudness", draft.default("loudness")))
    after = min(max(before + _LOUDER * wish.amount * (1 if wish.kind == "louder" else -1), low), high)
    if after == before:
        raise Impossible(f"{number(before)} LUFS is as far as it goes.")
    draft.take(loudness=after)
    return f"Ask for a loudness of {number(after)} LUFS instead of {number(before)}."


def higher(draft: Draft, wish: Wish) -> str:
    if not draft.has("transpose"):
        return another_key(draft, wish) if wish.kind == "higher" else _lower_key(draft)
    low, high = draft.bounds("transpose")
    before = int(draft.options.get("transpose", 0))
    after = int(min(max(before + _TONE * (1 if wish.kind == "higher" else -1), low), high))
    if after == before:
        raise Impossible(f"{before:+d} semitones is as far as it goes.")
    draft.take(transpose=after)
    return f"Transpose it by {after:+d} semitones instead of {before:+d}."


def _lower_key(draft: Draft) -> str:
    draft.need("key", "how high it is")
    tonic, mode = str(draft.reading.get("result/key") or "C major").split()
    place = _NOTES.index(_BELOW.get(tonic, tonic))
    return "A key a tone lower sounds lower. " + in_key(draft, Wish("key", f"{_NOTES[(place - _TONE) % 12]} {mode}"))
