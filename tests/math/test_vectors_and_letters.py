r"""Vectors by their components, transposes, nested rows; products of letters; degrees of inverse functions."""

import pytest

from r1rewards import math

SAME = [
    (r"3\mathbf{i}-\mathbf{j}", "(3,-1)"),
    (r"3\mathbf{i}-\mathbf{j}+2\mathbf{k}", "(3,-1,2)"),
    (r"\langle 3,-1,2\rangle", r"3\mathbf{i}-\mathbf{j}+2\mathbf{k}"),
    (r"3\hat{i}-\hat{j}", r"3\mathbf{i}-\mathbf{j}"),
    (r"3\hat{\imath}-\hat{\jmath}", r"3\hat{i}-\hat{j}"),
    (r"3\hat{\imath}-\hat{\jmath}", r"3\vec{i}-\vec{j}"),
    (r"3\mathbf i-\mathbf j", "(3,-1)"),
    ("(3,0,2)", r"3\mathbf i+2\mathbf k"),
    (r"\begin{pmatrix}3\\-1\end{pmatrix}", r"3\mathbf{i}-\mathbf{j}"),
    (r"\begin{pmatrix}3\\-1\end{pmatrix}", "(3,-1)^T"),
    (r"\begin{pmatrix}3\\-1\end{pmatrix}", r"(3,-1)^{\top}"),
    (r"\begin{pmatrix}3\\-1\end{pmatrix}", r"[3,-1]^\mathsf{T}"),
    (r"\begin{pmatrix}1\\2\\3\end{pmatrix}", r"\begin{pmatrix}1&2&3\end{pmatrix}^T"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{pmatrix}1&3\\2&4\end{pmatrix}^T"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "[[1,2],[3,4]]"),
    ("[[1,2],[3,4]]", r"\begin{bmatrix}1&2\\3&4\end{bmatrix}"),
    ("[[1,2],[3,4]]", "[[1,2],[3,4]]"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "((1,2),(3,4))"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\left[\begin{array}{cc}1&2\\3&4\end{array}\right]"),
    (r"5\hat{i}", "(5,0)"),
    (r"\frac12\mathbf{i}+\frac{\sqrt3}{2}\mathbf{j}", r"\left(\frac12,\frac{\sqrt3}2\right)"),
    (r"\frac{1}{5}(3\mathbf i+4\mathbf j)", "(3/5,4/5)"),
    (r"\langle t,t^2\rangle", r"t\mathbf i+t^2\mathbf j"),
    (r"-\mathbf{j}", "(0,-1)"),
    ("x^T A x", "x^T A x"),
    ("T^2", "T^2"),
    (r"3\vec{i}-\vec{j}", r"\langle 3,-1\rangle"),
    (r"\vec{v}=(3,-1)", r"\vec{v}=3\mathbf i-\mathbf j"),
    ("abc", "bca"),
    ("abc", "acb"),
    ("bde", "deb"),
    ("xyz", "zyx"),
    ("abcd", "dcba"),
    ("2abc", "2bca"),
    ("rst", "srt"),
    ("ab", "ba"),
    ("mno", "nom"),
    (r"30^\circ", r"\arcsin\frac12"),
    (r"\arctan 1", r"45^\circ"),
    (r"\arccos 0", r"90^\circ"),
    (r"2\arctan 1", r"90^\circ"),
    (r"60^\circ", r"\cos^{-1}\frac12"),
    (r"180^\circ-\arccos\frac13", r"\pi-\arccos\frac13"),
    (r"\arcsin\frac12", r"\frac{\pi}{6}"),
    (r"\arccos\frac12", r"60^\circ"),
]
OTHER = [
    (r"3\mathbf{i}-\mathbf{j}", "(3,1)"),
    (r"\langle 3,-1,2\rangle", r"3\mathbf{i}-2\mathbf{j}+2\mathbf{k}"),
    (r"3\hat{\imath}-\hat{\jmath}", r"3\hat i+\hat j"),
    ("(3,2)", r"3\mathbf i+2\mathbf k"),
    (r"\begin{pmatrix}3\\-1\end{pmatrix}", "(3,1)^T"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{pmatrix}1&2\\3&4\end{pmatrix}^T"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "[[1,3],[2,4]]"),
    ("[[1,2],[3,4]]", "[1,2,3,4]"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1,2),(3,4)"),
    ("3+i", r"3\mathbf{i}+\mathbf{j}"),
    ("3i-j", "(3,-1)"),
    ("(2,3)", "2x+3y"),
    ("abc", "abd"),
    ("abc", "ab"),
    ("east", "seat"),
    ("no", "on"),
    ("ACF", "FCA"),
    ("ACF", "AFC"),
    (r"\text{abc}", r"\text{bca}"),
    ("cat", "act"),
    ("yes", "sey"),
    ("on", "no"),
    ("is", "si"),
    ("BAC", "CAB"),
    ("dog", "god"),
    ("xyz", "xyw"),
    (r"\arctan 1", r"60^\circ"),
    (r"\arctan 1", "45"),
    (r"\arctan 2", r"63^\circ"),
    ("30", r"\arcsin\frac12"),
    (r"30^\circ", r"\sin\frac12"),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same(gold: str, answer: str) -> None:
    assert math.equivalent(gold, answer)


@pytest.mark.parametrize(("gold", "answer"), OTHER)
def test_another(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)
