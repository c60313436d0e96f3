"""What an identity may do: simulated by IAM, or probed by calls that cost nothing."""

from __future__ import annotations

from bedrock_tui.aws.permissions.checks import Permissions

__all__ = ["Permissions"]
