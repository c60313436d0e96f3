from __future__ import annotations

import pytest
from botocore.eventstream import ChecksumMismatch, EventStreamBuffer

from bedrock_tui.sandbox import frames

WORKED = bytes.fromhex("00000080 00000052 51a15f23 0b 3a6576656e742d74797065 07 000c")


def parsed(data):
    buffer = EventStreamBuffer()
    buffer.add_data(data)
    return next(buffer)


def test_the_worked_frame_is_met_byte_by_byte():
    data = frames.event("messageStart", {"role": "assistant", "p": "abc"})
    assert data.startswith(WORKED + b"messageStart")
    assert data.endswith(b'{"p":"abc","role":"assistant"}' + bytes.fromhex("f29ed8da"))
    assert len(data) == 0x80


def test_headers_of_an_event_come_in_the_recorded_order():
    message = parsed(frames.event("messageStop", {}))
    assert list(message.headers.items()) == [
        (":event-type", "messageStop"),
        (":content-type", "application/json"),
        (":message-type", "event"),
    ]


def test_an_exception_names_its_type_and_message():
    message = parsed(frames.exception("throttlingException", "slow down"))
    assert message.headers[":exception-type"] == "throttlingException"
    assert message.headers[":message-type"] == "exception"
    assert message.payload == b'{"message":"slow down"}'


def test_a_transport_error_has_no_payload():
    message = parsed(frames.transport_error("Code", "text"))
    assert message.headers[":message-type"] == "error"
    assert (message.headers[":error-code"], message.payload) == ("Code", b"")


def test_a_spoilt_frame_is_noticed():
    with pytest.raises(ChecksumMismatch):
        parsed(frames.spoilt(frames.event("messageStop", {})))


def test_padding_varies_from_event_to_event():
    sizes = {len(str(frames.padded({}, number)["p"])) for number in range(20)}
    assert len(sizes) > 10


def test_lone_surrogates_are_sent_as_escapes_and_other_text_as_utf8():
    assert b"\\ud83d" in frames.event("x", {"text": "\ud83d"})
    assert "é👩".encode() in frames.event("x", {"text": "é👩"})
