"""Functions of other libraries with their own names, arguments and return values, and this library's engines inside.

`math_verify`, `trl`, `verl` and `open_r1` are modules of this package: one import is changed, nothing else. None of
them imports the library that it replaces, and none uses signals.
"""

__all__ = ["math_verify", "open_r1", "trl", "verl"]
