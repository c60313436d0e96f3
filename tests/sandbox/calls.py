"""One call for every IAM action that the sandbox knows."""

from __future__ import annotations

from tests.sandbox.conftest import MICRO

ROLE = "AWSReservedSSO_Developer_0123456789abcdef"
ROLE_ARN = f"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/{ROLE}"
SESSION = f"arn:aws:sts::111122223333:assumed-role/{ROLE}/sandbox"
TALK = {
    "modelId": MICRO,
    "messages": [{"role": "user", "content": [{"text": "ttft:0 pace:9000 tokens:2"}]}],
}
HOUR = {"StartTime": 1_790_000_000, "EndTime": 1_790_003_600}

CALLS = {
    "bedrock:ListFoundationModels": ("bedrock", "list_foundation_models", {}),
    "bedrock:GetFoundationModel": (
        "bedrock",
        "get_foundation_model",
        {"modelIdentifier": MICRO},
    ),
    "bedrock:GetFoundationModelAvailability": (
        "bedrock",
        "get_foundation_model_availability",
        {"modelId": MICRO},
    ),
    "bedrock:ListInferenceProfiles": ("bedrock", "list_inference_profiles", {}),
    "bedrock:GetInferenceProfile": (
        "bedrock",
        "get_inference_profile",
        {"inferenceProfileIdentifier": "us.amazon.nova-micro-v1:0"},
    ),
    "bedrock:GetModelInvocationLoggingConfiguration": (
        "bedrock",
        "get_model_invocation_logging_configuration",
        {},
    ),
    "bedrock:ListGuardrails": ("bedrock", "list_guardrails", {}),
    "bedrock:ListCustomModels": ("bedrock", "list_custom_models", {}),
    "bedrock:ListCustomModelDeployments": (
        "bedrock",
        "list_custom_model_deployments",
        {},
    ),
    "bedrock:ListImportedModels": ("bedrock", "list_imported_models", {}),
    "bedrock:ListProvisionedModelThroughputs": (
        "bedrock",
        "list_provisioned_model_throughputs",
        {},
    ),
    "bedrock:ListPromptRouters": ("bedrock", "list_prompt_routers", {}),
    "bedrock:InvokeModel": ("bedrock-runtime", "converse", TALK),
    "bedrock:InvokeModelWithResponseStream": (
        "bedrock-runtime",
        "converse_stream",
        TALK,
    ),
    "bedrock:CountTokens": (
        "bedrock-runtime",
        "count_tokens",
        {"modelId": MICRO, "input": {"converse": {"messages": TALK["messages"]}}},
    ),
    "sts:AssumeRole": (
        "sts",
        "assume_role",
        {
            "RoleArn": "arn:aws:iam::444455556666:role/Admin",
            "RoleSessionName": "ana",
        },
    ),
    "sts:GetCallerIdentity": ("sts", "get_caller_identity", {}),
    "iam:GetRole": ("iam", "get_role", {"RoleName": ROLE}),
    "iam:GetUser": ("iam", "get_user", {"UserName": "developer"}),
    "iam:ListAccessKeys": ("iam", "list_access_keys", {"UserName": "developer"}),
    "iam:GetAccessKeyLastUsed": (
        "iam",
        "get_access_key_last_used",
        {"AccessKeyId": "AKIAEXAMPLESANDBOX01"},
    ),
    "iam:SimulatePrincipalPolicy": (
        "iam",
        "simulate_principal_policy",
        {"PolicySourceArn": ROLE_ARN, "ActionNames": ["iam:GetRole"]},
    ),
    "cloudtrail:DescribeTrails": ("cloudtrail", "describe_trails", {}),
    "cloudwatch:DescribeAlarms": ("cloudwatch", "describe_alarms", {}),
    "cloudwatch:ListMetrics": ("cloudwatch", "list_metrics", {}),
    "cloudwatch:GetMetricData": (
        "cloudwatch",
        "get_metric_data",
        {"MetricDataQueries": [], **HOUR},
    ),
    "servicequotas:ListServiceQuotas": (
        "service-quotas",
        "list_service_quotas",
        {"ServiceCode": "bedrock"},
    ),
    "servicequotas:ListAWSDefaultServiceQuotas": (
        "service-quotas",
        "list_aws_default_service_quotas",
        {"ServiceCode": "bedrock"},
    ),
    "pricing:GetProducts": (
        "pricing",
        "get_products",
        {"ServiceCode": "AmazonBedrock"},
    ),
    "health:DescribeEvents": ("health", "describe_events", {}),
}


def call(client, action):
    """The method of a client that needs the action, and what to call it with."""
    service, method, asked = CALLS[action]
    return getattr(client(service), method), asked
