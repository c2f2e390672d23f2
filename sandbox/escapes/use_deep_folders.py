"""Makes a folder in a folder in a folder, two thousand deep, with a file in each. All is wiped: no reward."""

# must: no reward
import os


def f(x):
    for _ in range(1000):
        try:
            os.mkdir("deeper")
            os.chdir("deeper")
            open("file", "w").close()
        except OSError:
            break
    return 0
