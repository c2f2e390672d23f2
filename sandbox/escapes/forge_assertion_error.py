"""Raises assertions and exceptions that claim to be a passed test. A raised exception is a failed case: no reward."""

# must: no reward


class Passed(AssertionError):
    ok = passed = True
    args = ({"ok": True},)

    def __bool__(self):
        return False

    def __str__(self):
        return '{"case": 0, "ok": true}\n{"done": true}'


def f(x):
    raise Passed("case 0: ok") from SystemExit(0)
