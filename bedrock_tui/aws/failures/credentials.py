"""Failures before anything is sent: signing in and finding credentials."""

from __future__ import annotations

from bedrock_tui.aws.failures.row import Row
from bedrock_tui.core.failure import Category

LOGIN_ROWS: tuple[Row, ...] = (
    Row(
        Category.LOGIN,
        ("bedrock_tui.MfaCancelled",),
        "",
        "No MFA code was given",
        "Send it again and type the code of your MFA device when it is asked for.",
        "bedrock_tui/aws/mfa.py: the person left the dialog, or typed nothing.",
    ),
    Row(
        Category.LOGIN,
        ("botocore.ParamValidationError", "ValidationError"),
        r"tokencode",
        "The code has six digits",
        "Send it again and type the six digits that your MFA device shows.",
        "STS API Reference, AssumeRole, TokenCode; told by botocore or by STS.",
    ),
    Row(
        Category.CONFIG,
        ("dateutil.ParserError",),
        "",
        "The end of the keys is not a date",
        "Correct AWS_CREDENTIAL_EXPIRATION, or the Expiration that the credential "
        "process prints (ISO 8601, such as 2027-01-31T18:00:00Z), or leave it out.",
        "botocore credentials.py: EnvProvider and ProcessProvider use dateutil.",
    ),
    Row(
        Category.LOGIN,
        ("botocore.SSOTokenLoadError",),
        "",
        "Not signed in to IAM Identity Center",
        "Run aws sso login[ --profile {sign_in_profile}].",
        "botocore tokens.py: no usable token in ~/.aws/sso/cache.",
    ),
    Row(
        Category.LOGIN_EXPIRED,
        ("botocore.UnauthorizedSSOTokenError", "botocore.TokenRetrievalError"),
        "",
        "The SSO session has expired",
        "Run aws sso login[ --profile {sign_in_profile}].",
        "botocore: the first for old profiles, the second for sso_session profiles.",
    ),
    Row(
        Category.LOGIN,
        ("botocore.SSOError",),
        "",
        "Signing in by SSO failed",
        "Run aws sso login[ --profile {sign_in_profile}].",
        "botocore exceptions.py.",
    ),
    Row(
        Category.LOGIN_EXPIRED,
        ("botocore.LoginRefreshRequired",),
        "",
        "The sign-in has expired",
        "Run aws login[ --profile {sign_in_profile}].",
        "botocore credentials.py, LoginCredentialFetcher.",
    ),
    Row(
        Category.PERMISSION,
        ("botocore.LoginInsufficientPermissions",),
        "",
        "You may not use aws login",
        "Have signin:AuthorizeOAuth2Access and signin:CreateOAuth2Token allowed for "
        "you, then run aws login[ --profile {sign_in_profile}].",
        "botocore credentials.py, LoginCredentialFetcher.",
    ),
    Row(
        Category.LOGIN,
        ("botocore.LoginError",),
        "",
        "Not signed in",
        "Run aws login[ --profile {sign_in_profile}].",
        "botocore credentials.py: no usable token in ~/.aws/login/cache.",
    ),
    Row(
        Category.LOGIN_EXPIRED,
        ("botocore.RefreshWithMFAUnsupportedError",),
        "",
        "The MFA session has expired",
        "Choose the AWS profile[ {aws_profile}] again and enter a new MFA code.",
        "botocore credentials.py: a refresh cannot ask for a code.",
    ),
    Row(
        Category.LOGIN_EXPIRED,
        ("builtins.RuntimeError",),
        r"refreshed credentials are still expired",
        "Your credentials have expired",
        "{renewal}",
        "botocore raises a plain RuntimeError for expired keys of the environment.",
    ),
)

CREDENTIAL_ROWS: tuple[Row, ...] = (
    Row(
        Category.CREDENTIALS,
        ("botocore.NoCredentialsError", "botocore.NoAuthTokenError"),
        "",
        "No AWS credentials found",
        "Set up a sign-in with aws configure sso[ --profile {aws_profile}] and run aws "
        "sso login[ --profile {aws_profile}], or enter access keys with aws configure"
        "[ --profile {aws_profile}]. Or choose another AWS profile, or set "
        "AWS_BEARER_TOKEN_BEDROCK to a Bedrock API key (good for Bedrock only).",
        "botocore: every provider of the chain came back empty.",
    ),
    Row(
        Category.CONFIG,
        ("botocore.PartialCredentialsError",),
        r"assume-role",
        "The role has no source",
        "Add source_profile or credential_source to the AWS profile[ {aws_profile}] in "
        "{config}.",
        "botocore credentials.py, AssumeRoleProvider.",
    ),
    Row(
        Category.CREDENTIALS,
        ("botocore.PartialCredentialsError",),
        "",
        "The credentials are incomplete",
        "Set the part that the message names, next to the one that is there, or remove "
        "both and sign in.",
        "botocore credentials.py.",
    ),
    Row(
        Category.CREDENTIALS,
        ("botocore.CredentialRetrievalError",),
        r"from custom-process",
        "The credential process failed",
        "Run the credential_process of the AWS profile[ {aws_profile}] by hand; what "
        "it said is in the message.",
        "botocore credentials.py, ProcessProvider: the message is its stderr.",
    ),
    Row(
        Category.CREDENTIALS,
        ("botocore.CredentialRetrievalError", "botocore.MetadataRetrievalError"),
        r"container-role|retrieving metadata",
        "No credentials from this machine",
        "The container or instance did not hand out its role: check that it has one, "
        "or choose an AWS profile.",
        "botocore credentials.py, ContainerProvider and InstanceMetadataProvider.",
    ),
    Row(
        Category.CREDENTIALS,
        (
            "botocore.CredentialRetrievalError",
            "botocore.MetadataRetrievalError",
            "botocore.UnknownTokenProviderError",
        ),
        "",
        "The credentials could not be fetched",
        "{renewal} Or choose another AWS profile.",
        "botocore credentials.py.",
    ),
    Row(
        Category.CONFIG,
        ("botocore.MissingDependencyException",),
        r"crt",
        "This profile needs the AWS CRT",
        'Run pipx inject bedrock-tui "botocore[crt]", or without pipx pip install '
        '"botocore[crt]" where bedrock-tui is installed. Or use a profile with '
        "credential_process = aws configure export-credentials"
        "[ --profile {aws_profile}] --format process.",
        "botocore credentials.py, LoginProvider: `aws login` profiles need the CRT.",
    ),
    Row(
        Category.CONFIG,
        ("botocore.MissingDependencyException", "builtins.ImportError"),
        "",
        "A Python package is missing",
        "Install the package that the message names: pipx inject bedrock-tui PACKAGE, "
        "or without pipx pip install PACKAGE where bedrock-tui is installed.",
        "botocore exceptions.py.",
    ),
)
