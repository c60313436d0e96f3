"""What to call in place of a model that is leaving, gone, or served elsewhere.

Which models are legacy or gone: Bedrock User Guide, "Model lifecycle" (November 2026).
It names a successor for few; here it is the newest of the same line, or of the line
nearest in size where the line has ended. Providers without another text model on
Bedrock (AI21, Cohere, Writer) have none.
"""

from __future__ import annotations

from collections.abc import Container

from bedrock_tui.core.modelids import best_call, model_id_of

OPUS = (
    "anthropic.claude-opus-5-5",
    "anthropic.claude-opus-5",
    "anthropic.claude-opus-4-8",
    "anthropic.claude-opus-4-7",
    "anthropic.claude-opus-4-6-v1",
    "anthropic.claude-opus-4-5-20251101-v1:0",
)
SONNET = (
    "anthropic.claude-sonnet-5-5",
    "anthropic.claude-sonnet-5",
    "anthropic.claude-sonnet-4-6",
)
HAIKU = ("anthropic.claude-haiku-5-5", "anthropic.claude-haiku-4-5-20251001-v1:0")
NOVA_PRO = ("amazon.nova-pro-v1:0", "amazon.nova-2-lite-v1:0")
NOVA_LITE = ("amazon.nova-2-lite-v1:0", "amazon.nova-lite-v1:0")
NOVA_MICRO = (
    "amazon.nova-micro-v1:0",
    "amazon.nova-lite-v1:0",
    "amazon.nova-2-lite-v1:0",
)
LLAMA_LARGE = (
    "meta.llama4-maverick-17b-instruct-v1:0",
    "meta.llama3-3-70b-instruct-v1:0",
    "meta.llama3-1-70b-instruct-v1:0",
    "meta.llama3-70b-instruct-v1:0",
)
LLAMA_SMALL = (
    "meta.llama4-scout-17b-instruct-v1:0",
    "meta.llama3-1-8b-instruct-v1:0",
    "meta.llama3-8b-instruct-v1:0",
)
MISTRAL_LARGE = (
    "mistral.mistral-large-3-675b-instruct",
    "mistral.mistral-large-2407-v1:0",
    "mistral.mistral-large-2402-v1:0",
)
MISTRAL_SMALL = (
    "mistral.ministral-3-14b-instruct",
    "mistral.ministral-3-8b-instruct",
    "mistral.mistral-small-2402-v1:0",
)

LINES: tuple[tuple[str, ...], ...] = (
    OPUS,
    SONNET,
    HAIKU,
    ("amazon.nova-2-lite-v1:0", "amazon.nova-lite-v1:0"),
    ("meta.llama3-3-70b-instruct-v1:0", "meta.llama3-1-70b-instruct-v1:0"),
    ("meta.llama3-1-8b-instruct-v1:0", "meta.llama3-8b-instruct-v1:0"),
    MISTRAL_LARGE,
    ("deepseek.v3.2", "deepseek.v3-v1:0"),
    ("minimax.minimax-m2.5", "minimax.minimax-m2.1", "minimax.minimax-m2"),
    ("moonshotai.kimi-k3.1", "moonshotai.kimi-k3", "moonshotai.kimi-k2.5"),
    ("zai.glm-5.3", "zai.glm-5", "zai.glm-4.7"),
    ("xai.grok-4.7", "xai.grok-4.6"),
    ("openai.gpt-6.1-sol", "openai.gpt-6-sol", "openai.gpt-5.6-sol"),
    ("openai.gpt-6.1-terra", "openai.gpt-5.6-terra"),
    ("openai.gpt-6-luna", "openai.gpt-5.6-luna"),
)
"""Models of one line, the newest first; each may take the place of those after it."""

