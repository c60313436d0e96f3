from __future__ import annotations

import builtins
import copy
import http.client
import inspect
import socket
import ssl
import string
import subprocess
import sys
import time
from concurrent.futures import CancelledError
from contextlib import suppress
from types import ModuleType, SimpleNamespace
from typing import Any

import botocore.eventstream
import botocore.exceptions
import botocore.parsers
import pytest
import urllib3.exceptions
from botocore.exceptions import ClientError, EventStreamError
from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_tui.aws.failures import CATALOGUE, explain
from bedrock_tui.aws.failures.row import fill
from bedrock_tui.core.failure import MESSAGE_LIMIT, Category, Failure
from tests.aws.failure_cases import CASES, PAGE, Case, denied, service

WORDS = {category.value for category in Category}
CHANGES = {
    "",
    "inference-profile",
    "max-tokens",
    "temperature",
    "top-p",
    "feature",
    "context",
}
SENT_AGAIN = {
    "throttle",
    "throttle-tokens",
    "capacity",
    "server",
    "warming",
    "model-timeout",
    "model-error",
    "network",
}


def check(failure: Failure) -> None:
    """What holds for every failure, whatever the error was."""
    assert failure.category in WORDS
    assert failure.change in CHANGES
    assert failure.title
    assert len(failure.title) <= 40
    assert failure.remedy
    assert not failure.retryable or failure.category in SENT_AGAIN
    assert len(failure.message) <= MESSAGE_LIMIT
    (failure.code + failure.message + failure.remedy).encode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_known_error_has_its_title_and_remedy(case: Case) -> None:
    failure = explain(
        case.error, region="us-east-1", model_id="vendor.model", aws_profile="dev"
    )
    check(failure)
    assert (failure.category, failure.title) == (case.category, case.title)
    assert case.remedy in failure.remedy
    assert (failure.retryable, failure.change) == (case.retryable, case.change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_remedies_read_well_when_nothing_else_is_known(case: Case) -> None:
    failure = explain(case.error)
    check(failure)
    assert failure.title == case.title
    remedy = failure.remedy
    for plain in (" .amazonaws.com", "[crt]", " [profile NAME]"):
        remedy = remedy.replace(plain, "")
    for flaw in ("  ", " .", " ,", "{", "[", "()", "''", "None"):
        assert flaw not in remedy
    assert failure.remedy[0].isupper()
    assert failure.remedy.endswith(".")
    assert "reached max retries" not in failure.message


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_letter_case_of_the_message_does_not_matter(case: Case) -> None:
    if not isinstance(case.error, ClientError):
        return
    error = copy.deepcopy(case.error)
    error.response["Error"]["Message"] = error.response["Error"]["Message"].upper()
    assert explain(error).category == case.category


def test_every_category_of_errors_has_a_case_or_is_made_elsewhere() -> None:
    assert {case.category for case in CASES} == WORDS - {"truncated"}


def test_every_row_of_the_catalogue_keeps_the_rules() -> None:
    for row in CATALOGUE:
        assert len(row.title) <= 40, row.title
        assert row.remedy
        assert row.source
        assert row.change in CHANGES
        assert row.codes or row.fragment
        assert not row.retryable or row.category in SENT_AGAIN


def test_the_message_is_the_one_of_the_service() -> None:
    failure = explain(denied("Plain words."))
    assert failure.message == "Plain words."
    assert failure.code == "AccessDeniedException"


def test_codes_from_a_stream_get_a_capital_letter() -> None:
    error = EventStreamError(
        {"Error": {"Code": "throttlingException", "Message": "x"}}, "ConverseStream"
    )
    assert explain(error).code == "ThrottlingException"


def test_the_request_id_of_the_stream_is_used_where_the_error_has_none() -> None:
    error = EventStreamError(
        {"Error": {"Code": "internalServerException", "Message": "x"}}, "ConverseStream"
    )
    assert "request id ab-12" in explain(error, request_id="ab-12").remedy


def test_an_unknown_error_is_shown_as_it_came() -> None:
    failure = explain(service("BrandNewException", "Never seen [x] {y}.", 418))
    assert failure.category == "unknown"
    assert (failure.code, failure.message) == (
        "BrandNewException",
        "Never seen [x] {y}.",
    )
    assert not failure.retryable


def test_a_web_page_becomes_a_few_words() -> None:
    failure = explain(service("403", PAGE.replace("Ask", "Ask " * 500), 403))
    assert failure.message.startswith("Blocked Access & use Ask")
    assert "<" not in failure.message
    assert len(failure.message) <= 300


def test_modeled_exceptions_of_a_client_are_service_errors() -> None:
    modeled = type("ThrottlingException", (ClientError,), {})
    error = modeled(
        {"Error": {"Code": "ThrottlingException", "Message": "Too many requests"}}, "X"
    )
    assert explain(error).category == "throttle"


def test_a_group_of_errors_is_explained_by_its_first() -> None:
    inner = ExceptionGroup("tasks", [denied("no"), ValueError()])
    assert explain(ExceptionGroup("more", [inner])).category == "permission"


def test_commands_quote_a_profile_name_with_spaces() -> None:
    failure = explain(
        botocore.exceptions.UnauthorizedSSOTokenError(), aws_profile="my dev; rm"
    )
    assert "aws sso login --profile 'my dev; rm'." in failure.remedy


def test_values_from_outside_are_not_templates() -> None:
    failure = explain(
        service("ValidationException", "The provided model identifier is invalid."),
        model_id="{region}[x]",
        region="eu-west-1",
    )
    assert "the id {region}[x] is" in failure.remedy


def test_secrets_in_an_error_are_not_kept() -> None:
    secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    key = "AKIA" + "IOSFODNN7EXAMPLE"
    error = botocore.exceptions.CredentialRetrievalError(
        provider="custom-process",
        error_msg=f"got {key} aws_secret_access_key = {secret}",
    )
    failure = explain(error)
    assert secret not in failure.message
    assert key not in failure.message
    assert "MPLE" in failure.message


def said(text: str) -> str:
    """What is kept of the words of a credential process."""
    error = botocore.exceptions.CredentialRetrievalError(
        provider="custom-process", error_msg=text
    )
    return explain(error).message.partition("from custom-process: ")[2]


def test_of_a_credential_process_the_last_line_is_kept() -> None:
    assert said("Traceback\n  line 1\nOops: locked\n \n\n") == "Oops: locked"
    assert said("") == ""
    long = said("one\n" + "word " * 100)
    assert (len(long) <= 200, long.startswith("word word")) == (True, True)
    assert long.endswith("…")
    secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    assert secret not in said(f"aws_secret_access_key =\n{secret}")
    assert said("x\n" * 30_000 + "the end") == "the end"


@pytest.mark.parametrize(
    ("error", "category", "retryable"),
    [
        (ssl.SSLError(1, "CERTIFICATE_VERIFY_FAILED"), "tls", False),
        (ssl.SSLCertVerificationError("certificate verify failed"), "tls", False),
        (TimeoutError("timed out"), "timeout", False),
        (ConnectionRefusedError(111, "refused"), "network", True),
        (ConnectionResetError(104, "reset"), "network", False),
        (socket.gaierror(-2, "Name or service not known"), "network", True),
        (PermissionError(13, "denied", "/x"), "config", False),
        (
            OSError("Could not find a suitable TLS CA certificate bundle: /x"),
            "tls",
            False,
        ),
        (RuntimeError("something else"), "unknown", False),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "unknown", False),
        (ValueError("\ud800 lone"), "unknown", False),
        (KeyboardInterrupt(), "unknown", False),
        (CancelledError(), "unknown", False),
        (KeyError("a"), "unknown", False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_builtin_errors(error: BaseException, category: str, retryable: bool) -> None:
    failure = explain(error)
    check(failure)
    assert (failure.category, failure.retryable) == (category, retryable)


class Hostile(Exception):
    def __str__(self) -> str:
        raise RuntimeError


def test_an_error_that_cannot_be_printed_is_still_explained() -> None:
    failure = explain(Hostile())
    assert (failure.code, failure.message) == ("Hostile", "")


def errors_of(module: ModuleType) -> list[type[BaseException]]:
    return [
        kind
        for kind in vars(module).values()
        if inspect.isclass(kind)
        and issubclass(kind, BaseException)
        and not issubclass(kind, BaseExceptionGroup)
    ]


def build(kind: type[BaseException], text: str) -> BaseException:
    """An instance, whatever the class wants for its making."""
    template = getattr(kind, "fmt", None)
    if isinstance(template, str):
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
        extra = "last_response" if "Waiter {name}" in template else "error"
        return kind(**dict.fromkeys([*names, extra], text))
    for arguments in ((text,), (), (NO_POOL, text), (NO_POOL, "/", text), (1, 2)):
        with suppress(TypeError, AttributeError, ValueError):
            return kind(*arguments)
    error = kind.__new__(kind)
    error.args = (text,)
    return error


NO_POOL = SimpleNamespace(host="h", port=1)
MODULES = (
    botocore.exceptions,
    botocore.eventstream,
    botocore.parsers,
    urllib3.exceptions,
    http.client,
    ssl,
    builtins,
)
KINDS = list(dict.fromkeys(kind for module in MODULES for kind in errors_of(module)))
NOISY = st.text(max_size=200) | st.sampled_from([case.name for case in CASES])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_class_of_error_yields_a_failure(kind: type[BaseException]) -> None:
    check(explain(build(kind, "plausible")))


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(KINDS), text=NOISY)
def test_no_error_text_breaks_the_explanation(
    kind: type[BaseException], text: str
) -> None:
    check(explain(build(kind, text), region=text, model_id=text, aws_profile=text))


MEMBERS = (
    st.none() | st.integers() | st.text(max_size=60) | st.lists(st.text(), max_size=1)
)
RESPONSES = st.none() | st.dictionaries(
    st.sampled_from(["Error", "ResponseMetadata", "x"]),
    MEMBERS
    | st.dictionaries(
        st.sampled_from(
            ["Code", "Message", "message", "HTTPStatusCode", "RequestId", "x"]
        ),
        MEMBERS,
    ),
)


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from([ClientError, EventStreamError]),
    response=RESPONSES,
    request_id=st.text(max_size=20),
)
def test_no_answer_of_the_service_breaks_the_explanation(
    kind: type[ClientError], response: Any, request_id: str
) -> None:
    error = kind({"Error": {}}, "Converse")
    error.response = response
    check(explain(error, request_id=request_id))


def test_a_service_error_that_lost_its_answer_is_explained() -> None:
    check(explain(ClientError.__new__(ClientError)))


def test_the_catalogue_needs_no_aws_library() -> None:
    program = (
        "import sys; from bedrock_tui.aws.failures import explain; "
        "explain(OSError('x')); "
        "sys.exit(any(n in sys.modules for n in ('boto3', 'botocore', 'urllib3')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("Run it[ --profile {a}].", "Run it --profile A."),
        ("Run it[ in {none}].", "Run it."),
        ("Run it[ in {a} for {none}].", "Run it."),
        ("Run {none}x[crt].", "Run x[crt]."),
        ("{odd}", "[x {a}]"),
    ],
)
def test_optional_parts_of_a_remedy(template: str, filled: str) -> None:
    values = {"a": "A", "none": "", "odd": "[x {a}]"}
    assert fill(template, values) == filled


def test_an_answer_of_megabytes_is_explained_in_no_time() -> None:
    begun = time.perf_counter()
    explain(service("403", "<html>" + "<script> maxtokens User: " * 400_000, 403))
    assert time.perf_counter() - begun < 2
