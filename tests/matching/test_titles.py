"""Look-alikes are not alike, and other words for the same work are no reason to part (domain guide, section 7)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import explain
from matching.comparisons import COMPARISONS
from matching.comparisons.title import similarity
from matching.occupations import normalise
from tests.matching.pairs import a_job, a_talent

LOOK_ALIKES = [("保洁员", "保安员"), ("护士", "护工"), ("电工", "焊工"), ("厨师", "药师"), ("会计", "会展策划")]
REORDERED = [("Java开发工程师", "开发工程师Java"), ("数控车工", "车工(数控)"), ("诚聘电工5000-8000", "电工")]


@pytest.mark.parametrize(("left", "right"), LOOK_ALIKES)
def test_look_alikes_share_next_to_nothing(left: str, right: str) -> None:
    assert similarity(left, right) < 0.3


@pytest.mark.parametrize(("left", "right"), REORDERED)
def test_the_order_of_words_and_the_offer_do_not_count(left: str, right: str) -> None:
    assert similarity(left, right) == 1.0


def test_testing_and_developing_software_are_related_at_most() -> None:
    grade = COMPARISONS["title"].grade("软件测试工程师", ("软件开发工程师",))
    assert grade.level in ("related", "different")


def test_a_name_inside_a_longer_name_is_not_the_same_work() -> None:
    assert similarity("会计", "会计师事务所保洁员") < 0.5


def test_a_slip_in_a_latin_word_is_forgiven() -> None:
    assert similarity("React工程师", "ReactJS工程师") > 0.8


def test_the_official_name_and_itself_in_a_sentence_of_praise_are_the_same() -> None:
    assert similarity("中式烹调师", "高薪诚聘中式烹调师(包吃住)") == 1.0


def _score(job_title: str, talent_title: str) -> float:
    codes = normalise([job_title, talent_title])
    job = a_job(title=job_title, occupation_code=codes[0][0][0], skills_must=(), skills_nice=())
    talent = a_talent(wanted_titles=(talent_title,), occupation_codes=(codes[1][0][0],), skills=())
    return explain(job, talent).score


@pytest.mark.parametrize(
    ("same", "related", "different"),
    [
        (("厨师", "中式烹调师"), ("厨师", "面点师"), ("厨师", "药师")),
        (("焊工", "电焊工"), ("焊工", "铸造工"), ("焊工", "电工")),
        (("软件开发工程师", "Java开发工程师"), ("软件开发工程师", "网络工程师"), ("软件开发工程师", "销售工程师")),
        (("内科护士", "内科护士"), ("内科护士", "助产士"), ("内科护士", "护工")),
        (("保安员", "保安"), ("保安员", "安检员"), ("保安员", "保洁员")),
        (("会计", "财务会计"), ("会计", "审计"), ("会计", "厨师")),
    ],
)
def test_same_beats_related_beats_different_whatever_the_letters_say(
    same: tuple[str, str], related: tuple[str, str], different: tuple[str, str]
) -> None:
    scores = [_score(*pair) for pair in (same, related, different)]
    assert scores[0] > scores[1] > scores[2], scores
    assert scores[2] < 0.45, "a different trade is never proposed"


TITLES = st.sampled_from(["电工", "高级电工", "焊工", "Java开发", "JavaScript开发", "厨师(川菜)", "诚聘", "", "某某工"])


@given(st.lists(TITLES, max_size=5), st.lists(st.lists(TITLES, max_size=3).map(tuple), max_size=5))
def test_the_matrix_of_titles_holds_what_single_grades_say(jobs: list[str], talents: list[tuple[str, ...]]) -> None:
    comparison = COMPARISONS["title"]
    singles = [[comparison.grade(job, talent).score for talent in talents] for job in jobs]
    expected = np.array(singles, dtype=np.float64).reshape(len(jobs), len(talents))
    np.testing.assert_allclose(comparison.scores(jobs, talents), expected, atol=1e-12)
