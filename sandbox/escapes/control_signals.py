"""Honest: guards itself with an alarm and handles its own signals."""

# must: reward
import os
import signal


class Late(Exception):
    pass


def late(*_):
    raise Late


def f(x):
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    try:
        while True:
            signal.pause()
    except Late:
        pass
    caught = []
    signal.signal(signal.SIGUSR1, lambda *_: caught.append(7))
    os.kill(os.getpid(), signal.SIGUSR1)
    return x * x + sum(caught)
