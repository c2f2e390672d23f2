"""The reward classes, one thin file each. They are public as names of `r1rewards`."""

__all__: list[str] = []
