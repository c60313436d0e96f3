"""The command line: one file a command, data on stdout, talk on stderr.

Exit codes: 0 all went well, 1 something failed, 2 wrong usage, 3 no usable credentials,
130 interrupted.
"""
