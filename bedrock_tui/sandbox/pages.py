"""Lists in pages; the token says where the next one begins."""

from __future__ import annotations

from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.shapes import JsonObject, as_text


def page(
    rows: list[JsonObject],
    size: int,
    token: object,
    wrong: Refusal,
    name: str = "nextToken",
) -> tuple[list[JsonObject], JsonObject]:
    """One page, and the member that names the next; raises ``wrong``."""
    start = as_text(token or "page0").removeprefix("page")
    if not start.isdigit():
        raise wrong
    end = int(start) + size
    following: JsonObject = {name: f"page{end}"} if end < len(rows) else {}
    return rows[int(start) : end], following
