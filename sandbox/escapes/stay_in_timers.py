"""Leaves timers, alarms, threads and exit functions behind that would strike the next run. They end with it."""

# must: no reward
import atexit
import os
import signal
import threading
import time

signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
atexit.register(lambda: threading.Thread(target=time.sleep, args=(0.05,)).start())
threading.Thread(target=lambda: [time.sleep(0.01) for _ in iter(int, 1)], daemon=True).start()
os.environ["LD_PRELOAD"] = os.environ["PYTHONPATH"] = "/tmp/r1sandbox-escape/canary"


def f(x):
    return 0
