"""`Networks`: a bank's ONNX files, opened, asked by the names of their inputs, and refused where they ask for more."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from modules.voice.banks.bank import Bank, BankIncomplete, BankUnsupported, inside, read_yaml

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Tokens:
    """numbers: of phonemes. languages: of what each is spoken in, for banks that know several."""

    numbers: Array
    languages: Array

    def given(self) -> dict[str, Array]:
        return {"tokens": self.numbers[None], "languages": self.languages[None]}


class Networks:
    """Opened anew for every song, because what is random in them is seeded when they are opened."""

    def __init__(self, bank: Bank, seed: int, steps: int) -> None:
        onnxruntime.set_seed(seed % 2**31)
        self._bank, self._steps = bank, steps
        self._acoustic, self._vocoder = _opened(bank.acoustic), _opened(bank.vocoder.network)
        self._linguistic: Any = None
        if bank.duration:
            told = read_yaml(bank.duration, "dsconfig.yaml")
            self._linguistic = _opened(inside(bank.duration, told.get("linguistic", "linguistic.onnx")))
            self._duration = _opened(inside(bank.duration, told.get("dur", "dur.onnx")))

    def lengths(self, tokens: Tokens, words: tuple[Array, Array], pitches: Array) -> Array | None:
        """[phonemes] frames as the bank would have them; None where it does not say.

        words: how many phonemes and frames each syllable has.
        """
        if self._linguistic is None:
            return None
        given = {"word_div": words[0][None], "word_dur": words[1][None]}
        encoded, masks = _asked(self._linguistic, given | tokens.given())
        more = {"encoder_out": encoded, "x_masks": masks, "ph_midi": pitches[None]}
        return np.asarray(_asked(self._duration, more | self._speaker(len(tokens.numbers)))[0]).reshape(-1)

    def sound(self, tokens: Tokens, durations: Array, hertz: Array) -> Array:
        """[samples] of phonemes with their frames, on a pitch for every frame."""
        frames = len(hertz)
        given = {
            "durations": durations[None],
            "f0": hertz[None].astype(np.float32),
            "speedup": np.array(max(1000 // self._steps, 1), dtype=np.int64),
            "steps": np.array(self._steps, dtype=np.int64),
            "depth": np.array(1.0, dtype=np.float32),
            "gender": np.zeros((1, frames), dtype=np.float32),
            "velocity": np.ones((1, frames), dtype=np.float32),
        }
        mel = _asked(self._acoustic, given | tokens.given() | self._speaker(frames))[0]
        mel = np.asarray(mel) * self._scale()
        return np.asarray(_asked(self._vocoder, {"mel": mel, "f0": given["f0"]})[0]).reshape(-1)

    def _scale(self) -> np.float32:
        """Between logarithms to the base 10 and e."""
        if self._bank.base == self._bank.vocoder.base:
            return np.float32(1.0)
        return np.float32(np.log(10.0) if self._bank.vocoder.base == "e" else 1 / np.log(10.0))

    def _speaker(self, count: int) -> dict[str, Array]:
        if self._bank.speaker is None:
            return {}
        voice = np.frombuffer(self._bank.speaker.read_bytes(), dtype="<f4")
        if len(voice) != self._bank.hidden:
            raise BankIncomplete(
                f"{self._bank.speaker.name} holds {len(voice)} numbers, not {self._bank.hidden}.",
                field="voice",
                next_step="Unpack the bank again, whole.",
            )
        return {"spk_embed": np.tile(voice.astype(np.float32), (1, count, 1))}


def _opened(path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (RuntimeError, ValueError, *_NOT_ONNX) as wrong:
        raise BankIncomplete(
            f"{path.name} of the voice bank is no network that can be opened.",
            field="voice",
            next_step="Unpack the bank again, whole.",
        ) from wrong


_NOT_ONNX = (
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidGraph,
    onnxruntime.capi.onnxruntime_pybind11_state.NoSuchFile,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidArgument,
    onnxruntime.capi.onnxruntime_pybind11_state.Fail,
)


def _asked(session: Any, given: dict[str, Array]) -> list[Any]:
    wanted = [one.name for one in session.get_inputs()]
    strange = [name for name in wanted if name not in given]
    if strange:
        raise BankUnsupported(
            f"A network of the voice bank asks for {', '.join(strange)}, which is not computed here.",
            field="voice",
            next_step="Take a version of the bank that was exported without it.",
        )
    try:
        answer: list[Any] = session.run(None, {name: given[name] for name in wanted})
    except (RuntimeError, ValueError, *_NOT_ONNX) as wrong:
        raise BankUnsupported(
            "A network of the voice bank could not be run with what it asks for.",
            field="voice",
            next_step="Try the bank in OpenUtau; where it sings there, send its dsconfig.yaml with a report.",
        ) from wrong
    return answer
