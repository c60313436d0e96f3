from __future__ import annotations

import importlib.util
import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.aws.expiry import login_file
from bedrock_tui.aws.identity import Identities, mask, name_of
from bedrock_tui.aws.profiles import read_files
from bedrock_tui.aws.sources import masked
from bedrock_tui.core.failure import Category
from bedrock_tui.core.identity import ApiKey, Expiry, ExpiryKind, Identity, Override
from bedrock_tui.sandbox.server import Sandbox
from tests.aws.people import (
    EARLIER,
    ENV_KEYS,
    HUSH,
    KEY_ID,
    KEYS,
    LATER,
    MFA,
    OLD_SSO,
    SECRET,
    SSO,
    START_URL,
    TOKEN,
    Answer,
    Home,
    Services,
    home,
    services,
    sso_token,
    stamp,
)
from tests.support import alive, clients_of, until

__all__ = ["home", "services"]

ACCOUNT = "111122223333"
PYTHON = Path(sys.executable).name


@dataclass(frozen=True)
class Case:
    """Settings of a person, and what is to be found out about them."""

    name: str
    config: str = ""
    credentials: str = ""
    env: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    sso: object = None
    """A token, under the key of the session or of the start URL."""
    sso_key: str = "corp"
    profile: str = ""
    method: str = ""
    where: str = ""
    """A part of where it was found."""
    key: str = ""
    account: str = ""
    long_lived: bool = False
    api_key: ApiKey = ApiKey.NONE
    expiries: tuple[Expiry, ...] = ()


def keys(at: datetime | None, renews: bool = False) -> Expiry:
    return Expiry(ExpiryKind.KEYS, at, renews)


def login(at: datetime | None, renews: bool = False) -> Expiry:
    return Expiry(ExpiryKind.LOGIN, at, renews)


BEARER = Expiry(ExpiryKind.API_KEY, None)
KEY_SET = {"AWS_BEARER_TOKEN_BEDROCK": f"bedrock-api-key-{HUSH}"}

FOUND = [
    Case(
        "keys of the environment",
        env=ENV_KEYS,
        method="env",
        where="AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY",
        key="…1234",
        long_lived=True,
    ),
    Case(
        "session keys of the environment, without an end",
        env={**ENV_KEYS, "AWS_SESSION_TOKEN": TOKEN, "AWS_ACCOUNT_ID": ACCOUNT},
        method="env",
        where="AWS_SESSION_TOKEN",
        key="…1234",
        account=ACCOUNT,
        expiries=(keys(None),),
    ),
    Case(
        "session keys of the environment, with an end",
        env={
            **ENV_KEYS,
            "AWS_SESSION_TOKEN": TOKEN,
            "AWS_CREDENTIAL_EXPIRATION": stamp(LATER),
        },
        method="env",
        where="AWS_CREDENTIAL_EXPIRATION",
        key="…1234",
        expiries=(keys(LATER),),
    ),
    Case(
        "the environment beats a profile that the environment names",
        config=f"[profile dev]\n{KEYS}".replace(KEY_ID, f"AKIA{HUSH}OTHER777"),
        env={**ENV_KEYS, "AWS_PROFILE": "dev"},
        method="env",
        key="…1234",
        long_lived=True,
    ),
    Case(
        "a profile that was chosen beats the environment",
        config=f"[profile dev]\n{KEYS}".replace(KEY_ID, f"AKIA{HUSH}OTHER777"),
        env=ENV_KEYS,
        profile="dev",
        method="config-file",
        where="[profile dev] in ~/.aws/config",
        key="…R777",
        long_lived=True,
    ),
    Case(
        "keys of the credentials file",
        credentials=f"[default]\n{KEYS}",
        method="shared-credentials-file",
        where="[default] in ~/.aws/credentials",
        key="…1234",
        long_lived=True,
    ),
    Case(
        "AWS_DEFAULT_PROFILE beats AWS_PROFILE",
        credentials=f"[one]\n{KEYS}[two]\naws_access_key_id = x\n",
        env={"AWS_DEFAULT_PROFILE": "one", "AWS_PROFILE": "two"},
        method="shared-credentials-file",
        where="[one]",
        key="…1234",
        long_lived=True,
    ),
    Case(
        "SSO that renews itself",
        config=SSO,
        sso=sso_token(LATER, renews=True),
        profile="dev",
        method="sso",
        where=f"session corp at {START_URL}, account {ACCOUNT}, role Dev",
        key="…EY99",
        account=ACCOUNT,
        expiries=(keys(LATER, True), login(LATER, True)),
    ),
    Case(
        "SSO of the old kind",
        config=OLD_SSO,
        sso=sso_token(LATER),
        sso_key=START_URL,
        profile="dev",
        method="sso",
        where=f"{START_URL}, account {ACCOUNT}",
        key="…EY99",
        account=ACCOUNT,
        expiries=(keys(LATER, True), login(LATER)),
    ),
    Case(
        "a role through SSO",
        config=SSO + "[profile admin]\nrole_arn = arn:aws:iam::444455556666:role/Admin"
        "\nsource_profile = dev\n",
        sso=sso_token(LATER),
        profile="admin",
        method="assume-role",
        where="role/Admin through profile dev (IAM Identity Center (SSO))",
        key="…KEY7",
        account="444455556666",
        expiries=(keys(LATER, True), login(LATER)),
    ),
    Case(
        "a role through the environment",
        config="[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n"
        "credential_source = Environment\n",
        env=ENV_KEYS,
        profile="dev",
        method="assume-role",
        where="role/Admin through Environment",
        key="…KEY7",
        account="444455556666",
        expiries=(keys(LATER, True),),
    ),
    Case(
        "a container's role",
        env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container?t=" + HUSH},
        method="container-role",
        where="/container (AWS_CONTAINER_CREDENTIALS_FULL_URI)",
        key="…INE5",
        expiries=(keys(LATER, True),),
    ),
    Case(
        "an instance's role",
        env={
            "AWS_EC2_METADATA_DISABLED": "",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}",
        },
        method="iam-role",
        where="instance metadata at http://127.0.0.1",
        key="…INE5",
        expiries=(keys(LATER, True),),
    ),
    Case(
        "web identity",
        config="[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/Pod\n"
        "web_identity_token_file = token\n",
        env={
            "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token",
            "AWS_ROLE_ARN": "arn:aws:iam::444455556666:role/Env",
            "AWS_PROFILE": "dev",
        },
        files={"token": TOKEN},
        method="assume-role-with-web-identity",
        where="role/Env with the token in /",
        key="…KEY7",
        account="444455556666",
        expiries=(keys(LATER, True),),
    ),
    Case(
        "keys in the file of the old EC2 tools",
        env={"AWS_CREDENTIAL_FILE": "{home}/keys"},
        files={"keys": f"AWSAccessKeyId={KEY_ID}\nAWSSecretKey={SECRET}\n"},
        method="ec2-credentials-file",
        where="/keys",
        key="…1234",
        long_lived=True,
    ),
    Case(
        "keys in the file of old boto",
        env={"BOTO_CONFIG": "{home}/boto"},
        files={"boto": f"[Credentials]\n{KEYS}"},
        method="boto-config",
        where="/boto",
        key="…1234",
        long_lived=True,
    ),
    Case(
        "an API key alone",
        env=KEY_SET,
        method="api-key",
        where="AWS_BEARER_TOKEN_BEDROCK",
        api_key=ApiKey.SET,
        expiries=(BEARER,),
    ),
    Case(
        "an API key beside keys",
        env={**KEY_SET, **ENV_KEYS},
        method="env",
        key="…1234",
        long_lived=True,
        api_key=ApiKey.SET,
        expiries=(BEARER,),
    ),
    Case(
        "an empty API key beside keys",
        env={"AWS_BEARER_TOKEN_BEDROCK": "", **ENV_KEYS},
        method="env",
        key="…1234",
        long_lived=True,
        api_key=ApiKey.EMPTY,
    ),
]


