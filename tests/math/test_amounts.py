"""Quantities as people write them: magnitudes, parts, SI units as TeX sets them; and words that change a number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from r1rewards import math
from r1rewards.core.data_files import read_table
from r1rewards.math import si


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"150\text{ minutes}", r"2\text{ h }30\text{ min}"),
        (r"2\text{ hours }30\text{ minutes}", r"2\text{ h }30\text{ min}"),
        (r"2.5\text{ hours}", "2 hours, 30 minutes"),
        ("150", "2h 30m"),
        ("8130 seconds", r"2\text{ hours }15\text{ minutes and }30\text{ seconds}"),
        (r"6\text{ feet }2\text{ inches}", "6'2''"),
        (r"6\text{ feet }2\text{ inches}", "6' 2\""),
        ("74", "6 ft 2 in"),
        (r"4.15\text{ m}", r"4\text{ m }15\text{ cm}"),
        (r"20.5^\circ", r"20^\circ 30'"),
        (r"20^\circ15'", r"20^{\circ} 15^{\prime}"),
        (r"20^\circ 15' 36''", "20°15'36\""),
        (r"20^\circ 15' 36''", r"20.26^\circ"),
        ("17 days", r"2\text{ weeks }3\text{ days}"),
        ("4.30", "$4 and 30 cents"),
        ("4500000", r"\$4.5\text{ million}"),
        (r"\$4\text{ million}", "4000000"),
        ("80000", r"80\text{ thousand dollars}"),
        ("3000000", r"3\text{ million km}"),
        ("80000", "80k"),
        ("80000", r"\$80k"),
        ("1,500,000", r"\$1.5M"),
        ("36", "3 dozen"),
        ("36", r"3\text{ dozen eggs}"),
        ("400000", "Rs. 4 lakh"),
        ("80000", "Rs. 80,000"),
        ("85", "85¢"),
        (r"\$0.85", "85¢"),
        (r"n = 2\text{ dozen}", "24"),
    ],
)
def test_amounts_of_several_parts_and_magnitudes(gold: str, answer: str) -> None:
    assert math.equivalent(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("4.5", r"\$4.5\text{ million}"),
        ("4", "4 million"),
        ("4500", "$4.5 million"),
        ("3", "3 dozen"),
        ("80", "80k"),
        ("80k", "80000"),
        ("80000", "80kx"),
        ("0.85", "85¢"),
        (r"150\text{ minutes}", r"2\text{ h }31\text{ min}"),
        ("30", "2 h 30 min"),
        ("150", "2 h 90 min"),
        ("150", "2 h 30 km"),
        ("4.15", "4 cm 15 m"),
        (r"20^\circ15'", r"20.15^\circ"),
        (r"20^\circ15'", r"20^\circ16'"),
        ("20", r"20^\circ 30'"),
        ("6", "6'2''"),
        ("73", "6'13''"),
        ("24", "2 dozen more"),
        ("3000000", r"3\text{ million or more}"),
        ("3000000", r"\text{at least }3\text{ million}"),
        ("4000000", "4m"),
    ],
)
def test_other_amounts(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"70\text{ km/h}", r"70 \frac{\text{km}}{\text{h}}"),
        (r"70\text{ km/h}", "70 kmph"),
        (r"7.5\text{ m/s}^2", r"7.5\ \mathrm{m\,s^{-2}}"),
        ("7.5", r"7.5\,\frac{\mathrm{m}}{\mathrm{s}^2}"),
        ("7.5", r"7.5\,\mathrm{\frac{m}{s^2}}"),
        ("7.5", r"7.5\,\text{m}\cdot\text{s}^{-2}"),
        (r"250\text{ K}", r"250\text{ kelvin}"),
        ("4", r"4 \mathrm{~N} \cdot \mathrm{m}"),
        (r"4\,\mathrm{N\cdot m}", r"4\,\mathrm{J}"),
        ("4", r"4\ \text{Å}"),
        ("4", r"4\text{ T}"),
        ("4", r"4\text{ dB}"),
        ("4", r"4\ \mathrm{mol}"),
        (r"7\times10^{22}", r"7\times10^{22}\text{ mol}^{-1}"),
        (r"4\ \mu\text{m}", r"4\times10^{-6}\text{ m}"),
        ("4000", r"4000\ \mathrm{J\,kg^{-1}\,K^{-1}}"),
        ("8.3", r"8.3\ \mathrm{J/(mol\cdot K)}"),
        (r"4\text{ kJ}", r"4000\,\mathrm{J}"),
        (r"4\,\mathrm{kPa}", r"4000\,\mathrm{Pa}"),
        (r"4\,\mathrm{k\Omega}", r"4000\,\Omega"),
        ("4", "4Ω"),
        ("2.6", r"2.6\,\mathrm{eV}"),
        (r"3\pi", r"3\pi\ \mathrm{rad/s}"),
        (r"5\sqrt3", r"5\sqrt{3}\,\mathrm{m\,s^{-1}}"),
        ("30", r"30^{\circ}\mathrm{C}"),
        ("30", r"T = 30\,^\circ\text{C}"),
        ("30", "30℃"),
    ],
)
def test_si_units(gold: str, answer: str) -> None:
    assert math.equivalent(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"4\,\mathrm{kPa}", r"4\,\mathrm{Pa}"),
        (r"4\,\mathrm{kPa}", r"4\,\mathrm{kJ}"),
        (r"4\,\mathrm{N\cdot m}", r"4\,\mathrm{N/m}"),
        (r"7.5\text{ m/s}^2", r"7.5\text{ m/s}"),
        (r"30^\circ\text{C}", r"30^\circ\text{F}"),
        ("4", "4T"),
        ("4", "4mN"),
        ("14", "14ms^2"),
        ("14ms^2", "14"),
        ("4", "4A/C"),
        ("4A/C", "4"),
        ("4", r"4\frac{k}{m}"),
        (r"4\frac{k}{m}", "4"),
        (r"4\mu", "4"),
        ("4", r"4\mathrm{C}_2"),
    ],
)
def test_letters_of_formulas_and_other_units(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)


@pytest.mark.parametrize(
    "answer",
    [
        r"7\text{ or more}",
        r"7\text{ at least}",
        r"\text{at least }7",
        r"7\text{ times}",
        r"7\text{ below zero}",
        r"7\text{ BC}",
        "7 BCE",
        r"7\text{ of }20",
        "7 out of 20",
        "7 in 20",
        "7 per 20",
        r"7\text{ more than }x",
        r"\text{more than }7",
        r"7\text{ less}",
        "7 over par",
        "7 years older than Bob",
        "under 7",
        "7 or so",
        r"7\text{ up to }9",
    ],
)
def test_words_that_change_a_number_are_no_units(answer: str) -> None:
    assert not math.equivalent("7", answer)


def test_the_table_of_units() -> None:
    table = read_table("r1rewards.math", "si.toml")
    for name in ("prefixed", "alone", "bases"):
        for factor, powers in table[name].values():
            assert Fraction(factor) > 0
            assert powers
            assert all(isinstance(power, int) for power in powers.values())
    assert all(Fraction(by) > 0 for by in table["prefixes"].values())
    assert si.composite(r"kg\cdot m^2/s^2") == "kg*m^2/s^2"
    assert si.composite("x") is None
    assert si.composite("m " * 5000) is None


def test_magnitudes_are_whole_numbers() -> None:
    table = read_table("r1rewards.math.reading", "measures.toml")
    assert all(isinstance(value, int) and value > 1 for part in table.values() for value in part.values())


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"4\text{ km}", r"4\text{ 千米}"),
        ("4", "4千克"),
        (r"4\text{ km}", r"4000\text{ м}"),
        (r"1.5\text{ hours}", "90分钟"),
        ("4", "4 см"),
        ("14", "面积=14"),
        ("14", r"\text{Fläche}=14"),
        ("14", r"\text{Площадь}=14\text{ см}"),
    ],
)
def test_units_and_names_in_other_scripts(gold: str, answer: str) -> None:
    assert math.equivalent(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"4\text{ km}", "4米"),
        ("4", "4千"),
        ("4", "4万"),
        ("4", "4 тысяч"),
        ("4", "4 или 6"),
        ("14", r"\text{половина площади}=14"),
        ("14", "一半面积=14"),
        ("14", "不是面积=14"),
    ],
)
def test_words_of_other_scripts_that_change_a_number(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)