SUCCESSORS: dict[str, tuple[str, ...]] = {
    "amazon.nova-premier-v1:0": NOVA_PRO,
    "amazon.titan-text-express-v1": NOVA_LITE,
    "amazon.titan-text-lite-v1": NOVA_MICRO,
    "amazon.titan-text-premier-v1:0": NOVA_PRO,
    "amazon.titan-tg1-large": NOVA_PRO,
    "anthropic.claude-3-5-haiku-20241022-v1:0": HAIKU,
    "anthropic.claude-3-5-sonnet-20240620-v1:0": SONNET,
    "anthropic.claude-3-5-sonnet-20241022-v2:0": SONNET,
    "anthropic.claude-3-7-sonnet-20250219-v1:0": SONNET,
    "anthropic.claude-3-haiku-20240307-v1:0": HAIKU,
    "anthropic.claude-3-opus-20240229-v1:0": OPUS,
    "anthropic.claude-3-sonnet-20240229-v1:0": SONNET,
    "anthropic.claude-haiku-4-5": HAIKU[::-1],
    "anthropic.claude-instant-v1": HAIKU,
    "anthropic.claude-opus-4-1-20250805-v1:0": OPUS,
    "anthropic.claude-opus-4-20250514-v1:0": OPUS,
    "anthropic.claude-sonnet-4-20250514-v1:0": SONNET,
    "anthropic.claude-sonnet-4-5-20250929-v1:0": SONNET,
    "anthropic.claude-v1": SONNET,
    "anthropic.claude-v2": SONNET,
    "anthropic.claude-v2:1": SONNET,
    "deepseek.v3.1": ("deepseek.v3-v1:0", "deepseek.v3.2"),
    "meta.llama2-13b-chat-v1": LLAMA_SMALL[1:],
    "meta.llama2-70b-chat-v1": LLAMA_LARGE[1:],
    "meta.llama3-1-405b-instruct-v1:0": LLAMA_LARGE,
    "meta.llama3-2-11b-instruct-v1:0": LLAMA_SMALL,
    "meta.llama3-2-1b-instruct-v1:0": LLAMA_SMALL[1:],
    "meta.llama3-2-3b-instruct-v1:0": LLAMA_SMALL[1:],
    "meta.llama3-2-90b-instruct-v1:0": LLAMA_LARGE,
    "mistral.mistral-small-2402-v1:0": MISTRAL_SMALL[:2],
    "moonshotai.kimi-k2-thinking": ("moonshot.kimi-k2-thinking",),
    "openai.gpt-5.4-2026-03-05": ("openai.gpt-5.4",),
    "openai.gpt-5.5-2026-04-23": ("openai.gpt-5.5",),
    "openai.gpt-oss-120b": ("openai.gpt-oss-120b-1:0",),
    "openai.gpt-oss-20b": ("openai.gpt-oss-20b-1:0",),
    "qwen.qwen3-235b-a22b-2507": ("qwen.qwen3-235b-a22b-2507-v1:0",),
    "qwen.qwen3-32b": ("qwen.qwen3-32b-v1:0",),
    "qwen.qwen3-coder-30b-a3b-instruct": ("qwen.qwen3-coder-30b-a3b-v1:0",),
    "qwen.qwen3-coder-480b-a35b-instruct": ("qwen.qwen3-coder-480b-a35b-v1:0",),
    "qwen.qwen3-next-80b-a3b-instruct": ("qwen.qwen3-next-80b-a3b",),
    "qwen.qwen3-vl-235b-a22b-instruct": ("qwen.qwen3-vl-235b-a22b",),
    "twelvelabs.marengo-embed-2-7-v1:0": ("twelvelabs.marengo-embed-3-0-v1:0",),
    "twelvelabs.pegasus-1-2-v1:0": ("twelvelabs.pegasus-1-5-v1:0",),
    "xai.grok-4.3": ("xai.grok-4.7", "xai.grok-4.6"),
    "zai.glm-4.6": ("zai.glm-4.7", "zai.glm-5"),
}
"""What to choose instead, the best first: for models that are legacy or gone, and for
ids that only the bedrock-mantle endpoint knows."""


GONE = frozenset(
    {
        "ai21.j2-grande-instruct",
        "ai21.j2-jumbo-instruct",
        "ai21.j2-mid-v1",
        "ai21.j2-ultra-v1",
        "ai21.jamba-instruct-v1:0",
        "amazon.nova-premier-v1:0",
        "amazon.titan-text-express-v1",
        "amazon.titan-text-lite-v1",
        "amazon.titan-text-premier-v1:0",
        "amazon.titan-tg1-large",
        "anthropic.claude-3-5-haiku-20241022-v1:0",
        "anthropic.claude-3-5-sonnet-20240620-v1:0",
        "anthropic.claude-3-5-sonnet-20241022-v2:0",
        "anthropic.claude-3-7-sonnet-20250219-v1:0",
        "anthropic.claude-3-haiku-20240307-v1:0",
        "anthropic.claude-3-opus-20240229-v1:0",
        "anthropic.claude-3-sonnet-20240229-v1:0",
        "anthropic.claude-instant-v1",
        "anthropic.claude-opus-4-20250514-v1:0",
        "anthropic.claude-sonnet-4-20250514-v1:0",
        "anthropic.claude-v1",
        "anthropic.claude-v2",
        "anthropic.claude-v2:1",
        "cohere.command-light-text-v14",
        "cohere.command-r-plus-v1:0",
        "cohere.command-r-v1:0",
        "cohere.command-text-v14",
        "meta.llama2-13b-chat-v1",
        "meta.llama2-70b-chat-v1",
        "meta.llama3-1-405b-instruct-v1:0",
        "meta.llama3-2-11b-instruct-v1:0",
        "meta.llama3-2-1b-instruct-v1:0",
        "meta.llama3-2-3b-instruct-v1:0",
        "meta.llama3-2-90b-instruct-v1:0",
    }
)
"""Models that commercial regions no longer list (November 2026). A region that still
lists one is believed."""


def successors(model_id: str) -> tuple[str, ...]:
    """Return the models to choose instead of one, the best first; often none."""
    model = model_id_of(model_id)
    if model in SUCCESSORS:
        return SUCCESSORS[model]
    return next((line[: line.index(model)] for line in LINES if model in line), ())


def successor(model_id: str, offered: Container[str]) -> str:
    """Return the id to call instead, among those a region offers; empty if there is
    none.
    """
    found = (best_call(each, offered) for each in successors(model_id))
    return next(filter(None, found), "")
