"""The failure catalogue: any exception becomes a titled failure with a remedy."""

from __future__ import annotations

from bedrock_tui.aws.failures.catalogue import CATALOGUE, explain

__all__ = ["CATALOGUE", "explain"]
