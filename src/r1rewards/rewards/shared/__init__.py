"""What several rewards use: their bases, the list of them, the parts of a text that they measure."""

__all__: list[str] = []