def resolve(clients: Clients, profile: str = "", region: str = "eu-west-1") -> Identity:
    return Identities(clients).resolve(
        aws_profile=profile, region=region, region_source="the flag"
    )


def arrange(case: Case, home: Home, services: Services | None = None) -> None:
    home.write(config=case.config, credentials=case.credentials)
    url = services.url if services else "http://127.0.0.1:9"
    home.put(case.files)
    for name, value in case.env.items():
        here = value.replace("{url}", url).replace("{home}", str(home.path))
        home.set({name: here})
    if case.sso is not None:
        home.sign_in(case.sso, case.sso_key)


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.name)
def test_credentials_are_found_and_their_source_told(
    case: Case, home: Home, services: Services
) -> None:
    arrange(case, home, services)
    identity = resolve(Clients(), case.profile)
    assert identity.failure is None
    assert identity.source is not None
    assert identity.source.method == case.method
    assert case.where in identity.source.where
    assert identity.source.words
    assert identity.key_id == case.key
    assert identity.account == case.account
    assert identity.long_lived is case.long_lived
    assert identity.api_key is case.api_key
    assert identity.expiries == case.expiries
    assert identity.signs is (case.api_key is not ApiKey.EMPTY)
    assert (identity.region, identity.region_source) == ("eu-west-1", "the flag")
    assert HUSH not in repr(identity)


@dataclass(frozen=True)
class Bad(Case):
    """Settings that give nothing, and what is said of them."""

    category: Category = Category.CONFIG
    title: str = ""
    remedy: str = ""
    """A part of what to do."""
    message: str = ""
    """A part of what came."""


