"""R1-Zero in miniature: a model of 300,000 parameters learns from rule-based rewards, on a CPU.

`python -m examples.r1_zero_mini` in the project's folder; README.md beside this file says what it shows.
"""
