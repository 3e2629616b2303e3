"""Networks of sound too small to know anything, in folders as their makers leave them, and lessons for them."""

import hashlib
import warnings

import numpy as np
import torch
from diffusers import AceStepPipeline, AceStepTransformer1DModel, AutoencoderOobleck, FlowMatchEulerDiscreteScheduler
from diffusers.pipelines.ace_step.modeling_ace_step import AceStepConditionEncoder
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import (
    EncodecConfig,
    MusicgenConfig,
    MusicgenDecoderConfig,
    MusicgenForConditionalGeneration,
    PreTrainedTokenizerFast,
    Qwen3Config,
    Qwen3Model,
    T5Config,
)

from modules.audio.clip import Clip
from modules.audio.encoding import encode
from modules.generation.engines.twin.backends.backend import Lesson, Piece, Segment

WORDS = ("dark", "piano", "bpm", "120", "a", "minor", ",", "music", "trap", "#", "Instruction", "Lyric", "la")


def tokenizer():
    known = {word: at for at, word in enumerate(("<pad>", "</s>", "<unk>", *WORDS))}
    inner = Tokenizer(models.WordLevel(known, unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=inner, pad_token="<pad>", eos_token="</s>", unk_token="<unk>")


def write_musicgen(folder):
    """Two layers of 32, four books of 32 sounds, 20 steps a second at 2 kHz."""
    text = T5Config(vocab_size=32, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2)
    codec = EncodecConfig(
        target_bandwidths=[0.4], sampling_rate=2000, audio_channels=1, normalize=False, num_filters=4, hidden_size=8,
        num_residual_layers=1, upsampling_ratios=[10, 10], codebook_size=32, codebook_dim=8, num_lstm_layers=1,
    )  # fmt: skip
    decoder = MusicgenDecoderConfig(
        vocab_size=32, max_position_embeddings=256, num_hidden_layers=2, ffn_dim=32, num_attention_heads=2,
        hidden_size=32, num_codebooks=4, pad_token_id=32, bos_token_id=32,
    )  # fmt: skip
    torch.manual_seed(1)
    config = MusicgenConfig(text_encoder=text.to_dict(), audio_encoder=codec.to_dict(), decoder=decoder.to_dict())
    model = MusicgenForConditionalGeneration(config)
    for name, buffer in model.audio_encoder.named_buffers():
        if name.endswith("embed"):
            buffer.normal_()
    model.generation_config.decoder_start_token_id = 32
    model.generation_config.pad_token_id = 32
    model.generation_config.bos_token_id = 32
    model.save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder


def write_ace_step(folder):
    """Two layers of 16, 25 latents of 8 numbers a second, stereo at 2 kHz."""
    torch.manual_seed(1)
    small = {"num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8, "intermediate_size": 32}
    text = Qwen3Config(vocab_size=32, hidden_size=16, num_hidden_layers=1, **small)
    layers = {"num_lyric_encoder_hidden_layers": 1, "num_timbre_encoder_hidden_layers": 1}
    shared = {"hidden_size": 16, "sliding_window": 16, **small}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        vae = AutoencoderOobleck(
            encoder_hidden_size=16, downsampling_ratios=[8, 10], channel_multiples=[1, 2], decoder_channels=8,
            decoder_input_channels=8, audio_channels=2, sampling_rate=2000,
        )  # fmt: skip
    AceStepPipeline(
        vae=vae,
        text_encoder=Qwen3Model(text),
        tokenizer=tokenizer(),
        transformer=AceStepTransformer1DModel(
            num_hidden_layers=2, in_channels=24, audio_acoustic_hidden_dim=8, **shared
        ),
        condition_encoder=AceStepConditionEncoder(text_hidden_dim=16, timbre_hidden_dim=8, **layers, **shared),
        scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, shift=1.0),
    ).save_pretrained(folder)
    return folder


def sound_lesson(folder, pieces=5, seconds=5.0, rate=8000, **how):
    """Prepared pieces as `modules.twins` leaves them: a sound of a few tones each, and its tags."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(pieces):
        time = np.arange(round(seconds * rate)) / rate
        beat = 0.5 + 0.5 * np.sign(np.sin(2 * np.pi * 2 * time))
        sound = 0.4 * beat * (np.sin(2 * np.pi * 220 * time) + 0.5 * np.sin(2 * np.pi * (330 + 20 * number) * time))
        audio, text = folder / f"seg_{number:04d}.wav", folder / f"seg_{number:04d}.txt"
        encode(Clip(sound.astype(np.float32)[:, None], rate), audio)
        text.write_text("dark piano, 120 bpm, a minor\n")
        segments = (Segment(audio, text, seconds),)
        sha256 = hashlib.sha256(audio.read_bytes()).hexdigest()
        found.append(Piece(f"piece {number}", sha256, seconds, "dark piano", None, segments))
    return Lesson("ann", found, folder, folder / "adapter_model.safetensors", **{"rank": 4, "steps": 40} | how)
