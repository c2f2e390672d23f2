"""From an answer in normal form to a small typed tree."""

__all__: list[str] = []
