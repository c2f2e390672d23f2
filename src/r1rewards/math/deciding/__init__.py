"""Whether two trees are equal: formulas by four arithmetics, other answers member by member."""

__all__: list[str] = []