NOT_SIGNED_IN = "Not signed in to IAM Identity Center"
SIGN_IN = "aws sso login --profile dev"
ADMIN = "[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n"
LOST = [
    Bad(
        "nothing anywhere",
        category=Category.CREDENTIALS,
        title="No AWS credentials found",
        remedy="aws sso login",
    ),
    Bad(
        "AWS_PROFILE names no profile",
        config="[profile dev]\nregion = us-east-1\n",
        env={"AWS_PROFILE": "nope"},
        title="AWS profile not found",
        remedy="aws configure list-profiles",
        message="nope",
    ),
    Bad(
        "the word profile is missing",
        config=f"[dev]\n{KEYS}",
        profile="dev",
        title="AWS profile not found",
        remedy="write [profile dev] in place of [dev]",
    ),
    Bad(
        "a config file that is none",
        config=f"[profile dev\nsecret = {SECRET}\n",
        title="The AWS config file is unreadable",
        remedy="Correct line 1 of ~/.aws/config.",
        message="/.aws/config",
    ),
    Bad(
        "a key of the environment without its secret",
        env={"AWS_ACCESS_KEY_ID": KEY_ID},
        method="env",
        where="AWS_ACCESS_KEY_ID",
        category=Category.CREDENTIALS,
        title="The credentials are incomplete",
        remedy="Set the part that the message names",
        message="AWS_SECRET_ACCESS_KEY",
    ),
    Bad(
        "a key of the credentials file without its secret",
        credentials=f"[default]\naws_access_key_id = {KEY_ID}\n",
        method="shared-credentials-file",
        where="[default] in ~/.aws/credentials",
        category=Category.CREDENTIALS,
        title="The credentials are incomplete",
        remedy="Set the part that the message names",
        message="aws_secret_access_key",
    ),
    Bad(
        "expired keys of the environment",
        env={
            **ENV_KEYS,
            "AWS_SESSION_TOKEN": TOKEN,
            "AWS_CREDENTIAL_EXPIRATION": stamp(EARLIER),
        },
        method="env",
        where="AWS_CREDENTIAL_EXPIRATION",
        expiries=(keys(EARLIER),),
        category=Category.LOGIN_EXPIRED,
        title="Your credentials have expired",
        remedy="Export new session keys",
    ),
    Bad(
        "SSO, never signed in",
        config=SSO,
        profile="dev",
        method="sso",
        where="session corp",
        category=Category.LOGIN,
        title=NOT_SIGNED_IN,
        remedy=SIGN_IN,
    ),
    Bad(
        "SSO of the old kind, never signed in",
        config=OLD_SSO,
        profile="dev",
        method="sso",
        category=Category.LOGIN,
        title=NOT_SIGNED_IN,
        remedy=SIGN_IN,
    ),
    Bad(
        "SSO, expired",
        config=SSO,
        sso=sso_token(EARLIER),
        profile="dev",
        method="sso",
        expiries=(login(EARLIER),),
        category=Category.LOGIN_EXPIRED,
        title="The SSO session has expired",
        remedy=SIGN_IN,
    ),
    Bad(
        "SSO of the old kind, expired",
        config=OLD_SSO,
        sso=sso_token(EARLIER),
        sso_key=START_URL,
        profile="dev",
        method="sso",
        expiries=(login(EARLIER),),
        category=Category.LOGIN_EXPIRED,
        title="The SSO session has expired",
        remedy=SIGN_IN,
    ),
    Bad(
        "a role behind SSO that expired",
        config=SSO + ADMIN.replace("dev", "admin") + "source_profile = dev\n",
        sso=sso_token(EARLIER),
        profile="admin",
        method="assume-role",
        where="through profile dev",
        expiries=(login(EARLIER),),
        category=Category.LOGIN_EXPIRED,
        title="The SSO session has expired",
        remedy="aws sso login --profile dev",
    ),
    Bad(
        "an SSO token that lacks its parts",
        config=SSO,
        sso={"accessToken": f"aoa{HUSH}"},
        profile="dev",
        method="sso",
        expiries=(login(None),),
        category=Category.LOGIN,
        title=NOT_SIGNED_IN,
        remedy=SIGN_IN,
    ),
    Bad(
        "an SSO cache with half a file",
        config=SSO,
        sso='{"accessToken": "' + HUSH,
        profile="dev",
        method="sso",
        category=Category.LOGIN,
        title=NOT_SIGNED_IN,
        remedy=SIGN_IN,
        message="damaged",
    ),
    Bad(
        "an SSO token with an end that is none",
        config=SSO,
        sso={"accessToken": f"aoa{HUSH}", "expiresAt": "soon"},
        profile="dev",
        method="sso",
        expiries=(login(None),),
        category=Category.LOGIN,
        title=NOT_SIGNED_IN,
        remedy=SIGN_IN,
    ),
    Bad(
        "an SSO profile without its start URL",
        config="[profile dev]\nsso_account_id = 1\nsso_role_name = Dev\n",
        profile="dev",
        method="sso",
        title="The SSO profile is incomplete",
        remedy="aws configure sso --profile dev",
        message="sso_start_url",
    ),
    Bad(
        "a credential process that is not there",
        config=f"[profile dev]\ncredential_process = /no/such/vault --pass {HUSH}\n",
        profile="dev",
        method="custom-process",
        where="vault, named in [profile dev] of ~/.aws/config",
        title="The credential process is missing",
        remedy="credential_process",
        message="/no/such/vault",
    ),
    Bad(
        "a role without a source",
        config=ADMIN,
        profile="dev",
        method="assume-role",
        where="role/Admin",
        title="The role has no source",
        remedy="Add source_profile or credential_source to the AWS profile dev",
    ),
    Bad(
        "a role whose source does not exist",
        config=ADMIN + "source_profile = zz\n",
        profile="dev",
        method="assume-role",
        title="The AWS profile is not set up right",
        remedy="Correct the AWS profile dev",
        message="zz",
    ),
    Bad(
        "roles that are the source of each other",
        config=ADMIN
        + "source_profile = two\n"
        + ADMIN.replace("dev", "two")
        + "source_profile = dev\n",
        profile="dev",
        method="assume-role",
        title="The AWS profile is not set up right",
        remedy="Correct the AWS profile dev",
    ),
    Bad(
        "a container that does not answer",
        env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9/x?" + HUSH},
        method="container-role",
        where="http://127.0.0.1:9/x",
        category=Category.CREDENTIALS,
        title="No credentials from this machine",
        remedy="choose an AWS profile",
    ),
    Bad(
        "a web identity token that is not there",
        env={
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/no/such/token",
            "AWS_ROLE_ARN": "arn:aws:iam::444455556666:role/Pod",
        },
        method="assume-role-with-web-identity",
        where="role/Pod with the token in /no/such/token",
        title="A configured file is missing",
        remedy="web identity token file",
        message="/no/such/token",
    ),
    Bad(
        "web identity without a role",
        env={"AWS_WEB_IDENTITY_TOKEN_FILE": "/no/such/token"},
        method="assume-role-with-web-identity",
        title="The AWS profile is not set up right",
    ),
    Bad(
        "an end of the keys that is none",
        env={**ENV_KEYS, "AWS_CREDENTIAL_EXPIRATION": "soon"},
        method="env",
        category=Category.CONFIG,
        title="The end of the keys is not a date",
        message="AWS_CREDENTIAL_EXPIRATION is 'soon'.",
        remedy="unset it",
    ),
    Bad(
        "a timeout that is none",
        env={"AWS_METADATA_SERVICE_TIMEOUT": "long"},
        category=Category.CREDENTIALS,
        title="The credentials could not be fetched",
        message="invalid literal for int() with base 10: 'long'",
    ),
    Bad(
        "an empty API key alone",
        env={"AWS_BEARER_TOKEN_BEDROCK": ""},
        api_key=ApiKey.EMPTY,
        title="The Bedrock API key is empty",
        remedy="unset AWS_BEARER_TOKEN_BEDROCK",
    ),
    Bad(
        "an API key beside an SSO sign-in that expired",
        config=SSO,
        env=KEY_SET,
        sso=sso_token(EARLIER),
        profile="dev",
        method="sso",
        api_key=ApiKey.SET,
        expiries=(login(EARLIER), BEARER),
        category=Category.LOGIN_EXPIRED,
        title="The SSO session has expired",
        remedy=SIGN_IN,
    ),
]


