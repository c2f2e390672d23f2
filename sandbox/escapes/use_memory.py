"""Takes memory until there is none left. It ends at its limit."""

# must: limit


def f(x):
    held = []
    while True:
        held.append(bytearray(b"x" * (1 << 22)))
