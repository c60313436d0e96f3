"""HTML made so that text from outside cannot become a part of it."""

from __future__ import annotations

from html import escape

from bedrock_tui.core.plain import clean


class Html(str):
    """Text that is HTML already; every other text is escaped."""

    __slots__ = ()


def element(name: str, /, *inside: str, **attributes: str) -> Html:
    """Return an element with texts and other elements inside.

    Attributes are written as Python names: `class_`, `aria_labelledby`.
    """
    return Html(f"{_start(name, attributes)}{join(inside)}</{name}>")


def void(name: str, /, **attributes: str) -> Html:
    """Return an element that has no inside, such as `meta`."""
    return _start(name, attributes)


def join(parts: tuple[str, ...] | list[str]) -> Html:
    """Return texts and elements one after the other."""
    return Html("".join(map(_safe, parts)))


def _start(name: str, attributes: dict[str, str]) -> Html:
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_safe(value)}"'
        for key, value in attributes.items()
    )
    return Html(f"<{name}{said}>")


def _safe(text: str) -> Html:
    return text if isinstance(text, Html) else Html(escape(clean(text), quote=True))
