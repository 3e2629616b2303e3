"""What people ask about a piece, and the words by which it is recognised."""

from typing import Final, NamedTuple

from modules.generation.questions.words import stem


class Cues(NamedTuple):
    """strong: words that are enough alone. weak: two of them are. phrases: regular expressions over plain text."""

    strong: str = ""
    weak: str = ""
    phrases: tuple[str, ...] = ()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CUES: Final[dict[str, Cues]] = {
    "tempo": Cues("tempo bpm speed pace fast quick slow rapid", "beats minute", ()),
    "key": Cues("key scale tonality tonic major minor mode", "sharp flat", ()),
    "chords": Cues("chord harmony harmonic harmonies progression cadence", "", ()),
    "metre": Cues("metre meter signature waltz", "beats count", (r"beats (in|to|per) (a|the|each) bar",)),
    "instruments": Cues(
        "instrument orchestra orchestration arrangement band drum piano guitar bass violin string flute synth"
        " percussion style genre lofi chiptune pop timbre",
        "sound play player track",
    ),
    "length": Cues("length duration long short", "second minute bar", (r"how many (bars|seconds|minutes)",)),
    "form": Cues(
        "form structure chorus verse bridge refrain section intro outro ending hook", "repeat return part", ()
    ),
    "mood": Cues(
        "mood feeling emotion emotional valence arousal vibe atmosphere dark sad happy bright calm gloomy energetic"
        " cheerful tense angry anxious sleepy content excited melancholic melancholy peaceful joyful relaxing intense"
        " lively sombre gentle",
        "feel express",
    ),
    "references": Cues(
        "reference influence inspire inspiration shape upload",
        "source like",
        (r"\bmy (own )?(\w+ )?(song|track|music|file|piece|reference|upload|tune)s?\b", r"based on"),
    ),
    "copied": Cues(
        "copy plagiarism plagiarise plagiarize plagiarised stolen steal ripoff originality unique similar",
        "original exist already same note",
        (r"sounds? (\w+ )?like (something|another|an existing)", r"\bis (it|this) (really )?(original|new)\b"),
    ),
    "maker": Cues(
        "composer author ai human weight network neural seed software version engine train robot artificial",
        "who made make wrote generate machine compose create model",
        (r"\bwho (made|wrote|composed|created|did|is behind)\b", r"how (was|is) (it|this|that) (\w+ )?(made|composed)"),
    ),
    "rights": Cues(
        "licence license copyright commercial commercially sell monetise monetize royalty royalties legal ownership",
        "publish right own allow permission youtube video",
        (r"\b(can|may|could|am) i (allowed to )?(legally )?(use|publish|release|share|upload) (it|this|that)\b",
         r"\bwho owns\b", r"\buse (it|this|that) (in|for|on)\b"),
    ),
    "again": Cues(
        "reproduce reproducible recreate identical deterministic",
        "same again exactly",
        (r"\bthe (\w+ )?same (\w+ )?(again|once more|song|piece|music|result|one)\b", r"\bexact(ly)? the same\b",
         r"\b(get|make|have) (it|this|that) (back|again)\b"),
    ),
    "files": Cues("file download midi musicxml sheet notation wav mp3 flac bundle zip stem", "score save", ()),
    "notes": Cues("note melody", "highest lowest pitch", ()),
    "loudness": Cues("loud loudness lufs volume", "level peak quiet", ()),
    "voice": Cues("sing singer vocal voice lyric", "words", ()),
    "layers": Cues("layer loop", "game intensity seam", ()),
    "date": Cues("date year", "when day", (r"\bwhen (was|did|were)\b", r"\bhow old\b")),
    "summary": Cues(
        "describe description summary summarise summarize overview help everything",
        "",
        (r"tell me (\w+ )?about (it|this|the|that)", r"\bwhat is (it|this|that)\b", r"what (do you|does it) know",
         r"what can (i|you)"),
    ),
}  # fmt: skip
NOISE: Final = _set(
    "about actually after all also always and another any anything are ask back because been before being best better"
    " between both bring but came can case change choose chose chosen come could cut decide decided did different does"
    " doing done down each either else enough even ever every exactly explain few find first five four from further"
    " gave get give given goes going good got great had half have hear heard hello here hers high higher him his hold"
    " hour how into just keep kind knew know last least left less let level like line listen little look love lower"
    " made make making many maybe mean might mine moment more most much must near need never new next nice not nothing"
    " number off okay once one only open order other our out over own person pick picked piece please point put reason"
    " said same say says second see seem send set shall she should show since six slightly some something soon start"
    " still stop such sure take tell than thank thanks that the their them then there these they thing think third"
    " this those three through time times today together told too tune two under until upon used using very want was"
    " way well went were what when where whether which while who whole whom whose why will wish with without word work"
    " would write wrong year yes yet you your song songs track tracks music audio thing weather mine name named"
    " really quite rather wrote"
)
"""Ordinary words, which are never taken for slips of others."""


STRONG: Final = {intent: frozenset(map(stem, cues.strong.split())) for intent, cues in CUES.items()}
WEAK: Final = {intent: frozenset(map(stem, cues.weak.split())) for intent, cues in CUES.items()}
