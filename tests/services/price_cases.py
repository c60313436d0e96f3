"""What calls cost, reckoned by hand from the published rates: no table of ours.

A case is: gotcha (of the list in `test_prices.py`; 0 for none), id, region, what the
response told and what was used, and US dollars, or None for unpriced.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bedrock_tui.core.metrics import TokenUsage

NOW = datetime(2026, 11, 22, tzinfo=UTC)
M = 1_000_000


@dataclass(frozen=True)
class Case:
    gotcha: int
    id: str
    region: str
    usage: TokenUsage
    dollars: str | None
    told: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        told = "-".join(map(str, self.told.values()))
        return f"{self.gotcha}-{self.id}-{self.region}-{told}"


def use(
    input_tokens: int, output_tokens: int, read: int = 0, *writes: Any
) -> TokenUsage:
    written = sum(tokens for _, tokens in writes)
    return TokenUsage(
        input_tokens,
        output_tokens,
        input_tokens + output_tokens + read + written,
        read,
        written,
        tuple(writes),
    )


EACH = use(M, M)
"""A million in and out: the sum of both rates."""
SMALL = use(1_000, 100)

US, EU, LONDON = "us-east-1", "eu-west-1", "eu-west-2"
FLEX, PRIORITY = {"tier": "flex"}, {"tier": "priority"}
FAST = {"latency": "optimized"}
ACCOUNT = "arn:aws:bedrock:us-east-1:111122223333"


def arn(kind: str, name: str = "abc123def456") -> str:
    return f"{ACCOUNT}:{kind}/{name}"


def c(
    gotcha: int,
    id_: str,
    region: str,
    usage: TokenUsage,
    dollars: str | None,
    **told: Any,
) -> Case:
    return Case(gotcha, id_, region, usage, dollars, told)


SONNET_45 = "anthropic.claude-sonnet-4-5-20250929-v1:0"
HAIKU_35 = "anthropic.claude-3-5-haiku-20241022-v1:0"
NOVA = "amazon.nova-pro-v1:0"

PREFIXES = [
    c(1, "anthropic.claude-opus-5", US, EACH, "33"),  # 5.50 + 27.50
    c(1, "us.anthropic.claude-opus-5", US, EACH, "33"),
    c(1, "eu.anthropic.claude-opus-5", EU, EACH, "33"),
    c(1, "jp.anthropic.claude-opus-5", "ap-northeast-1", EACH, "33"),
    c(1, "au.anthropic.claude-opus-5", "ap-southeast-2", EACH, "33"),
    c(1, "in.anthropic.claude-opus-5", "ap-south-1", EACH, "33"),
    c(1, "apac.anthropic.claude-opus-5", "ap-southeast-1", EACH, "33"),
    c(1, "ca.anthropic.claude-opus-5", "ca-central-1", EACH, "33"),
    c(1, "global.anthropic.claude-opus-5", US, EACH, "30"),  # 5 + 25
    c(1, "global.anthropic.claude-opus-5", EU, EACH, "30"),
    c(1, "us.anthropic.claude-opus-5-5", US, EACH, "26.4"),  # 4.40 + 22
    c(1, "global.anthropic.claude-opus-5-5", US, EACH, "24"),
    c(1, "us.anthropic.claude-sonnet-5-5", US, EACH, "13.2"),
    c(1, "global.anthropic.claude-sonnet-5-5", LONDON, EACH, "12"),
    c(1, "us.anthropic.claude-fable-5-1", US, EACH, "66"),
    c(1, "us.moonshotai.kimi-k3", US, EACH, "19.8"),
    c(1, "in.moonshotai.kimi-k3", "ap-south-1", EACH, "19.8"),
    c(1, "global.moonshotai.kimi-k3", US, EACH, "18"),
    c(1, "us.zai.glm-5.3", US, EACH, "7.656"),  # 1.848 + 5.808
    c(1, "global.zai.glm-5.3", US, EACH, "6.96"),
    c(1, "global.xai.grok-4.6", US, EACH, "8"),
    c(1, "us.xai.grok-4.6", US, EACH, "8.8"),
    c(1, "global.openai.gpt-5.4", US, EACH, "17.5"),
    c(1, "global.openai.gpt-5.5", US, EACH, "35"),
    c(1, "us.anthropic.claude-sonnet-4-20250514-v1:0", US, EACH, "18"),
    c(1, "global.anthropic.claude-sonnet-4-20250514-v1:0", US, EACH, "18"),
    c(1, "global.amazon.nova-2-lite-v1:0", EU, EACH, "2.8"),
    c(1, "eu.amazon.nova-2-lite-v1:0", EU, EACH, "3.08"),
    # Neither stands in for the other.
    c(1, "global.amazon.nova-pro-v1:0", US, EACH, None),
    c(1, "global.deepseek.v3.2", US, EACH, None),
    c(1, "global.anthropic.claude-opus-4-1-20250805-v1:0", US, EACH, None),
    c(1, "global.anthropic.claude-3-5-haiku-20241022-v1:0", US, EACH, None),
    # Not one of the nine prefixes.
    c(1, "sa.amazon.nova-pro-v1:0", "sa-east-1", EACH, None),
    c(1, "mx.anthropic.claude-opus-5", "mx-central-1", EACH, None),
    c(1, "Us.anthropic.claude-opus-5", US, EACH, None),
]

REGIONS = [
    c(2, NOVA, US, EACH, "4"),
    c(2, "us.amazon.nova-pro-v1:0", "us-west-2", EACH, "4"),
    c(2, NOVA, LONDON, EACH, "5.65"),  # 1.13 + 4.52
    c(2, "eu.amazon.nova-pro-v1:0", "eu-central-1", EACH, "5.25"),
    c(2, "eu.amazon.nova-pro-v1:0", "eu-west-3", EACH, "5.9"),
    c(2, "eu.amazon.nova-pro-v1:0", "eu-south-1", EACH, "6.49"),
    c(2, "apac.amazon.nova-lite-v1:0", "ap-northeast-1", EACH, "0.36"),
    c(2, "mistral.mistral-large-2402-v1:0", "sa-east-1", EACH, "26.9"),
    c(2, "mistral.mistral-large-2402-v1:0", US, EACH, "16"),
    c(2, "deepseek.v3.2", "eu-north-1", EACH, "2.96"),
    c(2, "minimax.minimax-m2.5", LONDON, EACH, "2.33"),
    c(2, "meta.llama3-70b-instruct-v1:0", "ca-central-1", EACH, "7.08"),
    c(2, "eu.meta.llama3-2-1b-instruct-v1:0", "eu-central-1", EACH, "0.26"),
    c(2, "openai.gpt-oss-120b-1:0", "eu-central-1", EACH, "0.99"),
    c(2, "google.gemma-3-4b-it", EU, EACH, "0.12"),  # the US price, and said to be
    c(2, NOVA, "eu-west-2", use(M, 0, M), "1.4125"),  # reads at a quarter of 1.13
]

SPELLINGS = [
    c(3, "anthropic.claude-opus-4-8", US, EACH, "33"),
    c(3, "anthropic.claude-opus-4", US, EACH, None),
    c(3, "anthropic.claude-opus-4-80", US, EACH, None),
    c(3, "anthropic.claude-opus-4-20250514-v1:0", US, EACH, "90"),
    c(3, "openai.gpt-5.6-sol", US, EACH, "41.8"),  # long: 8.80 + 33
    c(3, "amazon.nova-pro-v2:0", US, EACH, None),
    c(3, "amazon.nova-pro-v1:0:300k", US, EACH, None),
    c(3, "anthropic.claude-3-sonnet-20240229-v1:0:200k", US, EACH, None),
    c(3, "amazon.titan-embed-g1-text-02:24k", US, EACH, None),
    c(3, "amazon.nova-canvas-v1:0:mm", US, EACH, None),
    c(3, "us.amazon.nova-premier-v1:0:1m", US, EACH, None),
    c(4, "amazon.nova-lite-v1", US, EACH, "0.3"),
    c(4, "amazon.nova-lite-v1:0", US, EACH, "0.3"),
    c(0, " amazon.nova-lite-v1:0 ", US, EACH, "0.3"),
    c(0, "", US, EACH, None),
    c(0, "no-such-model", US, EACH, None),
    c(0, "amazon.nova-9-ultra-v1:0", US, EACH, None),
]

CACHES = [
    # 3.30 in, 16.50 out, 0.33 read, 4.125 and 6.60 written.
    c(5, f"us.{SONNET_45}", US, use(433, 16, 2752), "0.00260106"),
    c(5, f"us.{SONNET_45}", US, use(0, 0, M), "0.33"),
    c(5, f"us.{SONNET_45}", US, use(0, 0, 0, ("5m", M)), "4.125"),
    c(5, f"us.{SONNET_45}", US, use(0, 0, 0, ("1h", M)), "6.6"),
    c(5, f"us.{SONNET_45}", US, use(M, M, M, ("5m", M), ("1h", M)), "30.855"),
    c(5, f"global.{SONNET_45}", US, use(0, 0, 0, ("1h", M)), "6"),
    c(5, f"us.{SONNET_45}", US, use(0, 0, 0, ("1d", 1)), None),
    c(5, f"us.{SONNET_45}", US, TokenUsage(0, 0, None, None, M), "4.125"),
    c(5, "us.anthropic.claude-sonnet-5-5", US, use(0, 0, M), "0.11"),
    c(5, "us.anthropic.claude-fable-5-1", US, use(0, 0, M), "0.275"),
    c(5, "us.anthropic.claude-opus-5-5", US, use(0, 0, M), "0.22"),
    c(5, NOVA, US, use(0, 0, M), "0.2"),
    c(5, "us.moonshotai.kimi-k3.1", US, use(0, 0, M, ("30m", M)), "5.72"),
    # No rate for a kind: not billed as input.
    c(5, "us.meta.llama3-3-70b-instruct-v1:0", US, use(10, 10, 10), None),
    c(5, NOVA, US, use(10, 10, 0, ("5m", 10)), None),
    c(
        5,
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        US,
        use(9, 9, 0, ("1h", 9)),
        None,
    ),
    c(5, "us.meta.llama3-3-70b-instruct-v1:0", US, use(10, 10), "0.0000144"),
    c(5, NOVA, US, TokenUsage(), None),
    c(5, NOVA, US, TokenUsage(10, None), None),
    c(5, NOVA, US, TokenUsage(-1, 5), None),
]

TIERS = [
    c(6, "us.meta.llama4-maverick-17b-instruct-v1:0", US, EACH, "0.605", **FLEX),
    c(6, "us.meta.llama4-maverick-17b-instruct-v1:0", US, EACH, "2.1175", **PRIORITY),
    c(6, "mistral.mistral-large-2402-v1:0", "sa-east-1", EACH, "13.45", **FLEX),
    c(6, "mistral.mistral-large-2402-v1:0", "sa-east-1", EACH, "47.075", **PRIORITY),
    c(6, "openai.gpt-oss-20b-1:0", LONDON, EACH, "0.29", **FLEX),
    c(6, "openai.gpt-oss-120b-1:0", US, EACH, "0.375", **FLEX),
    c(6, "qwen.qwen3-32b-v1:0", US, EACH, "1.3125", **PRIORITY),
    c(6, "zai.glm-5", US, EACH, "2.1", **FLEX),
    # Not listed: half, and seven quarters.
    c(6, NOVA, US, EACH, "2", **FLEX),
    c(6, NOVA, US, EACH, "7", **PRIORITY),
    c(6, NOVA, LONDON, EACH, "2.825", **FLEX),
    c(6, "deepseek.v3.2", "eu-north-1", EACH, "1.48", **FLEX),
    c(6, "global.xai.grok-4.6", US, EACH, "14", **PRIORITY),
    c(6, "us.openai.gpt-6-sol", US, EACH, "10.45", **FLEX),  # half of 4.40 + 16.50
    c(6, "us.anthropic.claude-opus-5-5", US, EACH, None, **FLEX),
    c(6, f"us.{SONNET_45}", US, EACH, None, **PRIORITY),
    c(6, NOVA, US, EACH, None, tier="reserved"),
    c(6, NOVA, US, EACH, None, tier="batch"),
    c(6, NOVA, US, EACH, None, tier="turbo"),
    c(6, NOVA, US, EACH, "4", tier="default"),
    c(6, NOVA, US, EACH, "4", tier="standard"),
    c(6, "no-such-model", US, EACH, None, **FLEX),
    c(7, NOVA, US, EACH, "5", **FAST),
    c(7, "us.amazon.nova-pro-v1:0", "us-east-2", EACH, "5", **FAST),
    c(7, f"us.{HAIKU_35}", "us-east-2", EACH, "6", **FAST),
    c(7, f"us.{HAIKU_35}", "us-east-2", EACH, "4.8"),
    c(7, NOVA, US, EACH, "4", latency="standard"),
    c(7, "amazon.nova-lite-v1:0", US, EACH, None, **FAST),
    c(7, NOVA, US, EACH, None, latency="ludicrous"),
]

LONG = [
    # 2.20 in, 11 out; above 272,000 tokens of prompt 4.40 and 16.50.
    c(8, "us.openai.gpt-6-sol", US, use(272_000, 1_000), "0.6094"),
    c(8, "us.openai.gpt-6-sol", US, use(272_001, 1_000), "1.2133044"),
    c(8, "us.openai.gpt-6-sol", US, use(72_001, 1_000, 200_000), "0.4213044"),
    c(8, "global.openai.gpt-6-sol", US, EACH, "19"),  # 4 + 15
    c(8, "us.openai.gpt-6-astra", US, use(272_000, 0), "2.992"),
    c(8, "us.openai.gpt-6-astra", US, EACH, "104.5"),  # 22 + 82.50
    c(8, "us.openai.gpt-5.6-terra", US, use(272_001, 0), "1.1968044"),
    # 0.11 in, 0.55 out; above 100,000 five times as much.
    c(8, "us.anthropic.claude-haiku-5-5", US, use(100_000, 1_000), "0.01155"),
    c(8, "us.anthropic.claude-haiku-5-5", US, use(100_001, 1_000), "0.05775055"),
    c(8, "us-gov.anthropic.claude-haiku-5-5", "us-gov-west-1", EACH, None),
    c(8, "us-gov.anthropic.claude-haiku-5-5", "us-gov-west-1", SMALL, "0.00018"),
]

AGES = [
    c(9, "apac.anthropic.claude-3-5-sonnet-20240620-v1:0", "ap-south-1", EACH, "36"),
    c(9, "anthropic.claude-3-5-sonnet-20241022-v2:0", "us-west-2", EACH, "36"),
    c(
        9,
        "anthropic.claude-3-5-sonnet-20240620-v1:0",
        US,
        EACH,
        "18",
        at=datetime(2025, 11, 30, 23, 59, tzinfo=UTC),
    ),
    c(
        9,
        "us.anthropic.claude-opus-4-1-20250805-v1:0",
        US,
        EACH,
        "90",
        extended_access_since=datetime(2026, 10, 8, tzinfo=UTC),
    ),
    c(
        12,
        "us.openai.gpt-5.6-luna",
        US,
        EACH,
        "7.7",
        at=datetime(2026, 7, 29, tzinfo=UTC),
    ),
    c(12, "us.openai.gpt-5.6-luna", US, use(M // 10, 0), "0.022"),
    c(
        12,
        "us.openai.gpt-5.6-sol",
        US,
        use(M // 10, 0),
        "0.55",
        at=datetime(2026, 8, 20),
    ),
    c(12, "us.openai.gpt-5.6-sol", US, use(M // 10, 0), "0.44"),
]

OPAQUE = [
    c(10, arn("application-inference-profile"), US, EACH, None),
    c(10, arn("provisioned-model"), US, EACH, None),
    c(10, arn("custom-model", "amazon.nova-pro-v1:0/abc123def456"), US, EACH, None),
    c(10, arn("custom-model-deployment"), US, EACH, None),
    c(10, arn("imported-model"), US, EACH, None),
    c(10, arn("prompt-router"), US, EACH, None),
    c(10, arn("default-prompt-router", "anthropic.claude:1"), US, EACH, None),
    c(10, arn("something-new"), US, EACH, None),
    c(10, "arn:aws:sagemaker:us-east-1:111122223333:endpoint/x", US, EACH, None),
    c(10, "arn:aws:bedrock", US, EACH, None),
    c(
        10,
        arn("application-inference-profile"),
        US,
        EACH,
        "24",
        base_model="global.anthropic.claude-opus-5-5",
    ),
    c(10, arn("application-inference-profile"), US, EACH, "4", base_model=NOVA),
    c(
        10,
        arn("prompt-router"),
        US,
        EACH,
        "4",
        base_model=f"arn:aws:bedrock:us-east-1::foundation-model/{NOVA}",
    ),
    c(10, arn("custom-model-deployment"), US, EACH, "4", base_model=NOVA),
    c(10, arn("provisioned-model"), US, EACH, None, base_model=NOVA),
    c(10, arn("imported-model"), US, EACH, None, base_model=NOVA),
    c(10, f"arn:aws:bedrock:us-east-1::foundation-model/{NOVA}", US, EACH, "4"),
    c(10, arn("inference-profile", f"us.{NOVA}"), US, EACH, "4"),
    c(10, arn("inference-profile", "global.xai.grok-4.7"), US, EACH, "8"),
]

NOT_TEXT = [
    c(11, "amazon.nova-canvas-v1:0", US, EACH, None),
    c(11, "amazon.nova-reel-v1:1", US, EACH, None),
    c(11, "us.stability.stable-outpaint-v1:0", US, EACH, None),
    c(11, "amazon.rerank-v1:0", "us-west-2", EACH, None),
    c(11, "cohere.rerank-v3-5:0", US, EACH, None),
    c(11, "amazon.nova-2-sonic-v1:0", US, EACH, None),
    c(11, "us.twelvelabs.pegasus-1-2-v1:0", US, EACH, None),
    c(11, "amazon.titan-embed-text-v2:0", US, use(M, 0), "0.02"),
]

GOV = [
    c(14, "us-gov.amazon.nova-pro-v1:0", "us-gov-west-1", EACH, "4.8"),
    c(14, f"us-gov.{SONNET_45}", "us-gov-west-1", EACH, "21.6"),
    c(14, "openai.gpt-oss-20b-1:0", "us-gov-east-1", EACH, "0.444"),
    c(14, "openai.gpt-oss-20b-1:0", "us-gov-east-1", EACH, "0.222", **FLEX),
    c(14, "us-gov.anthropic.claude-opus-4-7", "us-gov-west-1", EACH, "33"),
]

CASES = [
    *PREFIXES,
    *REGIONS,
    *SPELLINGS,
    *CACHES,
    *TIERS,
    *LONG,
    *AGES,
    *OPAQUE,
    *NOT_TEXT,
    *GOV,
]

# id, in, out, global in, global out, cache reads: the 25 facts of our own.
SUPPLEMENT = [
    ("ai21.jamba-1-5-large-v1:0", "2", "8", "", "", ""),
    ("ai21.jamba-1-5-mini-v1:0", "0.2", "0.4", "", "", ""),
    ("amazon.nova-2-lite-v1:0", "0.33", "2.75", "0.3", "2.5", "0.0825"),
    ("deepseek.v3-v1:0", "0.58", "1.68", "", "", ""),
    ("deepseek.v3.2", "0.62", "1.85", "", "", ""),
    ("minimax.minimax-m2", "0.3", "1.2", "", "", ""),
    ("minimax.minimax-m2.1", "0.3", "1.2", "", "", ""),
    ("minimax.minimax-m2.5", "0.3", "1.2", "", "", ""),
    ("mistral.mistral-large-2407-v1:0", "2", "6", "", "", ""),
    ("moonshot.kimi-k2-thinking", "0.6", "2.5", "", "", ""),
    ("moonshotai.kimi-k2.5", "0.6", "3", "", "", ""),
    ("nvidia.nemotron-nano-12b-v2", "0.2", "0.6", "", "", ""),
    ("openai.gpt-5.4", "2.75", "16.5", "2.5", "15", "0.275"),
    ("openai.gpt-5.5", "5.5", "33", "5", "30", "0.55"),
    ("openai.gpt-oss-safeguard-120b", "0.15", "0.6", "", "", ""),
    ("openai.gpt-oss-safeguard-20b", "0.07", "0.2", "", "", ""),
    ("qwen.qwen3-235b-a22b-2507-v1:0", "0.22", "0.88", "", "", ""),
    ("qwen.qwen3-coder-next", "0.5", "1.2", "", "", ""),
    ("qwen.qwen3-next-80b-a3b", "0.15", "1.2", "", "", ""),
    ("writer.palmyra-vision-7b", "0.15", "0.6", "", "", ""),
    ("xai.grok-4.6", "2.2", "6.6", "2", "6", "0.55"),
    ("xai.grok-4.7", "2.2", "6.6", "2", "6", "0.55"),
    ("zai.glm-4.7", "0.6", "2.2", "", "", ""),
    ("zai.glm-4.7-flash", "0.07", "0.4", "", "", ""),
    ("zai.glm-5", "1", "3.2", "", "", ""),
]
