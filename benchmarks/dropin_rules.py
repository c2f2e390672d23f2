"""Tests of others that the drop-in is not meant to pass, by the rule: file, function and the number of the row."""

from __future__ import annotations

_CHAIN = "a chain of equations holds only if each does: `x = 5 = 7` is not 7, nor is `1/3 = 1.3` a third"
_DOLLAR = "a dollar sign amid a formula"
_SEVERAL = "a value that nothing marks, among other values, beside a denial, a condition or what may be a hedge"
_LABEL = "a value that nothing marks, after words that name it but do not say that something is so: `Matrix: [1]`"
_WHOLE = "a claim in words is read whole: `Answer: he has 3 left` is not 3"
_BOXES = "several boxes are a list only with the signs of one between them, and a box must be closed"


def _rows(place: str, *rows: int) -> tuple[str, ...]:
    return tuple(f"{place}[{row}]" for row in rows)


_EXTRACTIVE = "test_extractive_match.py::"

RULES: dict[str, dict[str, tuple[str, ...]]] = {
    "Math-Verify": {
        _CHAIN: _rows("test_all.py::test_relations_math", 10, 12, 13, 16, 21, 26, 27),
        _DOLLAR: _rows("test_all.py::test_latex_notation", 9),
        _SEVERAL: (
            *_rows("test_all.py::test_number_extraction", 13, 14, 15, 16),
            *_rows("test_all.py::test_matrix_extraction", 6),
        ),
        _LABEL: (
            *_rows("test_all.py::test_number_extraction", 7),
            *_rows("test_all.py::test_matrix_extraction", 3, 4),
        ),
        _WHOLE: _rows("test_all.py::test_math_extraction_additional_cases", 1),
        _BOXES: ("test_boxed.py::test_boxed[0]", "test_numina_cases.py::test_numina_cases[24]"),
        "an inequality is the interval that it describes, whichever is the gold": (
            "test_all.py::test_set_rel_assymetry[3]",
        ),
        r"`\frac12` is LaTeX for a half": ("test_configs.py::test_normalization_config",),
        "a label that mathematics does not bear: 1 + 1/e is not 1 - 1/e": (
            "test_yujianll.py::test_string_extraction[9]",
        ),
        "functions inside math-verify are replaced by mocks": (
            "test_raise_on_error.py::test_verify_raise_on_error",
            "test_timeout.py::test_timeout_expr",
            "test_timeout.py::test_timeout_latex",
            "test_timeout.py::test_timeout_verify",
        ),
    },
    "lighteval": {
        _CHAIN: (
            *_rows(f"{_EXTRACTIVE}test_relations_math", 10, 12, 13, 16),
            *_rows(f"{_EXTRACTIVE}test_multilingual_extraction_math", 18),
        ),
        _DOLLAR: (
            *_rows(f"{_EXTRACTIVE}test_latex_notation", 9),
            *_rows(f"{_EXTRACTIVE}test_multilingual_extraction_math_latex_numbers", 1),
        ),
        _SEVERAL: (
            *_rows(f"{_EXTRACTIVE}test_number_extraction", 13, 14, 15, 16),
            *_rows(f"{_EXTRACTIVE}test_matrix_extraction", 5),
            *_rows(f"{_EXTRACTIVE}test_multilingual_extraction_math", 0, 8),
        ),
        _LABEL: (
            *_rows(f"{_EXTRACTIVE}test_number_extraction", 7),
            *_rows(f"{_EXTRACTIVE}test_matrix_extraction", 2, 3),
        ),
        _WHOLE: (
            *_rows(f"{_EXTRACTIVE}test_math_extraction_additional_cases", 0),
            *_rows(f"{_EXTRACTIVE}test_multilingual_extraction_math", 11, 13),
        ),
        _BOXES: _rows(f"{_EXTRACTIVE}test_math_numina_cases", 24, 35),
        "a claim that names other options beside its own is a hedge": _rows(f"{_EXTRACTIVE}test_extraction_abc", 3),
    },
}
"""By suite and rule: the tests."""
