"""Reading what people write: words of a title, how alike two texts are, pay, experience, education."""

from matching.engines import RapidEngine
from matching.folding import fold, squeeze
from matching.text.education import parse_education
from matching.text.experience import parse_experience
from matching.text.pay import ParsedPay, parse_pay, pay_problem
from matching.text.segmenting import segment


def similarity(left: str, right: str) -> float:
    """0.0-1.0 for two short texts such as column headers, whatever the order of their words. Never a match score."""
    return RapidEngine().token_similarity(" ".join(segment(left)), " ".join(segment(right)))


__all__ = [
    "ParsedPay",
    "fold",
    "parse_education",
    "parse_experience",
    "parse_pay",
    "pay_problem",
    "segment",
    "similarity",
    "squeeze",
]
