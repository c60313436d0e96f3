"""A home with AWS settings of its own, and the services that sign people in."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme

from bedrock_tui.sandbox.server import Sandbox

HUSH = "HUSHHUSH"
"""Is in every secret, and so must be in nothing that we keep."""
KEY_ID = f"AKIA{HUSH}ABCD1234"
SECRET = f"wJal{HUSH}UtnFEMIK7MDENGbPxRfiCYKEY00000"
TOKEN = f"IQoJ{HUSH}b3JpZ2luX2VjEXAMPLETOKEN0000000000000000"
KEYS = f"aws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n"
ENV_KEYS = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}
START_URL = "https://corp.awsapps.com/start"
SSO = (
    "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\n"
    "sso_role_name = Dev\nregion = eu-west-1\n"
    f"[sso-session corp]\nsso_start_url = {START_URL}\nsso_region = us-east-1\n"
)
OLD_SSO = (
    f"[profile dev]\nsso_start_url = {START_URL}\nsso_region = us-east-1\n"
    "sso_account_id = 111122223333\nsso_role_name = Dev\n"
)
MFA = (
    "[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n"
    "source_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/ana\n"
    f"[profile base]\n{KEYS}"
)
LATER = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=6)
EARLIER = LATER - timedelta(days=1)


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def sso_token(ends: datetime, *, renews: bool = False) -> dict[str, str]:
    """A token as `aws sso login` caches it."""
    token = {
        "startUrl": START_URL,
        "region": "us-east-1",
        "accessToken": f"aoa{HUSH}",
        "expiresAt": stamp(ends),
    }
    if renews:
        token |= {
            "refreshToken": f"refresh{HUSH}",
            "clientId": "client",
            "clientSecret": f"client{HUSH}",
            "registrationExpiresAt": stamp(LATER + timedelta(days=60)),
        }
    return token


@dataclass
class Home:
    """The AWS settings of one person."""

    path: Path
    patch: pytest.MonkeyPatch

    @property
    def sso_cache(self) -> Path:
        return self.path / ".aws" / "sso" / "cache"

    def write(self, *, config: str = "", credentials: str = "") -> None:
        for name, text in (("config", config), ("credentials", credentials)):
            if text:
                file = self.path / ".aws" / name
                file.parent.mkdir(exist_ok=True)
                file.write_text(text)

    def sign_in(self, token: object, key: str = "corp") -> Path:
        """Put a token where botocore looks for that of a session or start URL."""
        file = self.sso_cache / f"{sha1(key.encode()).hexdigest()}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(token if isinstance(token, str) else json.dumps(token))
        return file

    def put(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            Path(self.path, name).write_text(text)

    def set(self, variables: Mapping[str, str]) -> None:
        for name, value in variables.items():
            self.patch.setenv(name, value)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home without any AWS settings; botocore looked for it when it was imported."""
    made = Home(tmp_path / "home", monkeypatch)
    for owner in ("tokens.SSOTokenProvider", "credentials.SSOProvider"):
        name = f"botocore.{owner}._SSO_TOKEN_CACHE_DIR"
        monkeypatch.setattr(name, str(made.sso_cache))
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.setattr("botocore.utils.ContainerMetadataFetcher.SLEEP_TIME", 0)
    return made


Answer = tuple[int, str]


@dataclass
class Services:
    """SSO, its OIDC, STS and a container's credentials, on loopback."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    """The paths, with the queries, in order."""
    bodies: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    """The authorization of each, empty where there was none."""
    answers: dict[str, Callable[[str], Answer]] = field(default_factory=dict)
    """Per path, what makes an answer of a body; they may be replaced."""

    def answer(self, path: str, body: str) -> Answer:
        self.asked.append(path)
        self.bodies.append(body)
        known = self.answers.get(urlsplit(path).path)
        return known(body) if known else (404, "{}")


def keys_of_sso(body: str) -> Answer:
    keys: dict[str, Any] = {
        "accessKeyId": f"ASIA{HUSH}SSOKEY99",
        "secretAccessKey": SECRET,
        "sessionToken": TOKEN,
        "expiration": int(LATER.timestamp()) * 1000,
    }
    return 200, json.dumps({"roleCredentials": keys})


def assume_role(body: str) -> Answer:
    """Assume any role; where a code is given it must be the right one."""
    form = parse_qs(body)
    if form.get("TokenCode", ["123456"]) != ["123456"]:
        words = "MultiFactorAuthentication failed with invalid MFA one time pass code."
        return 403, (
            '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>'
            f"<Type>Sender</Type><Code>AccessDenied</Code><Message>{words}</Message>"
            "</Error><RequestId>1</RequestId></ErrorResponse>"
        )
    action = form["Action"][0]
    return 200, (
        f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
        f"<{action}Result><AssumedRoleUser>"
        "<Arn>arn:aws:sts::444455556666:assumed-role/Admin/s</Arn>"
        "<AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser><Credentials>"
        f"<AccessKeyId>ASIA{HUSH}ROLEKEY7</AccessKeyId>"
        f"<SecretAccessKey>{SECRET}</SecretAccessKey>"
        f"<SessionToken>{TOKEN}</SessionToken><Expiration>{stamp(LATER)}</Expiration>"
        f"</Credentials></{action}Result></{action}Response>"
    )


def sts(body: str) -> Answer:
    """The same STS, which also tells whoever assumed the role who they are."""
    if parse_qs(body)["Action"] != ["GetCallerIdentity"]:
        return assume_role(body)
    return 200, (
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
        "<GetCallerIdentityResult><Account>444455556666</Account><UserId>AROA:s"
        "</UserId><Arn>arn:aws:sts::444455556666:assumed-role/Admin/s</Arn>"
        "</GetCallerIdentityResult></GetCallerIdentityResponse>"
    )


def keys_of_machine(body: str) -> Answer:
    """The keys of a container or an instance."""
    return 200, json.dumps(
        {
            "Code": "Success",
            "AccessKeyId": f"ASIA{HUSH}MACHINE5",
            "SecretAccessKey": SECRET,
            "Token": TOKEN,
            "Expiration": stamp(LATER),
        }
    )


def speak_tls(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    """Have a sandbox speak TLS, and return the settings that find and trust it."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server = sandbox._server
    # Whoever connects shakes hands in the thread that serves them, not in accept.
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    bundle = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    address = sandbox.url.replace("http://", "https://")
    return {"AWS_ENDPOINT_URL": address, "AWS_CA_BUNDLE": str(bundle)}


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The services, found by botocore through the environment."""
    made = Services()
    made.answers = {
        "/federation/credentials": keys_of_sso,
        "/": assume_role,
        "/container": keys_of_machine,
        "/latest/api/token": lambda body: (200, "token"),
        "/latest/meta-data/iam/security-credentials/": lambda body: (200, "Role"),
        "/latest/meta-data/iam/security-credentials/Role": keys_of_machine,
    }

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.signed.append(self.headers.get("authorization") or "")
            length = int(self.headers.get("content-length") or 0)
            status, text = made.answer(self.path, self.rfile.read(length).decode())
            self.send_response(status)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_PUT = do_POST

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    for name in ("SSO", "SSO_OIDC", "STS"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{name}", made.url)
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
