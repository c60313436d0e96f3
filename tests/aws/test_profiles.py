from __future__ import annotations

import pytest

from bedrock_tui.aws.choices import list_profiles
from bedrock_tui.aws.profiles import read_files
from bedrock_tui.core.failure import Category
from bedrock_tui.core.identity import AwsProfile, ProfileKind
from bedrock_tui.errors import CallFailed
from tests.aws.people import HUSH, KEYS, SSO, TOKEN, Home, home

__all__ = ["home"]

ALL = f"""\
{SSO}
[default]
region = us-east-1
[profile admin]
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = dev
[profile pod]
role_arn = arn:aws:iam::777788889999:role/Pod
web_identity_token_file = /token
[profile vault]
credential_process = /usr/bin/vault --password {HUSH}
region = us-west-2
[profile odd]
credential_process = "vault --password {HUSH}
[profile log-in]
login_session = arn:aws:iam::111122223333:user/ana
[profile keyed]
{KEYS}aws_session_token = {TOKEN}
aws_account_id = 222233334444
[profile both]
login_session = x
s3 =
  max_concurrent_requests = 20
[profile token-only]
sso_session = corp
[forgotten]
region = us-east-1
"""
SECRETS = f"[both]\n{KEYS}[shared]\n{KEYS}region = eu-north-1\n"


SIGN_IN = ("aws", "sso", "login", "--profile", "dev")
LOG_IN = ("aws", "login", "--profile", "log-in")


def test_every_profile_is_listed_with_its_kind_account_and_region(home: Home) -> None:
    home.write(config=ALL, credentials=SECRETS)
    listed = list_profiles()
    assert listed == [
        AwsProfile("dev", ProfileKind.SSO, "111122223333", "eu-west-1", SIGN_IN),
        AwsProfile("default", ProfileKind.OTHER, "", "us-east-1"),
        AwsProfile("admin", ProfileKind.ROLE, "444455556666", "", SIGN_IN),
        AwsProfile("pod", ProfileKind.WEB_IDENTITY, "777788889999"),
        AwsProfile("vault", ProfileKind.PROCESS, "", "us-west-2"),
        AwsProfile("odd", ProfileKind.PROCESS),
        AwsProfile("log-in", ProfileKind.LOGIN, "111122223333", "", LOG_IN),
        AwsProfile("keyed", ProfileKind.KEYS, "222233334444"),
        AwsProfile("both", ProfileKind.KEYS),
        AwsProfile("token-only", ProfileKind.OTHER),
        AwsProfile("shared", ProfileKind.KEYS, "", "eu-north-1"),
    ]


def test_a_wrong_aws_profile_hides_none(home: Home) -> None:
    home.write(config=ALL)
    home.set({"AWS_PROFILE": "nope"})
    assert "dev" in [each.name for each in list_profiles()]


def test_there_may_be_no_profiles(home: Home) -> None:
    assert list_profiles() == []


@pytest.mark.parametrize("name", ["config", "credentials"])
def test_a_file_that_cannot_be_parsed_is_told(home: Home, name: str) -> None:
    home.write(**{name: f"[dev\nx = {HUSH}\n"})
    with pytest.raises(CallFailed) as caught:
        list_profiles()
    failure = caught.value.failure
    assert failure.category == Category.CONFIG
    assert failure.title == f"The AWS {name} file is unreadable"
    assert failure.remedy == f"Correct line 1 of ~/.aws/{name}."
    assert f"/.aws/{name}" in failure.message
    assert HUSH not in repr(failure)


def test_secrets_are_dropped_where_they_are_read(home: Home) -> None:
    home.write(config=ALL, credentials=SECRETS)
    files = read_files()
    assert HUSH not in repr(files)
    assert files.settings("vault")["credential_process"] == "vault"
    assert files.settings("keyed")["aws_access_key_id"] == ""
    assert files.strays == {"forgotten"}
    assert files.selected == "default"


def test_a_chain_of_roles_is_followed_to_its_end(home: Home) -> None:
    home.write(
        config=ALL + "[profile far]\nrole_arn = arn\nsource_profile = admin\n"
        "[profile one]\nrole_arn = arn\nsource_profile = two\n"
        "[profile two]\nrole_arn = arn\nsource_profile = one\n"
    )
    files = read_files()
    assert list(files.chain("far")) == ["far", "admin", "dev"]
    assert list(files.chain("one")) == ["one", "two"]
    assert list(files.chain("pod")) == ["pod"]
    assert list(files.chain("nope")) == []
