"""Event-stream frames, written from the format alone.

A message is ``u32 total length | u32 headers length | u32 CRC of those eight bytes |
headers | payload | u32 CRC of everything before``, big-endian. A header is ``u8 name
length | name | u8 type (7: string) | u16 value length | value``. Header order and the
padding member ``p`` are those of recorded Bedrock traffic.
"""

from __future__ import annotations

import string
import struct
from zlib import crc32

from bedrock_tui.sandbox.shapes import JsonObject, compact

JSON_TYPE = "application/json"
PADDING = string.ascii_lowercase + string.ascii_uppercase + string.digits


def frame(headers: tuple[tuple[str, str], ...], payload: bytes = b"") -> bytes:
    """One message with its two checksums."""
    block = b"".join(_header(name, value) for name, value in headers)
    prelude = struct.pack("!II", 16 + len(block) + len(payload), len(block))
    message = prelude + struct.pack("!I", crc32(prelude)) + block + payload
    return message + struct.pack("!I", crc32(message))


def event(kind: str, payload: JsonObject) -> bytes:
    """A data event, as it comes while the model speaks."""
    headers = (
        (":event-type", kind),
        (":content-type", JSON_TYPE),
        (":message-type", "event"),
    )
    return frame(headers, compact(payload))


def exception(kind: str, message: str) -> bytes:
    """A modeled error in the middle of a stream; ``kind`` starts in lower case."""
    headers = (
        (":exception-type", kind),
        (":content-type", JSON_TYPE),
        (":message-type", "exception"),
    )
    return frame(headers, compact({"message": message}))


def transport_error(code: str, message: str) -> bytes:
    """An unmodeled error: everything is in the headers, there is no payload."""
    headers = (
        (":message-type", "error"),
        (":error-code", code),
        (":error-message", message),
    )
    return frame(headers)


def padded(payload: JsonObject, number: int) -> JsonObject:
    """The payload with the padding that every event carries.

    The service pads with a random length; here it follows the event's number, so
    that a reply is the same bytes every time.
    """
    return {**payload, "p": PADDING[: 4 + number * 7 % (len(PADDING) - 4)]}


def spoilt(message: bytes) -> bytes:
    """The same message with a wrong final checksum."""
    return message[:-4] + bytes(byte ^ 0xFF for byte in message[-4:])


def _header(name: str, value: str) -> bytes:
    raw_name, raw_value = name.encode(), value.encode()
    size = struct.pack("!H", len(raw_value))
    return bytes([len(raw_name)]) + raw_name + b"\x07" + size + raw_value
