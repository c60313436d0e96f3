"""The Query protocol of STS and IAM: form bodies in, XML out."""

from __future__ import annotations

from xml.sax.saxutils import escape

from bedrock_tui.sandbox.answers import Answer, Refusal

NAMESPACES = {
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
}

CODES = {
    "AccessDeniedException": "AccessDenied",
    "ExpiredTokenException": "ExpiredToken",
    "InvalidSignatureException": "SignatureDoesNotMatch",
    "UnrecognizedClientException": "InvalidClientTokenId",
}
"""Codes that the Query protocol calls otherwise than the JSON protocols do."""

Form = dict[str, str]


def tags(**values: str) -> str:
    """One element for each value, escaped."""
    return "".join(
        f"<{name}>{escape(value)}</{name}>" for name, value in values.items()
    )


def members(form: Form, name: str) -> list[str]:
    """A list of a form: ``NAME.member.1`` and so on."""
    prefix = f"{name}.member."
    numbered = {
        int(key.removeprefix(prefix)): value
        for key, value in form.items()
        if key.startswith(prefix) and key.removeprefix(prefix).isdigit()
    }
    return [numbered[number] for number in sorted(numbered)]


def result(service: str, action: str, inner: str, request_id: str) -> Answer:
    """An action's result in its envelope."""
    text = (
        f'<{action}Response xmlns="{NAMESPACES[service]}">'
        f"<{action}Result>{inner}</{action}Result>"
        f"<ResponseMetadata>{tags(RequestId=request_id)}</ResponseMetadata>"
        f"</{action}Response>"
    )
    return Answer(200, text.encode(), content_type="text/xml")


def refuse(service: str, refusal: Refusal, request_id: str) -> Answer:
    """A refusal in the protocol's own shape and, where it differs, code."""
    namespace = NAMESPACES.get(service, NAMESPACES["sts"])
    code = CODES.get(refusal.code, refusal.code)
    error = tags(Type="Sender", Code=code, Message=refusal.message)
    text = (
        f'<ErrorResponse xmlns="{namespace}"><Error>{error}</Error>'
        f"{tags(RequestId=request_id)}</ErrorResponse>"
    )
    return Answer(refusal.status, text.encode(), content_type="text/xml")
