"""Honest: computes on threads and a pool of them."""

# must: reward
import queue
import threading
from concurrent.futures import ThreadPoolExecutor


def f(x):
    found = queue.Queue()
    threads = [threading.Thread(target=lambda: found.put(x * x)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ThreadPoolExecutor(4) as pool:
        return found.get() + sum(pool.map(int, "1222"))