def check(identity: Identity, case: Bad) -> None:
    failure = identity.failure
    assert failure is not None
    assert (failure.category, failure.title) == (case.category, case.title)
    assert case.remedy in failure.remedy
    assert case.message in failure.message
    assert (identity.source.method if identity.source else "") == case.method
    assert case.where in (identity.source.where if identity.source else "")
    assert (identity.key_id, identity.account, identity.arn) == ("", "", "")
    assert identity.api_key is case.api_key
    assert identity.expiries == case.expiries
    assert HUSH not in repr(identity)


@pytest.mark.parametrize("case", LOST, ids=lambda case: case.name)
def test_what_is_wrong_with_credentials_is_told_with_its_fix(
    case: Bad, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    arrange(case, home)
    clients = Clients()
    identity = resolve(clients, case.profile)
    check(identity, case)
    assert identity.signs is (case.api_key is ApiKey.SET)
    assert Identities(clients).ask_sts(identity) is identity
    again = resolve(clients, case.profile)
    assert again == identity
    assert caplog.text == ""


@pytest.mark.skipif(
    importlib.util.find_spec("awscrt") is not None, reason="the CRT is installed"
)
def test_a_login_profile_needs_the_crt(home: Home) -> None:
    session = "arn:aws:iam::111122223333:user/ana"
    home.write(config=f"[profile dev]\nlogin_session = {session}\n")
    case = Bad(
        "",
        method="login",
        where=session,
        title="This profile needs the AWS CRT",
        remedy="aws configure export-credentials --profile dev",
    )
    check(resolve(Clients(), "dev"), case)


LOGIN = "[profile dev]\nlogin_session = ana\n"


@pytest.fixture
def crt(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore believe in the CRT, which it needs to renew a sign-in only."""
    monkeypatch.setattr("botocore.credentials.EC", object())
    home.write(config=LOGIN)


def test_aws_login_gives_keys(home: Home, crt: None) -> None:
    given = {
        "accessKeyId": KEY_ID,
        "secretAccessKey": SECRET,
        "sessionToken": TOKEN,
        "accountId": ACCOUNT,
        "expiresAt": stamp(LATER),
    }
    rest = {"refreshToken": HUSH, "dpopKey": HUSH, "clientId": "c"}
    file = login_file(read_files(), "dev")
    assert file is not None
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"accessToken": given, **rest}))
    identity = resolve(Clients(), "dev")
    assert identity.failure is None
    assert identity.source is not None
    assert (identity.source.words, identity.source.where) == ("aws login", "ana")
    assert identity.expiries == (keys(LATER, True), login(None))
    assert (identity.key_id, identity.account) == ("…1234", ACCOUNT)
    assert HUSH not in repr(identity)
    file.write_text('{"accessToken": ' + HUSH)
    damaged = resolve(Clients(), "dev")
    check(damaged, replace(NO_LOGIN, message="damaged"))


NO_LOGIN = Bad(
    "",
    method="login",
    where="ana",
    category=Category.LOGIN,
    title="Not signed in",
    remedy="Run aws login --profile dev",
)


def test_aws_login_may_be_missing(home: Home, crt: None) -> None:
    check(resolve(Clients(), "dev"), NO_LOGIN)


def test_instance_metadata_that_never_answers_costs_two_seconds(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        home.set({"AWS_EC2_METADATA_SERVICE_ENDPOINT": address})
        started = time.monotonic()
        identity = resolve(Clients())
    assert time.monotonic() - started < 5
    check(identity, LOST[0])


class Vault:
    """A credential process in a file, called with a password."""

    def __init__(self, home: Home, lines: str) -> None:
        self.file = home.path / "vault.py"
        self.file.write_text(lines)
        command = f"{sys.executable} {self.file} --password {HUSH}"
        home.write(config=f"[profile dev]\ncredential_process = {command}\n")


def printing(keys: dict[str, object]) -> str:
    return f"print({json.dumps(keys)!r})"


PROCESS_KEYS: dict[str, object] = {
    "Version": 1,
    "AccessKeyId": KEY_ID,
    "SecretAccessKey": SECRET,
    "SessionToken": TOKEN,
    "AccountId": ACCOUNT,
    "Expiration": stamp(LATER),
}


def test_a_credential_process_is_told_by_its_program_only(home: Home) -> None:
    Vault(home, printing(PROCESS_KEYS))
    identity = resolve(Clients(), "dev")
    assert identity.failure is None
    assert identity.source is not None
    assert identity.source.method == "custom-process"
    named = f"{PYTHON}, named in [profile dev] of ~/.aws/config"
    assert identity.source.where == named
    assert (identity.key_id, identity.account) == ("…1234", ACCOUNT)
    assert identity.expiries == (keys(LATER, True),)
    assert HUSH not in repr(identity)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "import sys\n"
            f"sys.exit('locked: SecretAccessKey: {SECRET} password={HUSH}12')",
            "locked: SecretAccessKey: [hidden]",
        ),
        (
            "import sys\n"
            f"print('unlocking {HUSH}\\nvault: locked, run it\\n', file=sys.stderr)\n"
            "sys.exit(1)",
            "from custom-process: vault: locked, run it",
        ),
        (f"print('hello {HUSH}')", "is not the JSON"),
        (printing({"Version": 7, "AccessKeyId": KEY_ID}), "Unsupported version '7'"),
        (printing({"Version": 1, "AccessKeyId": KEY_ID}), "Missing required key"),
    ],
)
def test_a_credential_process_that_fails_says_why(
    home: Home, lines: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    Vault(home, lines)
    case = Bad(
        "",
        method="custom-process",
        where=PYTHON,
        category=Category.CREDENTIALS,
        title="The credential process failed",
        remedy="credential_process",
        message=message,
    )
    check(resolve(Clients(), "dev"), case)
    assert caplog.text == ""


def test_a_slow_credential_process_holds_up_nobody_else(home: Home) -> None:
    gate = home.path / "gate"
    Vault(
        home,
        "import pathlib, time\n"
        f"while not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.01)\n"
        + printing(PROCESS_KEYS),
    )
    home.write(credentials=f"[other]\n{KEYS}")
    clients = Clients()
    found: list[Identity] = []
    thread = threading.Thread(target=lambda: found.append(resolve(clients, "dev")))
    thread.start()
    assert resolve(clients, "other").key_id == "…1234"
    clients.fingerprint("dev")
    clients.forget("other")
    assert not found
    gate.touch()
    thread.join(10)
    assert found[0].key_id == "…1234"


def test_the_code_of_a_role_with_mfa_is_asked_for(
    home: Home, services: Services
) -> None:
    home.write(config=MFA)
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return " 123456 "

    clients = Clients(ask_mfa=ask)
    identity = resolve(clients, "dev")
    assert identity.failure is None
    question = "Enter MFA code for arn:aws:iam::111122223333:mfa/ana: "
    assert asked == [f"AWS profile dev: {question}"]
    assert identity.key_id == "…KEY7"
    assert identity.account == "444455556666"
    assert identity.expiries == (keys(LATER - timedelta(minutes=10)),)
    assert identity.source is not None
    place = "role/Admin through profile base (keys in the config file)"
    assert identity.source.where.endswith(place)
    assert resolve(clients, "dev") == identity
    assert len(asked) == 1


def test_lanes_that_need_the_same_role_ask_for_one_code(
    home: Home, services: Services
) -> None:
    home.write(config=MFA)
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        time.sleep(0.05)
        return "123456"

    clients = Clients(ask_mfa=ask)
    found: list[Identity] = []
    threads = [
        threading.Thread(target=lambda: found.append(resolve(clients, "dev")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [each.key_id for each in found] == ["…KEY7"] * 8
    assert len(asked) == 1


def test_a_code_that_is_refused_can_be_entered_again(
    home: Home, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    home.write(config=MFA)
    codes = iter(["000000", "123456"])
    clients = Clients(ask_mfa=lambda question: next(codes))
    case = Bad(
        "",
        method="assume-role",
        category=Category.LOGIN,
        title="The MFA code was not accepted",
        remedy="Wait for the device's next code",
    )
    check(resolve(clients, "dev"), case)
    assert caplog.text == ""
    assert resolve(clients, "dev").failure is None


def _raises(question: str) -> str:
    raise LookupError(question)


@pytest.mark.parametrize("ask", [_raises, lambda question: "  "])
def test_whoever_gives_no_code_is_asked_again_next_time(
    home: Home, services: Services, ask: Callable[[str], str]
) -> None:
    home.write(config=MFA)
    asked: list[str] = []

    def counted(question: str) -> str:
        asked.append(question)
        return ask(question)

    clients = Clients(ask_mfa=counted)
    case = Bad(
        "",
        method="assume-role",
        category=Category.LOGIN,
        title="No MFA code was given",
        remedy="enter the code",
    )
    check(resolve(clients, "dev"), case)
    check(resolve(clients, "dev"), case)
    assert len(asked) == 2
    assert services.asked == []


def _denied(body: str) -> Answer:
    words = "User: ana is not authorized to perform: sts:AssumeRole on resource: x"
    return 403, (
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
        f"<Message>{words}</Message></Error></ErrorResponse>"
    )


@pytest.mark.parametrize(
    ("path", "answer", "category", "title"),
    [
        (
            "/federation/credentials",
            lambda body: (401, '{"__type": "UnauthorizedException"}'),
            Category.LOGIN_EXPIRED,
            "The SSO session has expired",
        ),
        (
            "/federation/credentials",
            lambda body: (403, '{"__type": "ForbiddenException"}'),
            Category.PERMISSION,
            "This role is not yours to use",
        ),
        (
            "/",
            _denied,
            Category.PERMISSION,
            "You may not assume this role",
        ),
    ],
)
def test_a_role_may_be_refused(
    home: Home,
    services: Services,
    path: str,
    answer: Callable[[str], Answer],
    category: Category,
    title: str,
) -> None:
    home.write(config=SSO + ADMIN.replace("dev", "admin") + "source_profile = dev\n")
    home.sign_in(sso_token(LATER))
    services.answers[path] = answer
    case = Bad(
        "",
        method="assume-role",
        expiries=(login(LATER),),
        category=category,
        title=title,
    )
    check(resolve(Clients(), "admin"), case)


def test_sts_tells_account_arn_and_name(aws: Sandbox, home: Home) -> None:
    identities = Identities(Clients())
    identity = identities.resolve(aws_profile="", region="", region_source="nowhere")
    told = identities.ask_sts(identity)
    assert told.failure is None
    assert told.account == ACCOUNT
    assert told.arn.startswith(f"arn:aws:sts::{ACCOUNT}:assumed-role/")
    assert told.name.startswith("AWSReservedSSO_Developer_")
    assert told.source == identity.source


@pytest.mark.parametrize(
    ("key", "category", "title"),
    [
        ("EXPIRED", Category.LOGIN_EXPIRED, "Your credentials have expired"),
        ("INVALID", Category.CREDENTIALS, "Key not valid, or region not enabled"),
    ],
)
def test_sts_may_refuse(
    aws: Sandbox, home: Home, key: str, category: Category, title: str
) -> None:
    home.set({"AWS_ACCESS_KEY_ID": key})
    identities = Identities(Clients())
    identity = identities.ask_sts(resolve(Clients()))
    assert identity.failure is not None
    assert (identity.failure.category, identity.failure.title) == (category, title)
    assert (identity.account, identity.arn, identity.name) == ("", "", "")
    assert identity.source is not None


def test_sts_is_not_asked_about_an_api_key(aws: Sandbox, home: Home) -> None:
    for name in ENV_KEYS:
        home.patch.delenv(name)
    home.set(KEY_SET)
    identity = Identities(Clients()).ask_sts(resolve(Clients()))
    assert identity.failure is not None
    assert identity.failure.title == "Who you are is not known"
    assert "API key" in identity.failure.message
    assert identity.signs
    assert aws.requests == []


def test_the_sandbox_is_somebody_of_its_own(sandbox: Sandbox, home: Home) -> None:
    home.write(config="[broken\n", credentials=f"[default]\n{KEYS}")
    home.set({**KEY_SET, **ENV_KEYS, "HTTPS_PROXY": "http://127.0.0.1:1"})
    clients = clients_of(sandbox)
    identity = resolve(clients, "nope")
    assert identity.failure is None
    assert identity.source is not None
    assert identity.source.where == sandbox.url
    assert identity.api_key is ApiKey.NONE
    assert [each.value for each in identity.overrides] == [sandbox.url]
    assert not identity.long_lived
    assert identity.expiries == ()
    told = Identities(clients).ask_sts(identity)
    assert (told.account, told.failure) == (ACCOUNT, None)
    assert clients.fingerprint("nope") == ()
    assert HUSH not in repr(told)


def test_what_changes_the_way_of_requests_is_listed(home: Home) -> None:
    home.write(
        config="[profile dev]\nendpoint_url = https://u:p@all.example\n"
        "services = local\nca_bundle = /ca.pem\nuse_fips_endpoint = true\n"
        "[services local]\nbedrock =\n  endpoint_url = https://one.example?k=1\n"
        "sts =\n  endpoint_url = https://two.example\n"
    )
    home.set(
        {
            "AWS_ENDPOINT_URL_STS": "https://three.example/path",
            "HTTPS_PROXY": f"http://ana:{HUSH}@proxy.example:8080",
            "http_proxy": f"ana:{HUSH}@proxy.example",
            "HTTP_PROXY": "http://not.used",
            "NO_PROXY": "localhost,.internal",
            "AWS_USE_DUALSTACK_ENDPOINT": "true",
            "AWS_USE_FIPS_ENDPOINT": "false",
            "REQUESTS_CA_BUNDLE": "/not/used",
        }
    )
    identity = resolve(Clients(), "dev")
    assert {each.name: each.value for each in identity.overrides} == {
        "AWS_ENDPOINT_URL_STS": "https://three.example/path",
        "bedrock of services local": "https://one.example",
        "endpoint_url of profile dev": "https://…@all.example",
        "AWS_USE_DUALSTACK_ENDPOINT": "true",
        "http_proxy": "…@proxy.example",
        "HTTPS_PROXY": "http://…@proxy.example:8080",
        "NO_PROXY": "localhost,.internal",
        "ca_bundle of profile dev": "/ca.pem",
    }
    assert HUSH not in repr(identity)


def test_the_endpoint_of_this_program_beats_all_others(home: Home) -> None:
    home.set({"AWS_ENDPOINT_URL": "https://env.example", "AWS_CA_BUNDLE": "/env.pem"})
    clients = Clients(Endpoint("https://a:b@ours.example"))
    ours = Override("endpoint of this program", "https://…@ours.example")
    assert resolve(clients).overrides == (ours, Override("AWS_CA_BUNDLE", "/env.pem"))


def test_the_certificates_of_requests_count_last(home: Home) -> None:
    home.set({"REQUESTS_CA_BUNDLE": "/requests.pem"})
    (only,) = resolve(Clients()).overrides
    assert only == Override("REQUESTS_CA_BUNDLE", "/requests.pem")


def test_an_endpoint_for_everything_hides_those_of_the_file(home: Home) -> None:
    config = "[default]\nendpoint_url = https://all.example\n"
    home.write(config=config)
    home.set({"AWS_ENDPOINT_URL": "https://env.example"})
    assert [each.name for each in resolve(Clients()).overrides] == ["AWS_ENDPOINT_URL"]
    home.set({"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"})
    (only,) = resolve(Clients()).overrides
    assert only.name == "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        ("arn:aws:iam::111122223333:user/team/ana", "ana"),
        ("arn:aws:iam::111122223333:root", "root"),
        ("arn:aws:sts::111122223333:assumed-role/Dev/ana@example.com", "Dev"),
        ("arn:aws-cn:sts::111122223333:federated-user/bo", "bo"),
        ("", ""),
    ],
)
def test_a_name_is_read_off_the_arn(arn: str, name: str) -> None:
    assert name_of(arn) == name


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://vpce.example:8443/path", "https://vpce.example:8443/path"),
        ("http://ana:p/a?s#s@proxy:80/x", "http://…@proxy:80/x"),
        ("http://ana:a://b@proxy", "http://…@proxy"),
        ("ana:a@b@proxy", "…@proxy"),
        ("proxy:8080", "proxy:8080"),
        ("https://host/x?token=1#2", "https://host/x"),
        ("", ""),
    ],
)
def test_an_address_is_shown_without_what_is_secret(address: str, shown: str) -> None:
    assert masked(address) == shown


@pytest.mark.parametrize(("set_to", "used"), [("eu-west-3",) * 2, ("", "us-east-1")])
def test_a_role_without_a_region_is_assumed_where_the_environment_says(
    home: Home, services: Services, set_to: str, used: str
) -> None:
    home.write(config=MFA)
    home.set({"AWS_REGION": set_to})
    assert resolve(Clients(ask_mfa=lambda question: "123456"), "dev").failure is None
    assert f"/{used}/sts/" in services.signed[0]


def test_whoever_has_no_home_has_no_credentials(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(path: str) -> str:
        return path

    monkeypatch.setattr("os.path.expanduser", nobody)
    clients = Clients()
    check(resolve(clients), LOST[0])
    assert len(clients.fingerprint("")) == 2


def test_a_key_id_is_masked() -> None:
    assert mask(KEY_ID) == "…1234"
    assert mask("short") == "…"


def test_a_new_sign_in_takes_effect_after_forgetting(
    home: Home, services: Services
) -> None:
    home.write(config=SSO)
    home.sign_in(sso_token(EARLIER))
    clients = Clients()
    expired = resolve(clients, "dev")
    assert expired.failure is not None
    before = clients.fingerprint("dev")
    home.sign_in(sso_token(LATER))
    assert clients.fingerprint("dev") != before
    clients.forget("dev")
    assert resolve(clients, "dev").key_id == "…EY99"


@pytest.mark.parametrize("profile", ["", "default"])
def test_whoever_looks_again_sees_that_keys_were_replaced_or_removed(
    home: Home, profile: str
) -> None:
    clients = Clients()
    home.write(credentials=f"[default]\n{KEYS}")
    seen = [clients.fingerprint(profile)]

    def changed() -> bool:
        seen.append(clients.fingerprint(profile))
        return seen[-1] != seen[-2]

    assert resolve(clients, profile).key_id == "…1234"
    home.write(credentials=f"[default]\n{KEYS}".replace("1234", "9876"))
    assert changed()
    assert resolve(clients, profile).key_id == "…9876"
    home.write(credentials="[default]\n")
    assert changed()
    check(resolve(clients, profile), LOST[0])
    home.write(credentials=f"[default]\n{KEYS}")
    assert changed()
    assert resolve(clients, profile).key_id == "…1234"
    home.write(config="[broken\n")
    assert changed()
    failure = resolve(clients, profile).failure
    assert failure is not None
    assert failure.title == "The AWS config file is unreadable"


def test_the_chosen_profile_is_forgotten_by_either_name(home: Home) -> None:
    home.write(credentials=f"[dev]\n{KEYS}")
    home.set({"AWS_PROFILE": "dev"})
    clients = Clients()
    for told, asked in (("dev", ""), ("", "dev")):
        before = clients.get("sts", aws_profile=asked, region="us-east-1")
        clients.forget(told)
        after = clients.get("sts", aws_profile=asked, region="us-east-1")
        assert after is not before
    clients.forget("another")
    assert clients.get("sts", aws_profile="dev", region="us-east-1") is after


def test_whoever_gave_a_code_is_not_asked_again_for_a_changed_file(
    home: Home, services: Services
) -> None:
    home.write(config=MFA)
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return "123456"

    clients = Clients(ask_mfa=ask)
    assert resolve(clients, "dev").failure is None
    home.write(config=f"{MFA}[profile another]\n")
    assert resolve(clients, "dev").failure is None
    assert len(asked) == 1


@pytest.mark.parametrize("code", ["123", "abcdef"])
def test_a_code_of_another_form_is_told_as_such(
    home: Home, sandbox: Sandbox, code: str
) -> None:
    """botocore refuses the one, STS the other."""
    home.write(config=MFA)
    home.set({"AWS_ENDPOINT_URL": sandbox.url})
    failure = resolve(Clients(ask_mfa=lambda question: code), "dev").failure
    assert failure is not None
    assert (failure.category, failure.title) == (
        Category.LOGIN,
        "The code has six digits",
    )
    assert code not in failure.message
    assert failure.remedy.startswith(
        "Look again (r on the Access screen, or run it again)"
    )


@pytest.mark.parametrize("config", ["{}", "{}[profile role]\nrole_arn = {}\n{}"])
def test_forgetting_ends_the_credential_process(home: Home, config: str) -> None:
    """The one of a role's source as well, and what a shell started."""
    pids = home.path / "pids"
    script = home.path / "vault.sh"
    script.write_text(
        f"sleep 300 &\necho $$ $! > {pids}.new\nmv {pids}.new {pids}\nwait\n"
    )
    base = f"[profile dev]\ncredential_process = sh {script}\n"
    role = "arn:aws:iam::444455556666:role/Admin"
    home.write(config=config.format(base, role, "source_profile = dev\n"))
    profile = "role" if "role_arn" in config else "dev"
    clients = Clients()
    found: list[Identity] = []
    thread = threading.Thread(target=lambda: found.append(resolve(clients, profile)))
    thread.start()
    until(pids.exists)
    running = [int(pid) for pid in pids.read_text().split()]
    clients.forget("another")
    assert all(map(alive, running))
    clients.forget(profile)
    thread.join(10)
    assert found[0].failure is not None
    until(lambda: not any(map(alive, running)))


def test_a_process_that_ends_late_forgets_nobody_elses_session(home: Home) -> None:
    Vault(home, "import time\ntime.sleep(300)")
    clients = Clients()
    thread = threading.Thread(target=resolve, args=(clients, "dev"))
    thread.start()
    until(lambda: any(each._running for each in clients._processes))
    old = clients._profiles["dev"]
    home.write(config=f"[profile dev]\n{KEYS}")
    clients.forget("dev")
    fresh = clients.get("sts", aws_profile="dev", region="us-east-1")
    thread.join(10)
    assert not old.processes._running
    assert clients.get("sts", aws_profile="dev", region="us-east-1") is fresh


def test_new_keys_take_effect_after_forgetting(aws: Sandbox, home: Home) -> None:
    home.write(credentials=f"[dev]\n{KEYS}")
    clients = Clients()
    identities = Identities(clients)
    assert resolve(clients, "dev").key_id == "…1234"
    old = clients.get("sts", aws_profile="dev", region="us-east-1")
    before = clients.fingerprint("dev")
    home.write(credentials=f"[dev]\n{KEYS}".replace("1234", "9876"))
    assert clients.fingerprint("dev") != before
    same = clients.get("sts", aws_profile="dev", region="us-east-1")
    assert same is old
    clients.forget("dev")
    fresh = resolve(clients, "dev")
    assert fresh.key_id == "…9876"
    identities.ask_sts(fresh)
    old.get_caller_identity()
    used = [seen.headers["authorization"].split("/")[0] for seen in aws.requests]
    assert [key[-4:] for key in used] == ["9876", "1234"]
