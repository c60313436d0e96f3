"""One boto3 client per service, aws profile and region."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.fingerprint import Fingerprint, Watched
from bedrock_tui.aws.mfa import AskMfa, ask_with
from bedrock_tui.core.comparison import MOST_LANES
from bedrock_tui.core.target import Target

if TYPE_CHECKING:
    from boto3 import Session
    from botocore.config import Config

CONNECT_TIMEOUT = 10
"""Seconds for a TCP connection to come about."""
READ_TIMEOUT = 300
"""Seconds of silence after which a read gives up: reasoning models think long."""
SIGN_IN_TIMEOUT = 20
"""Seconds of silence that SSO and STS are given while credentials are fetched."""
SIGN_IN_REGION = "us-east-1"
"""Where roles are assumed when no region is set anywhere."""
POOL = 2 * MOST_LANES
"""Connections kept per client: a full comparison, and the one it replaces."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where requests go, if not to AWS."""

    url: str = ""
    """Overrides every endpoint; empty leaves the choice to botocore."""
    simulated: bool = False
    """A sandbox on loopback: fixed credentials, and nothing of the person's AWS
    settings is read (profile, API key, proxy)."""


@dataclass(slots=True)
class _Profile:
    """What is kept per aws profile. Sessions are not thread-safe, clients are."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    session: Session | None = None
    clients: dict[tuple[str, str], Any] = field(default_factory=dict)


class Clients:
    """Makes clients when they are first needed and keeps them; thread-safe.

    Making one may run a credential process or ask the instance metadata service:
    never on the event loop.
    """

    def __init__(
        self, endpoint: Endpoint = Endpoint(), *, ask_mfa: AskMfa | None = None
    ) -> None:
        self.endpoint = endpoint
        self._ask_mfa = ask_mfa
        self._profiles: dict[str, _Profile] = {}
        self._watched: dict[str, Watched] = {}
        self._lock = threading.Lock()

    def get(self, service: str, *, aws_profile: str, region: str) -> Any:
        """Return the client of `service` (`bedrock`, `bedrock-runtime`, `sts` …).

        Raises what boto3 raises: a missing profile, partial credentials, a bad region.
        """
        profile = self._profile(aws_profile)
        with profile.lock:
            client = profile.clients.get((service, region))
            if client is None:
                session = self._session(profile, aws_profile)
                client = self._make(session, service, region)
                profile.clients[service, region] = client
            return client

    def make(self, service: str, *, aws_profile: str, region: str) -> Any:
        """Return a client for its caller alone, who closes it; raises as `get` does."""
        profile = self._profile(aws_profile)
        with profile.lock:
            return self._make(self._session(profile, aws_profile), service, region)

    def default_region(self, aws_profile: str) -> str:
        """Return the region of the aws profile, or an empty text. Raises CallFailed."""
        if self.endpoint.simulated:
            return ""
        profile = self._profile(aws_profile)
        with profile.lock, explained(aws_profile=aws_profile):
            region: str | None = self._session(profile, aws_profile).region_name
        return region or ""

    @contextmanager
    def lend(self, aws_profile: str) -> Iterator[Session]:
        """Lend the session of an aws profile, to one thread at a time.

        Raises what boto3 raises for a profile that does not exist.
        """
        profile = self._profile(aws_profile)
        with profile.lock:
            yield self._session(profile, aws_profile)

    def forget(self, aws_profile: str) -> None:
        """Read the credentials of an aws profile anew from the next call on.

        Never waits. Running calls keep the client that they have.
        """
        with self._lock:
            self._profiles.pop(aws_profile, None)

    def fingerprint(self, aws_profile: str) -> Fingerprint:
        """Return what changes when somebody signs in elsewhere; some `stat` calls."""
        if self.endpoint.simulated:
            return ()
        with self._lock:
            watched = self._watched.setdefault(aws_profile, Watched(aws_profile))
        return watched.fingerprint()

    def prepare(self, target: Target) -> None:
        """Make the client that a target will need. Raises CallFailed."""
        with explained(region=target.region, aws_profile=target.aws_profile):
            self.get(
                "bedrock-runtime",
                aws_profile=target.aws_profile,
                region=target.region,
            )

    def _profile(self, aws_profile: str) -> _Profile:
        with self._lock:
            return self._profiles.setdefault(aws_profile, _Profile())

    def _session(self, profile: _Profile, aws_profile: str) -> Session:
        if profile.session is None:
            import boto3  # 170 ms, never before the first paint

            if self.endpoint.simulated:
                session = boto3.Session(botocore_session=_sealed_session())
            else:
                session = boto3.Session(profile_name=aws_profile or None)
                self._prepare_sign_in(session)
            profile.session = session
        return profile.session

    def _prepare_sign_in(self, session: Session) -> None:
        """Bound what botocore asks by itself, of SSO or STS, before a call of ours."""
        from botocore.config import Config

        # Its warnings hold all that a credential process printed; we tell failures.
        logging.getLogger("botocore").setLevel(logging.CRITICAL)
        ours: dict[str, Any] = {
            "connect_timeout": CONNECT_TIMEOUT,
            "read_timeout": SIGN_IN_TIMEOUT,
        }
        if not session.region_name:
            # botocore does not read AWS_REGION, and assumes no role without a region.
            ours["region_name"] = os.environ.get("AWS_REGION") or SIGN_IN_REGION
        session._session.set_default_client_config(Config(**ours))
        if self._ask_mfa is not None:
            ask_with(session, self._ask_mfa)

    def _make(self, session: Session, service: str, region: str) -> Any:
        from bedrock_tui.aws.connections import (
            make_cancellable,
        )

        client: Any = session.client(  # type: ignore[call-overload]
            service,
            region_name=region,
            endpoint_url=self.endpoint.url or None,
            config=self._config(),
        )  # the overloads know literal service names only
        make_cancellable(client)
        return client

    def _config(self) -> Config:
        from botocore.config import Config

        ours: dict[str, Any] = {
            "connect_timeout": CONNECT_TIMEOUT,
            "read_timeout": READ_TIMEOUT,
            "tcp_keepalive": True,
            "max_pool_connections": POOL,
            # Retries are ours: their waits are shown and can be cancelled.
            "retries": {"total_max_attempts": 1, "mode": "standard"},
            "user_agent_extra": "bedrock-tui",
        }
        if self.endpoint.simulated:
            # An API key in the environment needs https and a proxy knows no loopback.
            ours |= {"signature_version": "v4", "proxies": {}}
        return Config(**ours)


def _sealed_session() -> Any:
    """Return a botocore session that reads nothing of the person's AWS settings."""
    from botocore.session import Session

    # Each variable is: name in the file, name in the environment, default, conversion.
    variables = {
        name: (None, None, default, conversion)
        for name, (_, _, default, conversion) in Session.SESSION_VARIABLES.items()
    }
    nothing = (None, None, os.devnull, None)
    variables |= {"config_file": nothing, "credentials_file": nothing}
    sealed = Session(session_vars=variables)
    sealed.set_credentials("SANDBOX", "simulated")
    return sealed
