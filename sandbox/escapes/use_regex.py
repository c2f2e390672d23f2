"""Matches a pattern that takes forever to fail. It ends at its limit."""

# must: limit
import re


def f(x):
    return bool(re.match(r"(a|a|aa)+$", "a" * 60 + "b"))
