"""Tiny random networks, saved the way Hugging Face saves them."""

import json

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForSequenceClassification,
    ViTConfig,
    ViTForImageClassification,
    XLMRobertaConfig,
    XLMRobertaForSequenceClassification,
)
from transformers.utils import logging

logging.disable_progress_bar()
KINDS = {
    "bert": (BertConfig, BertForSequenceClassification),
    "roberta": (RobertaConfig, RobertaForSequenceClassification),
    "xlm-roberta": (XLMRobertaConfig, XLMRobertaForSequenceClassification),
}
WORDS = "i am so happy sad angry today because the rain and sun came ich bin froh".split()  # noqa: SIM905 - a sentence


def labelled(labels):
    return {"id2label": dict(enumerate(labels)), "label2id": {label: number for number, label in enumerate(labels)}}


@pytest.fixture
def text_network(tmp_path):
    def saved(labels=("joy", "sadness", "anger"), kind="roberta", problem="single_label_classification", **more):
        torch.manual_seed(1)
        config, network = KINDS[kind]
        sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
        small = config(vocab_size=64, max_position_embeddings=34, pad_token_id=0, **sizes, **labelled(labels), **more)
        small.problem_type = problem
        made = network(small)
        torch.nn.init.normal_(made.get_input_embeddings().weight, std=3.0)
        made.save_pretrained(tmp_path)
        _tokenizer().save_pretrained(tmp_path)
        return str(tmp_path)

    return saved


@pytest.fixture
def face_network(tmp_path):
    def saved(labels=("angry", "happy", "sad", "neutral"), problem="single_label_classification"):
        torch.manual_seed(1)
        sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
        small = ViTConfig(image_size=32, patch_size=16, **sizes, **labelled(labels))
        small.problem_type = problem
        ViTForImageClassification(small).save_pretrained(tmp_path)
        look = {"image_processor_type": "ViTImageProcessor", "size": {"height": 32, "width": 32}, "do_resize": True}
        scale = {"do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True}
        means = {"image_mean": [0.5] * 3, "image_std": [0.5] * 3, "resample": 2}
        (tmp_path / "preprocessor_config.json").write_text(json.dumps(look | scale | means))
        return str(tmp_path)

    return saved


def _tokenizer():
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    special = ["<pad>", "<unk>", "<s>", "</s>"]
    tokenizer.train_from_iterator([" ".join(WORDS)], trainers.WordLevelTrainer(special_tokens=special))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 2), ("</s>", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>", bos_token="<s>", eos_token="</s>"
    )
