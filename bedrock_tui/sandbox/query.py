"""STS and IAM: form bodies in, XML out (the Query protocol).

The caller is a developer signed in through IAM Identity Center: the session ARN has
lost the role's path, which only GetRole tells. SimulatePrincipalPolicy answers in its
current shape, one result per action with one verdict per resource.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from bedrock_tui.sandbox.answers import Answer, Refusal, unknown_operation
from bedrock_tui.sandbox.catalogue import ACCOUNT
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.refusals import PRINCIPAL
from bedrock_tui.sandbox.words import Active

ROLE = PRINCIPAL.split("/")[1]
ROLE_PATH = "/aws-reserved/sso.amazonaws.com/"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role{ROLE_PATH}{ROLE}"
ROLE_ID = "AROAEXAMPLESANDBOX000"

ALLOWED = (
    "bedrock:ApplyGuardrail",
    "bedrock:CountTokens",
    "bedrock:Get*",
    "bedrock:InvokeModel*",
    "bedrock:List*",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
    "iam:GetRole",
    "iam:SimulatePrincipalPolicy",
    "servicequotas:List*",
    "sts:GetCallerIdentity",
)
"""What the developer's role allows, on every resource."""

NAMESPACES = {
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
}
SEVERITY = ("allowed", "implicitDeny", "explicitDeny")

Form = dict[str, str]


def respond(exchange: Exchange, memory: Memory, request_id: str) -> Answer:
    """The XML answer to a form; errors come in the protocol's own shape."""
    text = exchange.raw.decode(errors="replace")
    form = {name: values[0] for name, values in parse_qs(text).items()}
    action = form.get("Action", "")
    try:
        _check_key(exchange)
        if action == "GetCallerIdentity":
            return _xml("sts", action, _identity(), request_id)
        if action == "GetRole":
            return _xml("iam", action, _role(form), request_id)
        if action == "SimulatePrincipalPolicy":
            return _xml("iam", action, _simulation(form, memory), request_id)
        raise unknown_operation()
    except Refusal as refusal:
        return _error(exchange.service, refusal, request_id)


def _check_key(exchange: Exchange) -> None:
    if exchange.access_key == "EXPIRED":
        message = "The security token included in the request is expired"
        raise Refusal(403, "ExpiredToken", message)
    if exchange.access_key == "INVALID":
        message = "The security token included in the request is invalid."
        raise Refusal(403, "InvalidClientTokenId", message)


def _identity() -> str:
    return _tags(UserId=f"{ROLE_ID}:sandbox", Account=ACCOUNT, Arn=PRINCIPAL)


def _role(form: Form) -> str:
    name = form.get("RoleName", "")
    if name != ROLE:
        raise _no_such_role(name)
    role = _tags(
        Path=ROLE_PATH,
        RoleName=ROLE,
        RoleId=ROLE_ID,
        Arn=ROLE_ARN,
        CreateDate="2026-01-15T00:00:00Z",
        AssumeRolePolicyDocument="%7B%22Version%22%3A%222012-10-17%22%7D",
        MaxSessionDuration="43200",
    )
    return f"<Role>{role}</Role>"


def _simulation(form: Form, memory: Memory) -> str:
    source = form.get("PolicySourceArn", "")
    if ":role/" not in source and ":user/" not in source:
        raise Refusal(400, "InvalidInput", f"Invalid Entity Arn: {source}")
    if source != ROLE_ARN:
        raise _no_such_role(source.rpartition("/")[2])
    resources = _members(form, "ResourceArns") or ["*"]
    results = "".join(
        f"<member>{_result(action, resources, memory)}</member>"
        for action in _members(form, "ActionNames")
    )
    listed = f"<EvaluationResults>{results}</EvaluationResults>"
    return f"<IsTruncated>false</IsTruncated>{listed}"


def _result(action: str, resources: list[str], memory: Memory) -> str:
    verdicts = {arn: _decision(action, arn, memory) for arn in resources}
    worst = max((verdict for verdict, _ in verdicts.values()), key=SEVERITY.index)
    causes = {cause for _, cause in verdicts.values()}
    scp, boundary = "access-denied-scp" in causes, "access-denied-boundary" in causes
    specific = "".join(
        "<member>"
        + _tags(EvalResourceName=arn, EvalResourceDecision=verdict)
        + "<MatchedStatements/><MissingContextValues/></member>"
        for arn, (verdict, _) in verdicts.items()
    )
    template = resources[0] if len(resources) == 1 else "*"
    organization = _tags(AllowedByOrganizations=_truth(not scp))
    bounded = _tags(AllowedByPermissionsBoundary=_truth(not boundary))
    return (
        _tags(EvalActionName=action, EvalResourceName=template, EvalDecision=worst)
        + "<MatchedStatements/><MissingContextValues/>"
        + f"<OrganizationsDecisionDetail>{organization}</OrganizationsDecisionDetail>"
        + (
            f"<PermissionsBoundaryDecisionDetail>{bounded}"
            "</PermissionsBoundaryDecisionDetail>"
            if boundary
            else ""
        )
        + f"<ResourceSpecificResults>{specific}</ResourceSpecificResults>"
    )


def _decision(action: str, arn: str, memory: Memory) -> tuple[str, str]:
    """The verdict on one resource; server options that deny are part of the policy."""
    if not any(fnmatchcase(action, pattern) for pattern in ALLOWED):
        return "implicitDeny", ""
    denied = Active(memory.options, (arn,)) if "Invoke" in action else Active((), ())
    if "access-denied-scp" in denied:
        return "explicitDeny", "access-denied-scp"
    for name in ("access-denied", "access-denied-boundary"):
        if name in denied:
            return "implicitDeny", name
    return "allowed", ""


def _members(form: Form, name: str) -> list[str]:
    prefix = f"{name}.member."
    numbered = {
        int(key.removeprefix(prefix)): value
        for key, value in form.items()
        if key.startswith(prefix) and key.removeprefix(prefix).isdigit()
    }
    return [numbered[number] for number in sorted(numbered)]


def _no_such_role(name: str) -> Refusal:
    message = f"The role with name {name} cannot be found."
    return Refusal(404, "NoSuchEntity", message)


def _tags(**values: str) -> str:
    return "".join(
        f"<{name}>{escape(value)}</{name}>" for name, value in values.items()
    )


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _xml(service: str, action: str, result: str, request_id: str) -> Answer:
    text = (
        f'<{action}Response xmlns="{NAMESPACES[service]}">'
        f"<{action}Result>{result}</{action}Result>"
        f"<ResponseMetadata>{_tags(RequestId=request_id)}</ResponseMetadata>"
        f"</{action}Response>"
    )
    return Answer(200, text.encode(), content_type="text/xml")


def _error(service: str, refusal: Refusal, request_id: str) -> Answer:
    namespace = NAMESPACES.get(service, NAMESPACES["sts"])
    error = _tags(Type="Sender", Code=refusal.code, Message=refusal.message)
    text = (
        f'<ErrorResponse xmlns="{namespace}"><Error>{error}</Error>'
        f"{_tags(RequestId=request_id)}</ErrorResponse>"
    )
    return Answer(refusal.status, text.encode(), content_type="text/xml")
