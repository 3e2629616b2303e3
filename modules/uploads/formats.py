"""The formats we take, told apart by their first bytes: never by a name."""

from dataclasses import dataclass

from models.upload import UploadKind

HEAD_BYTES = 4096


@dataclass(frozen=True)
class Format:
    """containers and codecs are the decoder's words for what may be inside."""

    name: str
    media_type: str
    kind: UploadKind = UploadKind.AUDIO
    containers: frozenset[str] = frozenset()
    codecs: tuple[str, ...] = ()


MP3 = Format("mp3", "audio/mpeg", containers=frozenset({"mp3"}), codecs=("mp3",))
M4A = Format("m4a", "audio/mp4", containers=frozenset({"mov"}), codecs=("aac", "alac", "mp3"))
WAV = Format("wav", "audio/wav", containers=frozenset({"wav"}), codecs=("pcm_", "adpcm_", "mp3"))
FLAC = Format("flac", "audio/flac", containers=frozenset({"flac"}), codecs=("flac",))
OGG = Format("ogg", "audio/ogg", containers=frozenset({"ogg"}), codecs=("vorbis", "opus", "libopus", "flac"))
MIDI = Format("midi", "audio/midi", UploadKind.MIDI)
ACCEPTED = "an .mp3, .m4a, .wav, .flac or .ogg sound file, or a .mid MIDI file"


def recognised(head: bytes) -> Format | None:
    """What a file that starts like this claims to be."""
    if head[:4] in {b"RIFF", b"RF64"}:
        return {b"WAVE": WAV, b"RMID": MIDI}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return M4A
    known = {b"MThd": MIDI, b"fLaC": FLAC, b"OggS": OGG}.get(head[:4])
    return known or (MP3 if _starts_like_mp3(head.lstrip(b"\0")) else None)


def _starts_like_mp3(head: bytes) -> bool:
    """A tag, or the header of an MPEG layer III frame with a bit rate and a sampling rate that exist."""
    if head[:3] == b"ID3":
        return True
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] >> 4 not in {0, 15} and head[2] & 0x0C != 0x0C
