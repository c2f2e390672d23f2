r"""Conditions that narrow nothing, names of indices, functions in pieces."""

import pytest

from r1rewards import math

PARITY = r"\begin{cases}1&n\text{ even}\\0&n\text{ odd}\end{cases}"
SAME = [
    ("2^{n-1}", r"2^{n-1} \text{ where } n\ge 1"),
    ("2^{n-1}", r"2^{n-1} \text{ for } n\ge 1"),
    ("a_n=2n-1", r"a_n=2n-1 \text{ for } n\ge1"),
    ("a_n=2n-1", r"a_n=2n-1 \text{ for all } n \geq 1"),
    ("a_n=2n-1", r"a_n=2n-1, n\ge1"),
    ("a_n=2n-1", r"a_n=2n-1 (n \geq 1)"),
    ("a_n=2n-1", r"a_n=2n-1, n=1,2,3,\ldots"),
    ("a_n=2n-1", r"a_n=2n-1, n\in\mathbb{N}"),
    ("a_n=2n-1", r"a_n=2n-1, n\in\mathbb{Z}^+"),
    ("a_n=2n-1", "a_k=2k-1"),
    ("a_{n}=2n-1", "a_{m}=2m-1"),
    ("a_{n+1}=2a_n", "a_{k+1}=2a_k"),
    ("f(x)=2x", r"f(x)=2x,\ x\in\mathbb{R}"),
    ("f(x)=2x", r"f(x)=2x \text{ for all real } x"),
    (r"f^{-1}(x)=\sqrt{x-1}", r"f^{-1}(x)=\sqrt{x-1},\ x\ge1"),
    (r"f(x)=\ln x", r"f(x)=\ln x, x>0"),
    (r"f(x)=\frac1x", r"f(x)=\frac1x, x\ne0"),
    (r"f(x)=cx \text{ for any real } c", "f(x)=cx"),
    (r"f(x)=cx \text{ for any real } c", "f(x)=kx"),
    (r"f(x)=cx \text{ for any real } c", r"f(x)=ax, a\in\mathbb{R}"),
    ("f(x)=cx", r"f(x)=cx \text{ for some constant } c"),
    (r"\begin{cases}x&x\ge0\\-x&x<0\end{cases}", r"\begin{cases}x&\text{if }x\ge0\\-x&\text{otherwise}\end{cases}"),
    (r"\begin{cases}x&x\ge0\\-x&x<0\end{cases}", r"\begin{cases}x&x\ge0\\-x&\text{else}\end{cases}"),
    (r"\begin{cases}x&x\ge0\\-x&x<0\end{cases}", r"\begin{cases}-x&x<0\\x&\text{otherwise}\end{cases}"),
    (r"f(x)=\begin{cases}x&x\ge0\\-x&x<0\end{cases}", "|x|"),
    (r"\begin{cases}x+1&x\ge0\\1-x&x<0\end{cases}", "|x|+1"),
    (
        PARITY,
        r"\begin{cases}0&n\text{ odd}\\1&n\text{ even}\end{cases}",
    ),
    (
        PARITY,
        r"\begin{cases}1&\text{if }n\text{ is even}\\0&\text{if }n\text{ is odd}\end{cases}",
    ),
    (
        PARITY,
        r"\begin{cases}1&n\text{ is even}\\0&\text{otherwise}\end{cases}",
    ),
]
OTHER = [
    ("2^{n-1}", r"2^n \text{ for } n\ge 1"),
    ("a_n=2n-1", "a_k=2k+1"),
    ("a_n=2n-1", "b_n=2n-1"),
    ("a_n=2n-1", "b_k=2k-1"),
    ("a_n=2n-1", "a_k=2n-1"),
    ("a_{n+1}=2a_n", "a_{k+1}=2a_n"),
    ("a_2=3", "a_3=3"),
    ("f(x)=2x", "2x, x>0"),
    (r"f^{-1}(x)=\sqrt{x-1}", r"f^{-1}(x)=\sqrt{x-1},\ x\ge2"),
    (r"f(x)=\ln x", r"f(x)=\ln x, x>1"),
    (r"f(x)=\frac1x", r"f(x)=\frac1x, x\ne1"),
    ("f(x)=2x", r"f(x)=2x, x\ge1"),
    (r"f(x)=2x, x\ge1", "f(x)=2x"),
    (r"f(x)=cx \text{ for any real } c", "f(x)=x"),
    ("f(x)=cx", r"f(x)=cx \text{ for } c=2"),
    (r"\begin{cases}x&x\ge0\\-x&x<0\end{cases}", r"\begin{cases}-x&x\ge0\\x&\text{otherwise}\end{cases}"),
    (r"\begin{cases}x&x\ge0\\-x&x<0\end{cases}", r"\begin{cases}x&x\ge1\\-x&\text{otherwise}\end{cases}"),
    (r"f(x)=\begin{cases}x&x\ge0\\-x&x<0\end{cases}", "-|x|"),
    (r"\begin{cases}x+2&x\ge0\\1-x&x<0\end{cases}", "|x|+1"),
    (
        PARITY,
        r"\begin{cases}0&n\text{ even}\\1&n\text{ odd}\end{cases}",
    ),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same(gold: str, answer: str) -> None:
    assert math.equivalent(gold, answer)


@pytest.mark.parametrize(("gold", "answer"), OTHER)
def test_another(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)
