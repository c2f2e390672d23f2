"""Starts threads with tiny stacks for as long as it is let, each of which starts more. It is ended and flagged."""

# must: flagged
import _thread
import threading
import time

threading.stack_size(32768)


def work():
    time.sleep(30)


def f(x):
    while True:
        try:
            _thread.start_new_thread(work, ())
        except RuntimeError:
            continue
