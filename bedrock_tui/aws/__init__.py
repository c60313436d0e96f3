"""Talking to AWS: the one place where boto3 and botocore are known."""
