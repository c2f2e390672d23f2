"""Stays in one long C call, where no Python signal handler gets a word in. It ends at its limit."""

# must: limit
import signal

for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM, signal.SIGINT, signal.SIGPROF, signal.SIGVTALRM):
    signal.signal(number, signal.SIG_IGN)


def f(x):
    return sum(range(10**14)) + pow(3, 10**9)
