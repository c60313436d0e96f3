"""Connections that a cancelled call can be cut off from.

This rests on private attributes, seen in botocore 1.44 and urllib3 2.8: the HTTP
session of a client's endpoint and its pool classes, the endpoint's parser factory, and
`HTTPConnection.sock`.
"""

from __future__ import annotations

from typing import Any

from botocore import awsrequest, parsers

from bedrock_tui.aws.cancel import Cancellation, current


class _Tracked:
    """A connection that knows which call uses it."""

    sock: Any
    user: Cancellation | None = None

    def request(self, *args: Any, **kwargs: Any) -> Any:
        self.user = None
        if (call := current()) is not None:
            call.take(self)
        return super().request(*args, **kwargs)  # type: ignore[misc]  # mixin

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]  # mixin
        if (call := current()) is not None:
            # Cancelled while it connected: nobody saw a socket to shut down.
            call.check()


class _HTTPConnection(_Tracked, awsrequest.AWSHTTPConnection):  # type: ignore[misc]  # botocore's own mixin disagrees with its base
    pass


class _HTTPSConnection(_Tracked, awsrequest.AWSHTTPSConnection):  # type: ignore[misc]  # as above
    pass


class _HTTPConnectionPool(awsrequest.AWSHTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSConnectionPool(awsrequest.AWSHTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection


def make_cancellable(client: Any) -> None:
    """Give a boto3 client connections that `Cancellation` can reach."""
    session = client._endpoint.http_session
    pools = {"http": _HTTPConnectionPool, "https": _HTTPSConnectionPool}
    session._pool_classes_by_scheme = pools
    session._manager.pool_classes_by_scheme = pools


def leave_times_alone(client: Any) -> None:
    """Have a boto3 client give times as they came, ISO 8601 or seconds since 1970.

    Reading them takes botocore two thirds of the time of a long list, and one that it
    cannot read would cost the whole answer.
    """
    factory = parsers.ResponseParserFactory()
    factory.set_parser_defaults(timestamp_parser=_as_it_came)
    client._endpoint._response_parser_factory = factory


def _as_it_came(value: Any) -> Any:
    return value
