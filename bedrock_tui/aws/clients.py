"""One boto3 client per service, aws profile and region."""

from __future__ import annotations

import logging
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.fingerprint import Fingerprint, Watched
from bedrock_tui.aws.mfa import AskMfa, ask_with
from bedrock_tui.aws.processes import Processes, keep_processes
from bedrock_tui.core.comparison import MOST_LANES
from bedrock_tui.core.target import Target

if TYPE_CHECKING:
    from datetime import datetime

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
    fingerprint: Fingerprint = ()
    """Of the files that the session read."""
    coded: bool = False
    """Whether somebody was asked for an MFA code, and so is not to be asked again."""
    processes: Processes = field(default_factory=Processes)


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
        self._processes: weakref.WeakSet[Processes] = weakref.WeakSet()
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

    def forget(self, aws_profile: str, only: Session | None = None) -> None:
        """Read the credentials of an aws profile anew from the next call on.

        Never waits. Running calls keep the client that they have; a credential process
        that runs is ended. `only` forgets nothing but this session, for whoever comes
        late: another may have been made since.
        """
        with self._lock:
            forgotten = [
                self._profiles.pop(name)
                for name in {aws_profile, *_same(aws_profile)} & self._profiles.keys()
                if only is None or self._profiles[name].session is only
            ]
        for profile in forgotten:
            profile.processes.kill()

    def refresh(self, aws_profile: str) -> None:
        """Forget an aws profile whose files were changed since they were read.

        Keys that a code was given for are kept: nobody is asked twice unasked.
        """
        with self._lock:
            known = self._profiles.get(aws_profile)
        if known is None or known.session is None or known.coded:
            return
        if self.fingerprint(aws_profile) != known.fingerprint:
            self.forget(aws_profile, known.session)

    def close(self) -> None:
        """End the credential processes that still run."""
        with self._lock:
            processes = list(self._processes)
        for each in processes:
            each.close()

    def fingerprint(self, aws_profile: str) -> Fingerprint:
        """Return what changes when somebody signs in elsewhere; some `stat` calls."""
        if self.endpoint.simulated:
            return ()
        with self._lock:
            watched = self._watched.setdefault(aws_profile, Watched(aws_profile))
        return watched.fingerprint()

    def keys_end(self, aws_profile: str) -> datetime | None:
        """Return when the temporary keys in use run out; None where there are none.

        Never waits, and renews nothing: tells what somebody else's call has renewed.
        """
        with self._lock:
            profile = self._profiles.get(aws_profile)
        session = profile.session if profile is not None else None
        if session is None:
            return None
        # As seen in botocore 1.44 (session.py, credentials.py).
        credentials = getattr(session._session, "_credentials", None)
        end: datetime | None = getattr(credentials, "_expiry_time", None)
        return end

    def address(self, aws_profile: str, region: str) -> str:
        """Return where prompts would be sent, without a look for credentials.

        Waits for nobody who looks for them. Raises what boto3 raises.
        """
        if self.endpoint.simulated:
            return self.endpoint.url
        import boto3

        keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
        session: Any = boto3.Session(profile_name=aws_profile or None)
        client = session.client(
            "bedrock-runtime",
            region_name=region,
            endpoint_url=self.endpoint.url or None,
            config=self._config(),
            **keys,
        )
        return str(client.meta.endpoint_url)

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
            profile = self._profiles.setdefault(aws_profile, _Profile())
            self._processes.add(profile.processes)
            return profile

    def _session(self, profile: _Profile, aws_profile: str) -> Session:
        if profile.session is None:
            import boto3  # 170 ms, never before the first paint

            # Before they are read: what changes meanwhile is read again.
            profile.fingerprint = self.fingerprint(aws_profile)
            if self.endpoint.simulated:
                session = boto3.Session(botocore_session=_sealed_session())
            else:
                session = boto3.Session(profile_name=aws_profile or None)
                self._prepare_sign_in(session, profile, aws_profile)
            profile.session = session
        return profile.session

    def _prepare_sign_in(
        self, session: Session, profile: _Profile, aws_profile: str
    ) -> None:
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
        keep_processes(session, profile.processes)
        if (ask := self._ask_mfa) is not None:

            def asked(question: str) -> str:
                profile.coded = True
                whose = f"AWS profile {aws_profile}: " if aws_profile else ""
                return ask(f"{whose}{question}")

            ask_with(session, asked)

    def _make(self, session: Session, service: str, region: str) -> Any:
        from bedrock_tui.aws.connections import make_cancellable

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


def _same(aws_profile: str) -> tuple[str, ...]:
    """The other name of the same aws profile: none named stands for the chosen one
    (botocore session.py, SESSION_VARIABLES)."""
    variables = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")
    named = (os.environ.get(each) for each in variables)
    chosen = next(filter(None, named), "default")
    if not aws_profile:
        return (chosen,)
    return ("",) if aws_profile == chosen else ()


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
