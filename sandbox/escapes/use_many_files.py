"""Makes files until the folder is full, and goes on whatever it is told. It ends at a limit."""

# must: limit


def f(x):
    number = 0
    while True:
        number += 1
        try:
            open(f"file{number}", "x").close()
        except OSError:
            continue
