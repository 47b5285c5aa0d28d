"""What the made-up market is drawn from: shares, and the words with which offers are decorated.

A table of (value, share); shares are relative. None is "not stated".
"""

from datetime import date
from typing import Any

Shares = tuple[tuple[Any, float], ...]

# About the sizes of the nine labour markets.
CITIES: Shares = (
    ("440100", 26), ("510100", 22), ("430100", 11), ("530100", 9), ("350100", 9), ("450100", 9), ("360100", 6),
    ("520100", 6), ("460100", 3),
)  # fmt: skip
# What the same work pays there, Guangzhou 1.
CITY_PAY = {
    "440100": 1.0, "510100": 0.88, "430100": 0.85, "530100": 0.78, "350100": 0.88, "450100": 0.76, "360100": 0.78,
    "520100": 0.76, "460100": 0.82,
}  # fmt: skip
WANTED_CITIES: Shares = ((1, 52), (2, 26), (3, 14), (4, 8))
JOB_PLACES: Shares = ((1, 92), (2, 6), (3, 2))
TITLES_WANTED: Shares = ((1, 50), (2, 30), (3, 20))

TRACKS: Shares = (("labour", 70), ("talent", 30))
EDUCATION_ASKED: dict[str, Shares] = {
    "labour": ((None, 55), ("71", 14), ("61", 12), ("41", 9), ("31", 8), ("21", 2)),
    "talent": ((None, 18), ("61", 3), ("41", 5), ("31", 36), ("21", 34), ("14", 4)),
}
EDUCATION_HELD: dict[str, Shares] = {
    "labour": ((None, 12), ("81", 4), ("71", 30), ("61", 16), ("41", 12), ("44", 5), ("47", 4), ("31", 13), ("21", 4)),
    "talent": ((None, 12), ("41", 5), ("31", 33), ("33", 1), ("21", 43), ("14", 5), ("11", 1)),
}
EXPERIENCE_ASKED: Shares = ((None, 42), (0, 8), (6, 4), (12, 22), (24, 9), (36, 11), (60, 4))
EXPERIENCE_HELD: Shares = (
    (None, 14), (0, 8), (3, 3), (6, 5), (12, 10), (18, 4), (24, 10), (36, 12), (48, 7), (60, 9), (84, 6), (120, 8),
    (180, 3), (240, 1),
)  # fmt: skip
SKILL_LEVEL_ASKED: dict[str, Shares] = {
    "labour": ((None, 88), (2, 4), (3, 5), (4, 2), (5, 1)),
    "talent": ((None, 98), (3, 1), (4, 1)),
}
SKILL_LEVEL_HELD: dict[str, Shares] = {
    "labour": ((None, 72), (1, 5), (2, 8), (3, 8), (4, 5), (5, 1.5), (6, 0.5)),
    "talent": ((None, 93), (3, 4), (4, 3)),
}
TITLE_RANK_ASKED: dict[str, Shares] = {
    "labour": ((None, 99.5), (2, 0.5)),
    "talent": ((None, 88), (2, 5), (3, 6), (4, 1)),
}
TITLE_RANK_HELD: dict[str, Shares] = {
    "labour": ((None, 97), (1, 2), (2, 1)),
    "talent": ((None, 66), (1, 4), (2, 14), (3, 12), (4, 3), (5, 1)),
}
CERTIFICATES_ASKED: Shares = ((0, 84), (1, 13), (2, 3))
CERTIFICATES_HELD: Shares = ((0, 66), (1, 21), (2, 8), (None, 5))
CERTIFICATES: Shares = (
    ("健康证", 24), ("C1驾驶证", 20), ("低压电工作业证", 10), ("叉车证", 9), ("焊工证", 6), ("教师资格证", 6),
    ("初级会计师证", 6),
    ("B2驾驶证", 4), ("A2驾驶证", 3), ("保安员证", 5), ("中级会计师证", 3), ("二级建造师证", 3),
    ("护士资格证", 3), ("登高作业证", 3),
    ("货运从业资格证", 3), ("育婴员证", 2), ("英语四级证书", 5), ("计算机二级证书", 4), ("制冷与空调作业证", 2),
    ("消防设施操作员证", 2),
    ("中级电工证", 2), ("一级建造师证", 1), ("特种设备作业证", 2), ("普通话二级甲等证书", 3), ("保育员证", 2),
)  # fmt: skip
NO_CERTIFICATE = ("无",)

