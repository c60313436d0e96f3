from __future__ import annotations

import pytest

from bedrock_tui.core.catalogue import Model
from bedrock_tui.core.quota import Quota, quotas_for

SONNET = Model(
    "anthropic.claude-sonnet-4-5", "us-east-1", "Claude Sonnet 4.5", "Anthropic"
)
NOVA = Model("amazon.nova-pro-v1:0", "us-east-1", "Nova Pro", "Amazon")
HEAD = "On-demand model inference tokens per minute for"


@pytest.mark.parametrize(
    ("model", "subject", "found"),
    [
        (SONNET, "Anthropic Claude Sonnet 4.5", True),
        (SONNET, "Anthropic Claude Sonnet 4.5 V1", True),
        (SONNET, "Claude Sonnet 4.5 (doubled for cross-region calls)", True),
        (SONNET, "Anthropic Claude Sonnet 4.5 V1 1M Context Length", False),
        (SONNET, "Anthropic Claude Sonnet 4", False),
        (NOVA, "Amazon Nova Pro", True),
        (NOVA, "Amazon Nova Premier", False),
        (Model("x", "us-east-1"), "Amazon Nova Pro", False),
    ],
)
def test_quotas_are_known_by_the_whole_name(
    model: Model, subject: str, found: bool
) -> None:
    quotas = [Quota(f"{HEAD} {subject}", 1.0), Quota("Batch jobs", 2.0)]
    assert [each.value for each in quotas_for(model, quotas)] == [1.0] * found
