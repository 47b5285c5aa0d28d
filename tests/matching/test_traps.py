"""What fuzzy text gets wrong on Chinese job titles: the same work before related work before other work.

Every pair of the domain guide's section 7 is here, and the ways of writing that people use. Titles are all that is
known of either side, so that nothing else can help.
"""

from itertools import product

import pytest
from rapidfuzz.fuzz import ratio

from matching import JobRecord, Place, TalentRecord, explain
from matching.occupations import normalise
from matching.occupations.known_names import known_names
from matching.occupations.specialities import conflict, families, of_title

# title, other names of the work, related work, other work
TRAPS: list[tuple[str, list[str], list[str], list[str]]] = [
    ("厨师", ["中式烹调师", "炒菜师傅", "大厨"], ["面点师", "西餐厨师"], ["保安员", "会计"]),
    ("会计", ["财务会计", "主办会计"], ["出纳", "审计员"], ["会计师事务所保洁员", "会议服务员"]),
    ("保洁员", ["清洁工", "保洁阿姨", "环卫工"], ["家庭保洁"], ["保安员", "保险员"]),
    ("保安员", ["保安", "门卫"], ["安检员"], ["保洁员", "保育员"]),
    ("软件测试工程师", ["软件测试", "功能测试工程师"], ["软件开发工程师", "Java开发"], ["快递员", "销售工程师"]),
    ("Java开发工程师", ["开发工程师Java", "java程序员"], ["前端工程师", "嵌入式开发工程师"], ["焊工", "销售工程师"]),
    ("Web前端开发", ["前端工程师", "Web前端开发工程师"], ["Java后端开发", "软件测试工程师"], ["前台接待", "电话销售"]),
    ("数控车工", ["车工(数控)", "CNC车床师傅"], ["铣工", "数控铣工"], ["客车司机", "缝纫工"]),
    ("护士", ["注册护士", "护理师"], ["护工"], ["保洁员", "护肤品销售"]),
    ("护工", ["医院护工", "陪护"], ["养老护理员"], ["保安员", "护林员"]),
    ("电工", ["水电工", "维修电工"], ["机修钳工", "电梯维修工"], ["焊工", "电话销售"]),
    ("焊工", ["电焊工", "氩弧焊工"], ["铆工", "钣金工"], ["电工", "会计"]),
    ("家政服务员", ["保姆", "家政阿姨"], ["月嫂", "养老护理员"], ["保安员", "家电销售员"]),
    ("月嫂", ["母婴护理师", "住家月嫂"], ["家政服务员", "育儿嫂"], ["保安员", "月饼销售"]),
    ("小学数学教师", ["小学数学老师"], ["小学语文教师"], ["数控车工", "保安员"]),
]
# the same title as it is also written
WRITINGS: list[tuple[str, list[str], str]] = [
    ("厨师", ["廚師", "ＣＨＥＦ", "chef", "chushi", "高薪诚聘厨师(包吃住)6K-9K", "厨 师"], "保安员"),
    ("电工", ["電工", "Electrician", "Ｅｌｅｃｔｒｉｃｉａｎ", "diangong", "急招！！电工（双休）"], "welder"),
    ("软件工程师", ["軟體工程師", "Software Engineer", "ｓｏｆｔｗａｒｅ ｅｎｇｉｎｅｅｒ"], "销售工程师"),
    ("保安", ["保安員", "security guard", "baoan"], "cleaner"),
    ("会计", ["會計", "accountant", "kuaiji"], "会计师事务所保洁员"),
]


def score(job: str, talent: str) -> float:
    """Of two titles alone, in the same city."""
    place = "440100"
    return explain(
        JobRecord(id="job", title=job, track="", places=(Place(place),)),
        TalentRecord(id="talent", wanted_titles=(talent,), track="", wanted_cities=(place,)),
    ).score


@pytest.mark.parametrize(("title", "same", "related", "other"), TRAPS, ids=[trap[0] for trap in TRAPS])
def test_same_work_comes_before_related_and_related_before_other(
    title: str, same: list[str], related: list[str], other: list[str]
) -> None:
    assert [pair for pair in product(same, related) if score(title, pair[0]) <= score(title, pair[1])] == []
    assert [pair for pair in product(related, other) if score(title, pair[0]) <= score(title, pair[1])] == []


@pytest.mark.parametrize(("title", "same", "related", "other"), TRAPS, ids=[trap[0] for trap in TRAPS])
def test_from_the_other_side_too(title: str, same: list[str], related: list[str], other: list[str]) -> None:
    assert min(score(name, title) for name in same) > max(score(name, title) for name in other)
    assert min(score(name, title) for name in related) > max(score(name, title) for name in other)


@pytest.mark.parametrize(("title", "written", "other"), WRITINGS, ids=[case[0] for case in WRITINGS])
def test_ways_of_writing_do_not_hide_the_work(title: str, written: list[str], other: str) -> None:
    assert min(score(title, name) for name in written) > 0.75
    assert score(title, other) < 0.45


def test_plain_fuzzy_text_falls_into_these_traps() -> None:
    """So that nobody replaces the comparison by it: other or related work reads closer than the same work."""
    fallen = []
    for title, same, related, other in TRAPS:
        if min(ratio(title, name) for name in same) <= max(ratio(title, name) for name in (*related, *other)):
            fallen.append(title)
    assert len(fallen) > len(TRAPS) / 2


def test_a_house_that_employs_anybody_says_nothing_of_the_trade() -> None:
    cleaner = known_names()["保洁员"]
    assert [ranked[0][0] for ranked in normalise(["会计师事务所保洁员", "医院保洁员", "银行保洁员"])] == [cleaner] * 3


def test_specialities_conflict_only_where_both_are_stated() -> None:
    assert conflict(of_title("Java后端"), of_title("Web前端")) == "development"
    assert conflict(of_title("后端开发"), of_title("PHP工程师")) is None
    assert conflict(of_title("软件工程师"), of_title("Web前端")) is None
    assert of_title("javascript工程师") == {"development": frozenset({"frontend"})}
    assert all(0.0 <= value < 1.0 for value in families().values())


def test_every_family_of_specialities_has_a_likeness() -> None:
    stated = {family for name in known_names() for family in of_title(name)}
    assert stated <= set(families())
    assert len(stated) > 5