DAYS: Shares = (
    (None, 45), (date(2026, 11, 2), 8), (date(2026, 11, 16), 8), (date(2026, 12, 1), 14), (date(2026, 12, 15), 7),
    (date(2027, 1, 4), 8), (date(2027, 2, 22), 6), (date(2027, 3, 1), 4),
)  # fmt: skip
FORMS_OFFERED: Shares = (
    (None, 8), ("full_time", 72), ("part_time", 7), ("dispatch", 6), ("service", 2), ("internship", 3), ("gig", 2),
)  # fmt: skip
FORMS_ACCEPTED: Shares = (
    ((), 30), (("full_time",), 44), (("full_time", "dispatch"), 8), (("full_time", "part_time"), 7),
    (("part_time", "gig"), 4), (("full_time", "service"), 2), (("internship",), 3), (("full_time", "internship"), 2),
)  # fmt: skip
HOURS_OFFERED: Shares = ((None, 48), (40.0, 24), (44.0, 8), (48.0, 12), (54.0, 4), (60.0, 2), (20.0, 2))
HOURS_WANTED: Shares = ((None, 66), (40.0, 14), (44.0, 5), (48.0, 10), (60.0, 3), (20.0, 2))
NIGHTS_OFFERED: Shares = ((None, 62), (False, 28), (True, 10))
NIGHTS_ACCEPTED: Shares = ((None, 68), (False, 20), (True, 12))
OPEN_TO: Shares = (((), 97), (("440100", "450100"), 1), (("510100", "520100", "530100"), 1), (("430100", "360100"), 1))
HEADCOUNT: Shares = ((1, 52), (2, 18), (3, 9), (5, 9), (10, 8), (20, 3), (50, 1))
PAY_TOP: Shares = ((1.0, 18), (1.2, 22), (1.35, 25), (1.5, 25), (2.0, 10))
PAY_MISSING_JOB, PAY_MISSING_TALENT = 0.11, 0.14
CODE_MISSING = 0.12
SKILLS_MUST: Shares = ((0, 22), (1, 14), (2, 18), (3, 20), (4, 14), (5, 8), (6, 4))
SKILLS_NICE: Shares = ((0, 52), (1, 18), (2, 16), (3, 9), (4, 5))
SKILLS_READ: Shares = ((0, 60), (1, 14), (2, 14), (3, 8), (4, 4))
SKILLS_HELD: Shares = (
    (0, 25), (1, 9), (2, 12), (3, 14), (4, 12), (5, 10), (6, 7), (7, 4), (8, 3), (9, 2), (10, 2),
)  # fmt: skip
# Of 1,024 skills that are drawn for an occupation: what everybody says of themselves, and words of no vocabulary.
GENERAL_SKILLS, FREE_SKILLS = 200, 24
FREE_WORDS = (
    "能接受倒班", "会开手动挡", "形象好气质佳", "能出差", "普通话流利", "会用打单软件", "熟悉本地路况",
    "能搬重物", "会粤语", "会做辅食",
    "能长期稳定", "会简单维修", "有客户资源", "会修图", "熟练使用办公软件",
)  # fmt: skip

# How a title is written. Employers decorate; people mostly take a name from a list.
JOB_TITLE_STYLES: Shares = (
    ("plain", 62), ("call", 7), ("rank", 8), ("pay", 5), ("benefit", 5), ("bracket", 5), ("employer", 3.5), ("wide", 1),
    ("english", 1.5), ("pinyin", 0.5), ("slip", 1.5),
)  # fmt: skip
WISH_TITLE_STYLES: Shares = (
    ("plain", 88), ("rank", 4), ("english", 2), ("pinyin", 1), ("slip", 2), ("bracket", 2), ("wide", 1),
)  # fmt: skip
CALLS = ("急聘", "诚聘", "高薪诚聘", "急招", "直招", "招聘", "【急】", "高薪急聘", "2026届", "长期招")
RANKS = ("资深", "高级", "中级", "初级", "储备", "实习", "兼职", "见习", "助理", "全职")
PAYS = (
    "{low}-{high}", "月薪{low}+", " {low}-{high}元/月", "（{low}-{high}）", "底薪{low}+提成", "{low}起", "(月入{high})",
    "综合{low}～{high}",
)  # fmt: skip
BENEFITS = (
    "+五险一金", "包吃住", "（包吃住）", "双休", " 五险一金 双休", "（长白班）", "(可实习)", "+包住+社保",
    "【接受小白】", "，不加班",
    "（周末双休）", "无需经验",
)  # fmt: skip
BRACKETS = (
    "广州", "天河区", "福州", "南昌", "长沙", "岳麓区", "南宁", "海口", "成都", "高新区", "贵阳", "昆明", "夜班",
    "白班", "出差", "医院", "学校",
    "工业园", "跨境", "新能源", "外资", "连锁", "储备干部", "可兼职",
)  # fmt: skip
HOUSE_STARTS = (
    "华", "恒", "瑞", "鑫", "盛", "嘉", "安", "博", "信", "德", "金", "天", "泰", "创", "联", "宏", "远", "智",
    "康", "丰", "达", "美", "众", "亿",
)  # fmt: skip
HOUSE_ENDS = (
    "科技招聘",
    "物业诚聘",
    "餐饮招聘",
    "集团急招",
    "贸易公司招",
    "电子厂直招",
    "连锁酒店招聘",
    "医院招聘",
    "教育诚聘",
    "物流公司招聘",
)
