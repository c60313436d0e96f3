"""Display names, providers and lifecycle dates, which the id list does not hold.

Names of recorded ListFoundationModels answers where one is known; otherwise the name
is spelt from the id.
"""

from __future__ import annotations

import re

PROVIDERS = {
    "ai21": "AI21 Labs",
    "amazon": "Amazon",
    "anthropic": "Anthropic",
    "cohere": "Cohere",
    "deepseek": "DeepSeek",
    "google": "Google",
    "luma": "Luma AI",
    "meta": "Meta",
    "minimax": "MiniMax",
    "mistral": "Mistral AI",
    "moonshot": "Moonshot AI",
    "moonshotai": "Moonshot AI",
    "nvidia": "NVIDIA",
    "openai": "OpenAI",
    "qwen": "Qwen",
    "stability": "Stability AI",
    "twelvelabs": "TwelveLabs",
    "writer": "Writer",
    "xai": "xAI",
    "zai": "Z.AI",
}

NAMES = {
    "amazon.nova-2-multimodal-embeddings-v1:0": "Amazon Nova Multimodal Embeddings",
    "amazon.titan-embed-image-v1": "Titan Multimodal Embeddings G1",
    "amazon.titan-embed-text-v1": "Titan Embeddings G1 - Text",
    "amazon.titan-embed-text-v2:0": "Titan Text Embeddings V2",
    "amazon.rerank-v1:0": "Rerank 1.0",
    "amazon.titan-embed-g1-text-02": "Titan Text Embeddings v2",
    "cohere.embed-v4:0": "Embed v4",
    "cohere.rerank-v3-5:0": "Rerank 3.5",
    "deepseek.r1-v1:0": "DeepSeek-R1",
    "deepseek.v3-v1:0": "DeepSeek-V3.1",
    "deepseek.v3.2": "DeepSeek V3.2",
    "google.gemma-3-27b-it": "Gemma 3 27B PT",
    "mistral.ministral-3-14b-instruct": "Ministral 14B 3.0",
    "mistral.ministral-3-3b-instruct": "Ministral 3B",
    "mistral.ministral-3-8b-instruct": "Ministral 3 8B",
    "mistral.mistral-large-2402-v1:0": "Mistral Large (24.02)",
    "mistral.mistral-large-2407-v1:0": "Mistral Large (24.07)",
    "mistral.mistral-large-3-675b-instruct": "Mistral Large 3",
    "mistral.mistral-small-2402-v1:0": "Mistral Small (24.02)",
    "mistral.pixtral-large-2502-v1:0": "Pixtral Large (25.02)",
    "nvidia.nemotron-super-3-120b": "NVIDIA Nemotron 3 Super 120B A12B",
    "nvidia.nemotron-nano-12b-v2": "NVIDIA Nemotron Nano 12B v2 VL BF16",
    "nvidia.nemotron-nano-9b-v2": "NVIDIA Nemotron Nano 9B v2",
    "openai.gpt-oss-120b-1:0": "gpt-oss-120b",
    "openai.gpt-oss-20b-1:0": "gpt-oss-20b",
    "qwen.qwen3-32b-v1:0": "Qwen3 32B (dense)",
    "qwen.qwen3-coder-30b-a3b-v1:0": "Qwen3-Coder-30B-A3B-Instruct",
    "qwen.qwen3-coder-480b-a35b-v1:0": "Qwen3 Coder 480B A35B Instruct",
    "stability.stable-image-search-recolor-v1:0": "Stable Image Search and Recolor",
    "stability.stable-image-search-replace-v1:0": "Stable Image Search and Replace",
    "twelvelabs.marengo-embed-2-7-v1:0": "Marengo Embed v2.7",
    "twelvelabs.pegasus-1-2-v1:0": "Pegasus v1.2",
    "writer.palmyra-vision-7b": "Writer Palmyra Vision 7B",
}

