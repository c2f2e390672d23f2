"""Calls from tests in one process to a submission in another: values cross as tagged JSON, never as pickles.

codec.py    values to JSON and back, exact types, bounded depth
server.py   in the submission's process: does what it is asked, and answers
remote.py   in the tests' process: asks, and stands for what cannot cross
tester.py   in the tests' process: runs the tests and writes the verdict
compare.py  when a returned value is the expected one
"""

__all__: list[str] = []
