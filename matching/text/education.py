"""Education as it is written, to a code of GB/T 4658."""

import re

from matching.folding import fold

# Most specific first: "大学专科" must not be read as "大学".
_WORDS = (
    ("11", "博士|doctor|phd"),
    ("14", "硕士|研究生|master|mba"),
    ("31", "大专|专科|高职|college|associate|高级工班"),
    ("21", "本科|学士|大学|bachelor|undergraduate|university"),
    ("47", "技校|技工"),
    ("44", "职高|职业高中"),
    ("41", "中专|中技|中职|secondary vocational"),
    ("71", "初中|junior high|junior middle"),
    ("61", "高中|high school|senior"),
    ("81", "小学|primary"),
    ("90", "不限|无要求|任意|无学历|any|none"),
)
_PATTERNS = [(code, re.compile(words)) for code, words in _WORDS]


def parse_education(text: str) -> str | None:
    """The lowest education that "大专及以上", "本科", "学历不限" accepts; None when it cannot be read."""
    folded = fold(text)
    for code, pattern in _PATTERNS:
        if pattern.search(folded):
            return code
    return None
