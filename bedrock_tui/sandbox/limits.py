"""What each model takes and refuses: windows, output caps, sampling, features.

Windows and caps are those of the model cards; the rules on sampling, system prompts,
tools and documents those of the user guide's table of Converse features and of live
reports on Claude's sampling parameters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WINDOWS: dict[str, tuple[int, int]] = {
    "ai21.jamba": (256_000, 4_096),
    "amazon.nova-2-lite": (1_000_000, 64_000),
    "amazon.nova-micro": (128_000, 10_000),
    "amazon.nova-": (300_000, 10_000),
    "anthropic.claude-haiku-4-5": (200_000, 64_000),
    "anthropic.claude-opus-4-1": (200_000, 32_000),
    "anthropic.claude-opus-4-5": (200_000, 64_000),
    "anthropic.claude-sonnet-4-5": (200_000, 64_000),
    "anthropic.claude-sonnet-4-6": (1_000_000, 64_000),
    "anthropic.claude-": (1_000_000, 128_000),
    "deepseek.r1": (128_000, 32_768),
    "deepseek.": (164_000, 81_920),
    "google.gemma-3": (128_000, 8_192),
    "meta.llama4": (1_000_000, 16_384),
    "meta.llama3-8b": (8_000, 2_048),
    "meta.llama3-70b": (8_000, 2_048),
    "meta.llama3": (128_000, 8_192),
    "mistral.mistral-7b": (32_000, 8_192),
    "mistral.mixtral": (32_000, 4_096),
    "mistral.magistral": (128_000, 40_000),
    "mistral.": (128_000, 32_000),
    "moonshot.": (262_000, 16_384),
    "moonshotai.kimi-k2": (262_000, 16_384),
    "openai.gpt-oss": (128_000, 16_384),
    "writer.palmyra": (128_000, 8_192),
}
"""Context window and most output tokens, by the start of the id."""

ROOMY = (1_000_000, 131_072)
"""For models whose limits are not known: nothing is refused too early."""

NO_SYSTEM = re.compile(r"amazon\.titan|mistral\.(mistral-7b|mixtral)|cohere\.command-")
NO_TOOLS = re.compile(
    r"amazon\.titan|meta\.llama3-(8b|70b)|deepseek\.r1|mistral\.(mistral-7b|mixtral)"
)
NO_STREAMED_TOOLS = re.compile(
    r"meta\.llama(3-[123]|4)|mistral\.(mistral-(large|small)-24|pixtral)|writer\.palm"
)
NO_DOCUMENTS = re.compile(r"amazon\.nova-micro|ai21\.jamba|mistral\.mistral-small")
REASONS = re.compile(
    r"deepseek\.r1|openai\.gpt-oss|moonshot(ai)?\.kimi|minimax\.|mistral\.magistral"
)
"""Models that reason before the text without being asked."""
CACHES = re.compile(r"anthropic\.|amazon\.nova-")
"""Models whose usage speaks of the prompt cache."""

_CLAUDE = re.compile(
    r"anthropic\.claude-(opus|sonnet|haiku|fable|mythos)-(\d+)(?:-(\d{1,2})(?!\d))?"
)
_NO_SAMPLING_FROM = {
    "opus": (4, 7),
    "sonnet": (5, 0),
    "haiku": (5, 5),
    "fable": (0, 0),
    "mythos": (0, 0),
}


@dataclass(frozen=True, slots=True)
class Claude:
    """A Claude model's family and version, which decide what it refuses."""

    family: str
    version: tuple[int, int]

    @property
    def without_sampling(self) -> bool:
        """Whether temperature, top_p and top_k are refused unless default."""
        return self.version >= _NO_SAMPLING_FROM[self.family]

    @property
    def one_sampling_only(self) -> bool:
        """Whether temperature and top_p are refused together."""
        return not self.without_sampling and self.version >= (4, 1)

    @property
    def always_thinks(self) -> bool:
        """Whether it reasons without being asked."""
        opus = self.family == "opus" and self.version >= (5, 5)
        return opus or self.family in {"fable", "mythos"}


def claude(model_id: str) -> Claude | None:
    """The Claude of an id, None for other models and for the third generation."""
    found = _CLAUDE.match(model_id)
    if found is None:
        return None
    family, major, minor = found.groups()
    return Claude(family, (int(major), int(minor or 0)))


def window(model_id: str) -> tuple[int, int]:
    """Context window and output cap, in tokens."""
    fitting = [start for start in WINDOWS if model_id.startswith(start)]
    return WINDOWS[max(fitting, key=len)] if fitting else ROOMY
