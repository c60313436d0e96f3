"""SimulatePrincipalPolicy in its current shape: one result per action.

Each result holds one verdict per resource and, on top, the most restrictive of them.
"""

from __future__ import annotations

from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.callers import ROLE_ARN, USER_ARN
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.identity import no_such
from bedrock_tui.sandbox.policies import Verdict, verdict
from bedrock_tui.sandbox.query import members, tags
from bedrock_tui.sandbox.words import Active

SEVERITY = ("allowed", "implicitDeny", "explicitDeny")

BY_MODEL = {
    "access-denied-scp": Verdict("explicitDeny", "scp"),
    "access-denied": Verdict("implicitDeny", "policy"),
    "access-denied-boundary": Verdict("implicitDeny", "boundary"),
}
"""Server options that deny calls to some models: they are part of the policies."""


def simulate(exchange: Exchange, memory: Memory) -> str:
    """The verdicts on the actions and resources of a form."""
    form = exchange.form()
    own = memory.caller(exchange).role_arn
    _check_source(form.get("PolicySourceArn", ""), {ROLE_ARN, USER_ARN, own})
    resources = members(form, "ResourceArns") or ["*"]
    results = "".join(
        f"<member>{_result(action, resources, memory)}</member>"
        for action in members(form, "ActionNames")
    )
    listed = f"<EvaluationResults>{results}</EvaluationResults>"
    return f"<IsTruncated>false</IsTruncated>{listed}"


def _check_source(source: str, known: set[str]) -> None:
    """Sessions and root cannot be simulated; a guessed path is nobody's."""
    kinds = [kind for kind in ("role", "user", "group") if f":{kind}/" in source]
    if not kinds:
        raise Refusal(
            400,
            "InvalidInput",
            f"Invalid Entity Arn: {source} does not clearly define entity type and "
            "name.",
        )
    if source not in known:
        raise no_such(kinds[0], source.rpartition("/")[2])


def _result(action: str, resources: list[str], memory: Memory) -> str:
    verdicts = {arn: _verdict(action, arn, memory) for arn in resources}
    worst = max((one.decision for one in verdicts.values()), key=SEVERITY.index)
    causes = {one.cause for one in verdicts.values()}
    specific = "".join(
        "<member>"
        + tags(EvalResourceName=arn, EvalResourceDecision=one.decision)
        + "<MatchedStatements/><MissingContextValues/></member>"
        for arn, one in verdicts.items()
    )
    template = resources[0] if len(resources) == 1 else "*"
    organization = tags(AllowedByOrganizations=_truth("scp" not in causes))
    bounded = tags(AllowedByPermissionsBoundary="false")
    return (
        tags(EvalActionName=action, EvalResourceName=template, EvalDecision=worst)
        + "<MatchedStatements/><MissingContextValues/>"
        + f"<OrganizationsDecisionDetail>{organization}</OrganizationsDecisionDetail>"
        + (
            f"<PermissionsBoundaryDecisionDetail>{bounded}"
            "</PermissionsBoundaryDecisionDetail>"
            if "boundary" in causes
            else ""
        )
        + f"<ResourceSpecificResults>{specific}</ResourceSpecificResults>"
    )


def _verdict(action: str, arn: str, memory: Memory) -> Verdict:
    found = verdict(memory.account, action)
    if found.cause or not action.startswith("bedrock:InvokeModel"):
        return found
    denied = Active(memory.options, (arn,))
    return next((BY_MODEL[name] for name in BY_MODEL if name in denied), found)


def _truth(value: bool) -> str:
    return "true" if value else "false"
