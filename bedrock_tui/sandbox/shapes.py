"""Reading JSON that came from outside without trusting its shape."""

from __future__ import annotations

import json

JsonObject = dict[str, object]


def as_object(value: object) -> JsonObject:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """The value when it is text, else an empty text."""
    return value if isinstance(value, str) else ""


def as_number(value: object) -> float | None:
    """The value when it is a number (a boolean is not), else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def compact(value: object) -> bytes:
    """Compact JSON in UTF-8, keys sorted as the service's recordings have them.

    Text holding lone surrogates has no UTF-8 form and is sent as escapes.
    """
    separators = (",", ":")
    text = json.dumps(value, separators=separators, sort_keys=True, ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=separators, sort_keys=True).encode()
