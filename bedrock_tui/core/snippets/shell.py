"""A call as a command for a POSIX shell.

curl's request stands in a here-document whose delimiter is quoted: the shell reads
nothing in it, and no line of JSON can be the delimiter. Secrets stand in another one,
as variables, so that they never are in a command line, which other users can see.
"""

from __future__ import annotations

import shlex
from urllib.parse import urlsplit

from bedrock_tui.core.plain import clean
from bedrock_tui.core.snippets.sent import Sent, as_json

_CURL = "curl --silent --show-error --fail-with-body --json @- --config /dev/fd/3"

_KEYS = """\
user = "${AWS_ACCESS_KEY_ID:?is not set}:${AWS_SECRET_ACCESS_KEY:?is not set}"
${AWS_SESSION_TOKEN:+header = x-amz-security-token:$AWS_SESSION_TOKEN}
"""
_KEY = """\
header = "Authorization: Bearer ${AWS_BEARER_TOKEN_BEDROCK:?is not set}"
"""

_OLD_CURL = """\
# curl before 8.9 signs the path as it is written, Bedrock with its % encoded again.
case $(curl --version) in
  'curl 7.'* | 'curl 8.'[0-8].*) signed={encoded} ;;
  *) signed={path} ;;
esac
"""


def aws_cli(sent: Sent) -> str:
    """Return the AWS CLI's command; the CLI has none that streams."""
    options = ["--region", sent.target.region]
    if sent.target.aws_profile:
        options += ["--profile", sent.target.aws_profile]
    if sent.endpoint:
        options += ["--endpoint-url", sent.endpoint]
    words = " ".join(map(_word, options))
    # Not file:///dev/stdin: the CLI reads the file twice.
    request = f"--cli-input-json {shlex.quote(as_json(sent.arguments))}"
    return " \\\n  ".join(("aws bedrock-runtime converse", words, request)) + "\n"


def curl(sent: Sent) -> str:
    """Return a curl command that signs with keys of the environment.

    A profile's keys are put there by the AWS CLI, as the snippet says.
    """
    scope = _word(f"aws:amz:{sent.target.region}:bedrock")
    before, address = _signed_address(sent)
    command = _command(sent, _KEYS, f"--aws-sigv4 {scope}", *address)
    return f"{_where_keys_come_from(sent)}{before}{command}"


def curl_with_key(sent: Sent) -> str:
    """Return a curl command that shows a Bedrock API key of the environment."""
    return _command(sent, _KEY, _word(sent.address + sent.path))


def _command(sent: Sent, secrets: str, *arguments: str) -> str:
    lines = (_CURL, *arguments, "3<<SECRETS <<'JSON'")
    joined = " \\\n  ".join(lines)
    return f"{joined}\n{secrets}SECRETS\n{as_json(sent.body)}\nJSON\n"


def _signed_address(sent: Sent) -> tuple[str, list[str]]:
    """Return what goes before the command, and its arguments.

    SigV4 has a path percent-encoded twice, but for S3 (IAM User Guide, "Create a
    signed API request"). curl does so from 8.9.0 on; before, it is given the path to
    sign in the URL and the path to send apart.
    """
    if "%" not in sent.path:
        return "", [_word(sent.address + sent.path)]
    path, encoded = sent.path, sent.path.replace("%", "%25")
    before = _OLD_CURL.format(path=_word(path), encoded=_word(encoded))
    whole = urlsplit(sent.endpoint).path + path
    return before, [
        f"--request-target {_word(whole)}",
        f'{_word(sent.address)}"$signed"',
    ]


def _where_keys_come_from(sent: Sent) -> str:
    """Return a comment: one line, whatever the aws profile is called."""
    profile = " ".join(clean(sent.target.aws_profile).split())
    named = f" --profile {shlex.quote(profile)}" if profile else ""
    command = f"aws configure export-credentials --format env{named}"
    return f'# Keys: eval "$({command})"\n'


def _word(text: str) -> str:
    """Return a text as one word of a shell; what would act on a terminal is left out,
    for no region, aws profile or endpoint has it."""
    return shlex.quote(clean(text))
