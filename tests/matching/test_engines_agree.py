"""RapidFuzz and the slow twin say the same."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from matching.engines import PlainEngine, RapidEngine

WORDS = st.text(alphabet="电焊工师员保安洁abc ", max_size=8)


@given(WORDS, WORDS)
def test_words_and_texts_score_alike(left: str, right: str) -> None:
    plain, rapid = PlainEngine(), RapidEngine()
    assert abs(plain.word_similarity(left, right) - rapid.word_similarity(left, right)) < 1e-9
    assert abs(plain.token_similarity(left, right) - rapid.token_similarity(left, right)) < 1e-9
    assert rapid.word_similarity(left, right) == rapid.word_similarity(right, left)


@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=5))
def test_matrices_hold_what_the_single_calls_say(left: list[str], right: list[str]) -> None:
    plain, rapid = PlainEngine().word_matrix(left, right), RapidEngine().word_matrix(left, right)
    assert plain.shape == rapid.shape == (len(left), len(right))
    np.testing.assert_allclose(plain, rapid, atol=1e-9)


@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=5), st.sampled_from((0.5, 0.6, 0.75, 0.8)))
@example(["乘务员"], ["务员"], 0.8)
def test_near_pairs_are_all_that_reach_the_least(left: list[str], right: list[str], least: float) -> None:
    engine = RapidEngine()
    rows, columns, values = engine.near_pairs(left, right, least)
    found = dict(zip(zip(rows.tolist(), columns.tolist(), strict=True), values.tolist(), strict=True))
    likenesses = {
        (row, column): engine.word_similarity(one, other)
        for row, one in enumerate(left)
        for column, other in enumerate(right)
    }
    assert found == {pair: value for pair, value in likenesses.items() if value >= least and value > 0.0}