SONNET_4 = ("2025-05-22", "2026-04-14", "2026-07-14", "2026-10-14")
LIFECYCLES = {
    "ai21.jamba-1-5": ("2024-09-23", "2026-05-26", "2026-08-26", "2026-11-26"),
    "amazon.nova-2-lite": ("2025-12-02", "", "", ""),
    "amazon.nova-lite-v1": ("2024-12-03", "", "", ""),
    "amazon.nova-micro-v1": ("2024-12-03", "", "", ""),
    "amazon.nova-pro-v1": ("2024-12-03", "", "", ""),
    "anthropic.claude-haiku-4-5": ("2025-10-15", "", "", ""),
    "anthropic.claude-opus-4-1": ("2025-08-05", "2026-07-08", "", "2027-01-08"),
    "anthropic.claude-opus-5-5": ("2026-09-22", "", "", ""),
    "anthropic.claude-sonnet-4-2": SONNET_4,
    "anthropic.claude-sonnet-4-5": ("2025-09-29", "2026-10-08", "", "2027-04-08"),
    "deepseek.v3.2": ("2026-02-06", "", "", ""),
    "openai.gpt-oss-120b": ("2025-08-05", "", "", ""),
    "openai.gpt-oss-20b": ("2025-08-05", "", "", ""),
    "twelvelabs.marengo-embed-2-7": ("", "2026-05-29", "", "2026-11-30"),
}
"""Start, legacy, extended access and end of life, by the start of the id."""

LIFECYCLE_FIELDS = (
    "startOfLifeTime",
    "legacyTime",
    "publicExtendedAccessTime",
    "endOfLifeTime",
)

_SPELLING = {
    "gpt": "GPT",
    "oss": "OSS",
    "8x7b": "8x7B",
    "glm": "GLM",
    "it": "IT",
    "vl": "VL",
    "minimax": "MiniMax",
}
_SUFFIX = re.compile(r"(-20\d{6})?(-v\d+)?(:\d+)?$")


def provider(model_id: str) -> str:
    """The provider's name as the service writes it."""
    prefix = model_id.partition(".")[0]
    return PROVIDERS.get(prefix, prefix)


def name(model_id: str) -> str:
    """The display name: the recorded one, or one spelt from the id."""
    if model_id in NAMES:
        return NAMES[model_id]
    stem = _SUFFIX.sub("", model_id.partition(".")[2])
    stem = re.sub(r"^llama(\d)", r"llama-\1", stem)
    stem = re.sub(r"^stable-(?!image|diff)", "stable-image-", stem)
    stem = re.sub(r"(?<=-)(\d{1,2})-(\d{1,2})(?=-|$)", r"\1.\2", stem)
    words = " ".join(_spelt(word) for word in stem.split("-"))
    return re.sub(r"^GPT (?=\d)", "GPT-", words)


def lifecycle(model_id: str, status: str) -> dict[str, object]:
    """The lifecycle object; times that are not known are left out, as in answers."""
    times = _lifecycle_times(model_id)
    pairs = zip(LIFECYCLE_FIELDS, times, strict=True)
    known = {field: f"{day}T00:00:00+00:00" for field, day in pairs if day}
    return {"status": status, **known}


def _lifecycle_times(model_id: str) -> tuple[str, ...]:
    fitting = [start for start in LIFECYCLES if model_id.startswith(start)]
    if fitting:
        return LIFECYCLES[max(fitting, key=len)]
    dated = re.search(r"-(20\d{2})(\d{2})(\d{2})", model_id)
    return ("-".join(dated.groups()) if dated else "", "", "", "")


def _spelt(word: str) -> str:
    if word in _SPELLING:
        return _SPELLING[word]
    if re.fullmatch(r"\d+(\.\d+)?[bk]|[a-z]\d+(\.\d+)?[a-z]?|e\d+b", word):
        return word.upper()
    return word[:1].upper() + word[1:]
