"""Text from outside, made safe to show: it can say anything and do nothing.

What is removed or replaced:

- terminal escape sequences, whole: CSI, OSC, DCS, APC, PM, SOS and the shorter ones,
  in their seven-bit (`ESC [`) and eight-bit (U+009B) forms;
- C0 controls but tab and newline, DEL and C1; `\\r\\n` and a lone `\\r` become a
  newline, and so do U+2028 and U+2029;
- characters that turn the reading direction (U+202A–202E, U+2066–2069, U+200E, U+200F,
  U+061C), which could make a text read as another one;
- invisible characters that terminals measure differently: soft hyphen, zero width
  space, word joiner and invisible operators (U+2060–206F), byte order mark,
  interlinear marks (U+FFF9–FFFB), U+180E, and tags (U+E0000–E007F). Without its tags
  the flag of Scotland is a plain black flag: the price for text that hides no text;
- a lone surrogate becomes U+FFFD.

Zero width joiners, non-joiners, variation selectors and combining marks stay: emoji
and several scripts are built of them.
"""

from __future__ import annotations

import re

STRING_LIMIT = 4096
"""Most characters that an OSC, DCS, APC, PM or SOS string can take with it; what
follows is text again. A newline ends such a string earlier."""

SEQUENCE_LIMIT = 64
"""Most parameter characters of a CSI or an intermediate-byte sequence."""

_ESC = "\x1b"
_DROPPED = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_SUSPICIOUS = re.compile(f"[{_DROPPED}\r\u2028\u2029\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_PARAMETERS = re.compile("[0-?]*[ -/]*")
_INTERMEDIATES = re.compile("[ -/]*")
_STRING = re.compile("[^\x07\x18\x1a\x1b\x9c\n\r\u2028\u2029]*")
_STRING_ENDS = "\x07\x18\x1a\x9c"
_NEWLINES = "\r\u2028\u2029"
_UNFINISHED = -1


class Cleaner:
    """Cleans one stream of text that arrives in pieces cut anywhere."""

    def __init__(self) -> None:
        self._held = ""
        self._after_return = False

    def feed(self, text: str) -> str:
        """Return what can be shown of the text so far; keep back an unfinished end."""
        if not text:
            return ""
        if self._after_return:
            self._after_return = False
            text = text.removeprefix("\n")
        if not self._held and _SUSPICIOUS.search(text) is None:
            return text
        text, held = _join_surrogates(self._held + text)
        shown, rest = self._scan(text)
        self._held = rest + held
        return shown

    def finish(self) -> str:
        """End the stream: an unfinished sequence is dropped, half a pair replaced."""
        held, self._held = self._held, ""
        self._after_return = False
        lone = held[-1:]
        return "\ufffd" if lone and _LONE.match(lone) and held[0] == lone else ""

    def _scan(self, text: str) -> tuple[str, str]:
        """Split into the text to show and an unfinished escape sequence at the end."""
        shown: list[str] = []
        at = 0
        while (found := _SUSPICIOUS.search(text, at)) is not None:
            start = found.start()
            shown.append(text[at:start])
            char = text[start]
            if char == _ESC or "\x80" <= char <= "\x9f":
                at = _sequence_end(text, start)
                if at == _UNFINISHED:
                    return "".join(shown), text[start:]
                continue
            at = start + 1
            if char in _NEWLINES:
                shown.append("\n")
                at += char == "\r" and text.startswith("\n", at)
        shown.append(text[at:])
        self._after_return = text.endswith("\r")
        return "".join(shown), ""


def clean(text: str) -> str:
    """Clean a whole text at once."""
    cleaner = Cleaner()
    return cleaner.feed(text) + cleaner.finish()


def one_line(text: str) -> str:
    """Clean a whole text and make one line of it."""
    return " ".join(clean(text).split())


def _join_surrogates(text: str) -> tuple[str, str]:
    """Join pairs, replace lone halves, and set a first half at the end aside."""
    if _LONE.search(text) is None:
        return text, ""
    held = ""
    if "\ud800" <= text[-1] <= "\udbff":
        text, held = text[:-1], text[-1]
    return _LONE.sub("\ufffd", _PAIR.sub(_joined, text)), held


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _sequence_end(text: str, start: int) -> int:
    """Return where the escape sequence that starts here ends, or `_UNFINISHED`."""
    if text[start] == _ESC:
        if start + 1 == len(text):
            return _UNFINISHED
        kind, body = text[start + 1], start + 2
    else:
        kind, body = chr(ord(text[start]) - 0x40), start + 1
    if kind == "[":
        return _final_byte(text, body, _PARAMETERS, "@")
    if kind in "]PX^_":
        return _string_end(text, body)
    if text[start] != _ESC:
        return body
    if " " <= kind <= "/":
        return _final_byte(text, body, _INTERMEDIATES, "0")
    return body if "0" <= kind <= "~" else body - 1


def _final_byte(text: str, body: int, middle: re.Pattern[str], lowest: str) -> int:
    found = middle.match(text, body, body + SEQUENCE_LIMIT)
    end = found.end() if found else body
    if end == body + SEQUENCE_LIMIT:
        return end
    if end == len(text):
        return _UNFINISHED
    return end + 1 if lowest <= text[end] <= "~" else end


def _string_end(text: str, body: int) -> int:
    found = _STRING.match(text, body, body + STRING_LIMIT)
    end = found.end() if found else body
    if end == body + STRING_LIMIT:
        return end
    if end == len(text):
        return _UNFINISHED
    if text[end] in _STRING_ENDS:
        return end + 1
    if text[end] != _ESC:
        return end
    if end + 1 == len(text):
        return _UNFINISHED
    return end + 2 if text[end + 1] == "\\" else end
