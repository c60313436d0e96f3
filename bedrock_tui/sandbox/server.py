"""The HTTP server: one thread per connection, on 127.0.0.1 only."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Self
from urllib.parse import parse_qsl
from uuid import uuid4

from bedrock_tui.sandbox import operations, routes
from bedrock_tui.sandbox.answers import Answer, Broken
from bedrock_tui.sandbox.converse import send_whole
from bedrock_tui.sandbox.exchange import Exchange, Memory, Seen
from bedrock_tui.sandbox.stream import Plan, send
from bedrock_tui.sandbox.wire import Wire
from bedrock_tui.sandbox.words import read_option

EVENT_STREAM = "application/vnd.amazon.eventstream"
POLL = 0.05
"""Seconds between two looks at whether the server is to stop."""


class Sandbox:
    """A Bedrock endpoint that serves until it is stopped.

    ``faults`` are server options, ``MODEL-SUBSTRING:NAME[=ARG]`` for replies and
    ``account:NAME[=ARG]`` for the account; a wrong one raises UnknownSwitch.
    ``requests`` holds every request in the order of arrival, unless ``keep`` is false,
    as for a server that runs for days.
    """

    def __init__(
        self, faults: Iterable[str] = (), port: int = 0, *, keep: bool = True
    ) -> None:
        self.requests: list[Seen] = []
        self._keep = keep
        self.memory = Memory(tuple(read_option(fault) for fault in faults))
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self.serve, daemon=True)

    @property
    def url(self) -> str:
        """The endpoint, for ``endpoint_url`` or ``AWS_ENDPOINT_URL``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def note(self, exchange: Exchange) -> None:
        """Keep a record of a request."""
        if self._keep:
            self.requests.append(Seen.of(exchange, operations.model_in(exchange.path)))

    def serve(self) -> None:
        """Answer requests in this thread until ``stop``."""
        self._server.serve_forever(POLL)

    def start(self) -> Self:
        """Answer requests in a thread of its own."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the server and every connection, also those that hang."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        self._server.hang_up()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._open: dict[socket.socket, threading.Thread] = {}
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind without HTTPServer's reverse look-up, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def opened(self, client: socket.socket) -> None:
        """Remember a connection, so that it can be ended."""
        self._open[client] = threading.current_thread()

    def closed(self, client: socket.socket) -> None:
        """Forget a connection that is over."""
        self._open.pop(client, None)

    def handle_error(
        self,
        request: socket.socket | tuple[bytes, socket.socket],
        client_address: object,
    ) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """Wake and end the threads of all open connections."""
        for client, thread in list(self._open.items()):
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
            thread.join(1.0)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        self.server.closed(self.connection)
        super().finish()

    def version_string(self) -> str:
        """The Server header."""
        return "bedrock-tui-sandbox"

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header, wrong by as much as the account's option says."""
        skew = self.server.sandbox.memory.account.number("date-skew", 0)
        return super().date_time_string((timestamp or time.time()) + skew)

    def _answer(self) -> None:
        exchange = self._read()
        sandbox = self.server.sandbox
        sandbox.note(exchange)
        request_id = str(uuid4())
        outcome = routes.answer(exchange, sandbox.memory, request_id)
        wire = Wire(self.connection)
        match outcome:
            case Answer():
                self._send(outcome, request_id)
            case Broken():
                self._fail(outcome, wire, request_id)
            case Plan() if exchange.path.endswith("/converse-stream"):
                self._stream(outcome, wire, request_id)
            case Plan():
                self._send(send_whole(outcome, wire), request_id)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _answer

    def _read(self) -> Exchange:
        path, _, query = self.path.partition("?")
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdigit():
            self.close_connection = True
            length = "0"
        return Exchange(
            method=self.command,
            path=path,
            query=dict(parse_qsl(query)),
            headers={name.lower(): value for name, value in self.headers.items()},
            raw=self.rfile.read(int(length)),
        )

    def _send(self, answer: Answer, request_id: str) -> None:
        self.send_response(answer.status)
        if not answer.foreign:
            self.send_header("x-amzn-RequestId", request_id)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _stream(self, plan: Plan, wire: Wire, request_id: str) -> None:
        self.send_response(200)
        self.send_header("x-amzn-RequestId", request_id)
        self.send_header("Content-Type", EVENT_STREAM)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        send(plan, wire)

    def _fail(self, broken: Broken, wire: Wire, request_id: str) -> None:
        self.close_connection = True
        if broken.how == "silence":
            wire.hang()
        elif broken.how == "reset":
            wire.reset()
        elif broken.how == "cut":
            self.send_response(200)
            self.send_header("x-amzn-RequestId", request_id)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "4096")
            self.end_headers()
            self.wfile.write(b'{"output":{"message":')

    def log_message(self, *_: object) -> None:
        """Nothing: requests are in ``Sandbox.requests``."""
