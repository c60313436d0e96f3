"""The rules that core/verdict.py puts in order: by calls, by IAM, by the lists."""
