"""Raises what ends loops, generators and programs quietly, to skip the rest of the tests. No reward."""

# must: no reward
calls = []


class Stop(StopIteration, AssertionError):
    pass


def f(x):
    calls.append(x)
    raise (Stop, GeneratorExit, KeyboardInterrupt, StopAsyncIteration)[len(calls) % 4]("ok")
