"""Codes in plain words: problems of a row, refusals of a file, acts in the trail of a list."""

from enrollment.wording.acts import act_sentence
from enrollment.wording.problems import ProblemWords, problem_label, problem_words
from enrollment.wording.refusals import COLUMN_NAMES, list_refusal_sentence

__all__ = [
    "COLUMN_NAMES",
    "ProblemWords",
    "act_sentence",
    "list_refusal_sentence",
    "problem_label",
    "problem_words",
]
