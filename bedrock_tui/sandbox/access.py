"""Whether a request gets as far as being answered: its keys, region and permissions."""

from __future__ import annotations

from bedrock_tui.sandbox import control
from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.callers import ROLE_ARN, Caller
from bedrock_tui.sandbox.catalogue import ACCOUNT
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.operations import Operation
from bedrock_tui.sandbox.policies import authorize
from bedrock_tui.sandbox.refusals import MESSAGES


def check(operation: Operation, exchange: Exchange, memory: Memory) -> None:
    """Raise the refusal that comes before any answer."""
    if not operation.is_signed:
        return
    _check_keys(operation, exchange, memory)
    resource = _resource(operation, exchange, memory)
    caller = memory.caller(exchange)
    authorize(memory.account, caller, operation.action, resource)
    if operation.name == "CountTokens":
        authorize(memory.account, caller, "bedrock:InvokeModel", resource)


def _check_keys(operation: Operation, exchange: Exchange, memory: Memory) -> None:
    key, account = exchange.access_key, memory.account
    calls_iam = memory.caller(exchange).calls_iam
    refused = (operation.service == "iam" and not calls_iam) or (
        exchange.region in account.all("region-off")
    )
    if key == "EXPIRED" or memory.logins.has_expired(key):
        raise Refusal(*MESSAGES["expired-token"])
    if key == "INVALID" or refused:
        raise Refusal(*MESSAGES["unrecognized-client"])


def _resource(operation: Operation, exchange: Exchange, memory: Memory) -> str:
    """What an AccessDenied says that the call was on; empty for nothing."""
    region, subject = exchange.region, operation.subject
    if operation.service == "bedrock-runtime":
        return control.invoked_arn(region, subject)
    if operation.service == "iam":
        caller = memory.caller(exchange)
        return _iam_resource(operation.name, exchange.form(), caller)
    if operation.name == "AssumeRole":
        return exchange.form().get("RoleArn", "")
    if operation.name == "DescribeAlarms":
        return f"arn:aws:cloudwatch:{region}:{ACCOUNT}:alarm:*"
    return control.invoked_arn(region, subject) if subject else ""


def _iam_resource(name: str, form: dict[str, str], caller: Caller) -> str:
    """IAM names what it was asked for, most often not by an ARN."""
    if name == "SimulatePrincipalPolicy":
        return form.get("PolicySourceArn", ROLE_ARN)
    if name == "GetRole":
        return f"role {form.get('RoleName', '')}"
    if name == "GetAccessKeyLastUsed":
        return f"access key {form.get('AccessKeyId', '')}"
    user = form.get("UserName", caller.user_name)
    return f"user {user}" if user else "*"
