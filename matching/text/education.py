"""Education as it is written, to a code of GB/T 4658."""

import re

from matching.folding import fold

# Lowest first: "大专/本科" and "本科或大专" accept the lower of the two. "大学专科" is not "大学".
_WORDS = (
    ("81", "小学|primary"),
    ("71", "初中|初级中学|junior high|junior middle|middle school"),
    ("47", "技校|技工|中技"),
    ("44", "职高|职业高中|vocational high"),
    ("41", "中专|中职|中等专科|中等职业|secondary (?:specialised|specialized|vocational)|technical secondary"),
    ("61", "高中|高级中学|senior high|(?<!junior )high school"),
    ("31", "大专|专科|高职|高级工班|junior college|college diploma|associate|\\bcollege\\b"),
    ("21", "本科|学士|大学(?!专科)|预备技师班|bachelor|undergraduate|university"),
    ("14", "硕士|研究生|硕研|master|\\bmba\\b|postgraduate"),
    ("11", "博士|博研|doctor|ph\\.?d"),
)
_PATTERNS = [(code, re.compile(words)) for code, words in _WORDS]
_ANY = re.compile("不限|无要求|不要求|任意|无学历|均可|^无$|^any|none|not required|no requirement")
_SURELY_ANY = re.compile("学历[:：]?(?:要求)?[:：]?(?:不限|无要求|不要求)|不限学历|无学历要求|不看学历")
_NONE_ASKED = "90"


def parse_education(text: str) -> str | None:
    """The lowest education that "大专及以上", "本科", "学历不限" accepts; None when it cannot be read."""
    folded = fold(text[:200]).replace("博士研究生", "博士").replace("高等职业", "高职")
    if _SURELY_ANY.search(folded):
        return _NONE_ASKED
    for code, pattern in _PATTERNS:
        if pattern.search(folded):
            return code
    return _NONE_ASKED if _ANY.search(folded) else None
