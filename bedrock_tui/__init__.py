"""The terminal workbench for Amazon Bedrock."""

__version__ = "0.1.0"
