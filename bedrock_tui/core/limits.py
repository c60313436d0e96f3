"""How much models take and give: context windows, output limits, quota burn-down.

No API of Bedrock tells these. They are read from the model cards of the Bedrock User
Guide and, where cards say nothing, from genai-prices 0.2.3, models.dev and litellm
1.109 (November 2026), rounded as they are there. Where sources differ on the output
the larger number stands, since one that is too low would warn of requests that work;
an output that is said to equal the whole window is left out as not known. `context`
is input and output together, so the 922,000 input tokens of the GPT-6 cards are 1.05
million here. Claude Sonnet 4.5 has 200,000 without the beta header for a million.
"""

from __future__ import annotations

import re

from bedrock_tui.core.modelids import model_id_of
from bedrock_tui.core.offer import Limits

_LIMITS: dict[str, tuple[int | None, int | None]] = {
    "ai21.jamba-1-5-large-v1:0": (256_000, 4_000),
    "ai21.jamba-1-5-mini-v1:0": (256_000, 4_000),
    "amazon.nova-2-5-sonic": (256_000, 64_000),
    "amazon.nova-2-lite-v1:0": (1_000_000, 64_000),
    "amazon.nova-2-multimodal-embeddings-v1:0": (8_172, None),
    "amazon.nova-2-sonic-v1:0": (1_000_000, 64_000),
    "amazon.nova-lite-v1:0": (300_000, 10_000),
    "amazon.nova-micro-v1:0": (128_000, 10_000),
    "amazon.nova-premier-v1:0": (1_000_000, 25_000),
    "amazon.nova-pro-v1:0": (300_000, 10_000),
    "amazon.rerank-v1:0": (32_000, None),
    "amazon.titan-embed-g1-text-02": (8_000, None),
    "amazon.titan-embed-image-v1": (128, None),
    "amazon.titan-embed-text-v1": (8_000, None),
    "amazon.titan-embed-text-v2:0": (8_000, None),
    "anthropic.claude-3-5-sonnet-20240620-v1:0": (200_000, 4_096),
    "anthropic.claude-3-5-sonnet-20241022-v2:0": (200_000, 8_192),
    "anthropic.claude-3-7-sonnet-20250219-v1:0": (200_000, None),
    "anthropic.claude-3-haiku-20240307-v1:0": (200_000, 4_000),
    "anthropic.claude-fable-5": (1_000_000, 128_000),
    "anthropic.claude-fable-5-1": (1_000_000, 128_000),
    "anthropic.claude-fable-5-2": (1_000_000, 128_000),
    "anthropic.claude-haiku-4-5": (200_000, 64_000),
    "anthropic.claude-haiku-4-5-20251001-v1:0": (200_000, 64_000),
    "anthropic.claude-haiku-5-5": (1_000_000, 128_000),
    "anthropic.claude-mythos-5": (1_000_000, None),
    "anthropic.claude-mythos-5-2": (1_000_000, 128_000),
    "anthropic.claude-opus-4-1-20250805-v1:0": (200_000, 32_000),
    "anthropic.claude-opus-4-5-20251101-v1:0": (200_000, 64_000),
    "anthropic.claude-opus-4-6-v1": (1_000_000, 128_000),
    "anthropic.claude-opus-4-7": (1_000_000, 128_000),
    "anthropic.claude-opus-4-8": (1_000_000, 128_000),
    "anthropic.claude-opus-5": (1_000_000, 128_000),
    "anthropic.claude-opus-5-5": (1_000_000, 128_000),
    "anthropic.claude-sonnet-4-20250514-v1:0": (200_000, 64_000),
    "anthropic.claude-sonnet-4-5-20250929-v1:0": (200_000, 64_000),
    "anthropic.claude-sonnet-4-6": (1_000_000, 64_000),
    "anthropic.claude-sonnet-5": (1_000_000, 128_000),
    "anthropic.claude-sonnet-5-5": (1_000_000, 128_000),
    "cohere.embed-english-v3": (512, None),
    "cohere.embed-multilingual-v3": (512, None),
    "cohere.embed-v4:0": (128_000, None),
    "cohere.rerank-v3-5:0": (4_000, None),
    "deepseek.r1-v1:0": (128_000, 32_000),
    "deepseek.v3-v1:0": (164_000, 82_000),
    "deepseek.v3.1": (128_000, 8_000),
    "deepseek.v3.2": (164_000, 82_000),
    "google.gemma-3-12b-it": (128_000, 8_000),
    "google.gemma-3-27b-it": (128_000, 8_000),
    "google.gemma-3-4b-it": (128_000, 8_000),
    "google.gemma-4-26b-a4b": (256_000, None),
    "google.gemma-4-31b": (256_000, None),
    "google.gemma-4-e2b": (128_000, None),
    "meta.llama3-1-70b-instruct-v1:0": (128_000, 4_000),
    "meta.llama3-1-8b-instruct-v1:0": (128_000, 4_000),
    "meta.llama3-3-70b-instruct-v1:0": (128_000, 4_000),
    "meta.llama3-70b-instruct-v1:0": (8_000, None),
    "meta.llama3-8b-instruct-v1:0": (8_000, None),
    "meta.llama4-maverick-17b-instruct-v1:0": (1_000_000, 16_000),
    "meta.llama4-scout-17b-instruct-v1:0": (10_000_000, 16_000),
    "minimax.minimax-m2": (205_000, 128_000),
    "minimax.minimax-m2.1": (205_000, 131_000),
    "minimax.minimax-m2.5": (196_000, 98_000),
    "mistral.devstral-2-123b": (256_000, 32_000),
    "mistral.magistral-small-2509": (128_000, 40_000),
    "mistral.ministral-3-14b-instruct": (128_000, 8_000),
    "mistral.ministral-3-3b-instruct": (128_000, 8_000),
    "mistral.ministral-3-8b-instruct": (128_000, 8_000),
    "mistral.mistral-7b-instruct-v0:2": (32_000, 4_000),
    "mistral.mistral-large-2402-v1:0": (32_000, 4_000),
    "mistral.mistral-large-2407-v1:0": (128_000, 8_191),
    "mistral.mistral-large-3-675b-instruct": (256_000, 32_000),
    "mistral.mistral-small-2402-v1:0": (32_000, 4_000),
    "mistral.mixtral-8x7b-instruct-v0:1": (32_000, 4_000),
    "mistral.pixtral-large-2502-v1:0": (128_000, 16_000),
    "mistral.voxtral-mini-3b-2507": (32_000, 8_192),
    "mistral.voxtral-small-24b-2507": (32_000, 8_192),
    "moonshot.kimi-k2-thinking": (256_000, 16_000),
    "moonshotai.kimi-k2.5": (256_000, 16_000),
    "moonshotai.kimi-k3": (1_000_000, 131_072),
    "moonshotai.kimi-k3.1": (1_000_000, None),
    "nvidia.nemotron-nano-12b-v2": (128_000, 8_000),
    "nvidia.nemotron-nano-3-30b": (256_000, 8_000),
    "nvidia.nemotron-nano-9b-v2": (128_000, 8_000),
    "nvidia.nemotron-super-3-120b": (262_000, 131_000),
    "openai.gpt-5.4": (272_000, 128_000),
    "openai.gpt-5.5": (272_000, 128_000),
    "openai.gpt-5.6-luna": (1_000_000, 128_000),
    "openai.gpt-5.6-sol": (1_000_000, 128_000),
    "openai.gpt-5.6-terra": (1_000_000, 128_000),
    "openai.gpt-6-astra": (1_050_000, 128_000),
    "openai.gpt-6-luna": (1_000_000, 128_000),
    "openai.gpt-6-sol": (1_050_000, 128_000),
    "openai.gpt-6.1-sol": (1_000_000, 131_072),
    "openai.gpt-6.1-terra": (1_050_000, 128_000),
    "openai.gpt-oss-120b": (128_000, 16_000),
    "openai.gpt-oss-120b-1:0": (128_000, 16_000),
    "openai.gpt-oss-20b": (128_000, 16_000),
    "openai.gpt-oss-20b-1:0": (128_000, 16_000),
    "openai.gpt-oss-safeguard-120b": (128_000, 16_000),
    "openai.gpt-oss-safeguard-20b": (128_000, 16_000),
    "qwen.qwen3-235b-a22b-2507": (256_000, 8_000),
    "qwen.qwen3-235b-a22b-2507-v1:0": (256_000, 8_000),
    "qwen.qwen3-32b": (32_000, 8_000),
    "qwen.qwen3-32b-v1:0": (32_000, 8_000),
    "qwen.qwen3-coder-30b-a3b-instruct": (256_000, 16_000),
    "qwen.qwen3-coder-30b-a3b-v1:0": (256_000, 16_000),
    "qwen.qwen3-coder-480b-a35b-instruct": (128_000, 16_000),
    "qwen.qwen3-coder-480b-a35b-v1:0": (128_000, 16_000),
    "qwen.qwen3-coder-next": (256_000, 66_000),
    "qwen.qwen3-next-80b-a3b": (256_000, 8_000),
    "qwen.qwen3-next-80b-a3b-instruct": (256_000, 8_000),
    "qwen.qwen3-vl-235b-a22b": (256_000, 8_000),
    "qwen.qwen3-vl-235b-a22b-instruct": (256_000, 8_000),
    "twelvelabs.marengo-embed-2-7-v1:0": (77, None),
    "twelvelabs.marengo-embed-3-0-v1:0": (500, None),
    "twelvelabs.pegasus-1-5-v1:0": (261_120, 98_304),
    "writer.palmyra-vision-7b": (4_000, None),
    "writer.palmyra-x4-v1:0": (128_000, 8_000),
    "writer.palmyra-x5-v1:0": (1_040_000, 8_000),
    "xai.grok-4.3": (1_000_000, 131_000),
    "xai.grok-4.6": (500_000, None),
    "xai.grok-4.7": (524_288, None),
    "zai.glm-4.7": (205_000, 131_000),
    "zai.glm-4.7-flash": (203_000, 131_000),
    "zai.glm-5": (203_000, 128_000),
    "zai.glm-5.3": (1_000_000, 128_000),
}
"""Context window and most output tokens, by model id."""

KNOWN = frozenset(_LIMITS)
"""The ids of all models in the table."""

_CLAUDE = re.compile(r"anthropic\.claude-(?:3-7-|[a-z]+-(?:[4-9]|[1-9]\d)(?:-|$))")
"""Claude from 3.7 on; from 4 on the family stands before the version."""

_BURNDOWN = {"openai.gpt-6.1-sol": 10}


def limits_of(model_id: str) -> Limits:
    """Return what a model takes and gives at most, by its id, a profile's or an ARN.

    Ids are looked up whole; what is not in the table is not known.
    """
    return Limits(*_LIMITS.get(model_id_of(model_id), (None, None)))


def burndown_of(model_id: str) -> int:
    """Return how many tokens of quota one token of output takes.

    Bedrock User Guide, "How tokens are counted": 5 for Claude from 3.7 on, and on its
    card 10 for GPT-6.1 Sol; 1 for all else.
    """
    model = model_id_of(model_id)
    return 5 if _CLAUDE.match(model) else _BURNDOWN.get(model, 1)
