"""One request as it was read, and the state that requests share."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import parse_qs

from bedrock_tui.sandbox.account import Account
from bedrock_tui.sandbox.callers import IAM_USER, SIGNED_IN, Caller
from bedrock_tui.sandbox.logins import Logins
from bedrock_tui.sandbox.shapes import JsonObject, as_object
from bedrock_tui.sandbox.words import Word

HOME_REGION = "us-east-1"
"""The region of requests that do not name one, as with API keys."""

_SCOPE = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")


@dataclass(frozen=True, slots=True)
class Seen:
    """A request, for tests to look at."""

    method: str
    path: str
    region: str
    model_id: str
    """The id in the path, percent-decoding undone; empty where there is none."""
    body: JsonObject
    headers: Mapping[str, str]
    """Header names in lower case."""
    time: float
    """The monotonic time when it had been read."""

    @classmethod
    def of(cls, exchange: Exchange, model_id: str) -> Seen:
        """The record of a request."""
        return cls(
            method=exchange.method,
            path=exchange.path,
            region=exchange.region,
            model_id=model_id,
            body=exchange.body(),
            headers=exchange.headers,
            time=exchange.arrived,
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that is being answered."""

    method: str
    path: str
    """The raw path, still percent-encoded, without the query."""
    query: dict[str, str]
    headers: Mapping[str, str]
    raw: bytes
    arrived: float = field(default_factory=time.monotonic)

    @property
    def access_key(self) -> str:
        """The access key id of the signature, empty without one."""
        return self._scope()[0]

    @property
    def is_long_lived(self) -> bool:
        """Whether the keys are those of an IAM user: their id begins with AKIA, where
        that of a session's keys begins with ASIA and brings a token (IAM User Guide,
        "IAM identifiers")."""
        with_token = "x-amz-security-token" in self.headers
        return self.access_key.startswith("AKIA") and not with_token

    @property
    def region(self) -> str:
        """The region that the signature names."""
        return self._scope()[1] or HOME_REGION

    @property
    def service(self) -> str:
        """The service that the signature names."""
        return self._scope()[2]

    @property
    def is_form(self) -> bool:
        """Whether the body is a form: the Query protocol of STS and IAM."""
        return "x-www-form-urlencoded" in self.headers.get("content-type", "")

    @property
    def target(self) -> str:
        """The operation that the JSON protocols name in a header, else empty."""
        return self.headers.get("x-amz-target", "")

    def form(self) -> dict[str, str]:
        """The form in the body; of repeated names the first."""
        text = self.raw.decode(errors="replace")
        return {name: values[0] for name, values in parse_qs(text).items()}

    def body(self) -> JsonObject:
        """The JSON body, empty when there is none that can be read."""
        try:
            return as_object(json.loads(self.raw or b"{}"))
        except ValueError:
            return {}

    def _scope(self) -> tuple[str, str, str]:
        found = _SCOPE.search(self.headers.get("authorization", ""))
        return (found[1], found[2], found[3]) if found else ("", "", "")


class Memory:
    """What requests share: options, the account, logins and failures counted."""

    def __init__(self, options: tuple[Word, ...] = ()) -> None:
        self.options = options
        self.account = Account(options)
        self.logins = Logins()
        self.roles: dict[str, Caller] = {}
        """Sessions of roles by their access keys."""
        self._failures: Counter[tuple[str, ...]] = Counter()
        self._lock = Lock()

    def caller(self, exchange: Exchange) -> Caller:
        """Who calls: the role that was assumed, whom an option names, else whose keys
        these look like."""
        if (role := self.roles.get(exchange.access_key)) is not None:
            return role
        if self.account.caller is not None:
            return self.account.caller
        return IAM_USER if exchange.is_long_lived else SIGNED_IN

    def fails(self, key: tuple[str, ...], times: float | None) -> bool:
        """Whether this attempt still fails; after a success the count starts anew."""
        if times is None:
            return True
        with self._lock:
            self._failures[key] += 1
            if self._failures[key] <= times:
                return True
            del self._failures[key]
            return False
