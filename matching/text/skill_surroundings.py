"""Words that stand around the name of a skill and say what it is: asked or not, how well, offered, somebody's title.

Patterns are for folded text (`skills._plain`): half width, simplified, small letters.
"""

import re

CLAUSE_END = re.compile(r"[,;。!?\n]|\.(?=\s|$)")
SENTENCE_END = re.compile(r"[。!?\n;]|\.(?=\s|$)")
# Between two items of one list.
LINK = re.compile(
    r"[\s、,/|·()\[\]\"“”‘’《》&+.]*"
    r"(?:和|及|以及|与|或|或者|并|和/或|and|or|等|如|包括|例如|比如|任一)?"
    r"[\s、,/|·()\[\]\"“”‘’《》&+]*"
)
LONGEST_LINK = 12

# Highest first, since "熟练掌握" holds "掌握" and "精通" may stand beside "熟悉".
LEVEL_WORDS = (
    ("expert", r"精通|精于|资深|专家级|\bexperts?\b|\bmaster(?:y|ed)?\b|in-depth"),
    (
        "proficient",
        r"熟练(?:掌握)?|擅长|娴熟|扎实|流利|流畅|标准|过硬|独立完成|能独立|\bproficien\w+|\bskilled\b|\bfluent\w*|\bstrong\b|\badvanced\b",
    ),
    (
        "basic",
        r"了解|初步|基本掌握|略懂|入门|懂一点|会一点|会简单|简单的?|\bbasics?\b|\bunderstanding of\b|\bawareness\b",
    ),
    (
        "working",
        r"熟悉|掌握|会(?![计议展员务所])|懂|要熟|有.{0,12}?经验|"
        r"\bfamiliar\w*|\bknowledge of\b|\bexperienced?\b|\bworking knowledge\b",
    ),
)
LEVELS = [(level, re.compile(words)) for level, words in LEVEL_WORDS]
# Behind the name only unmistakable words tell a level, and close to it.
LEVEL_AFTER = re.compile(
    r"^\s*(?:技术|软件|操作|水平|口语|功底|基础|要|必须|样样|等|地|非常|较|比较|任一)*\s*"
    r"(?P<expert>精通)|^\s*(?:技术|软件|操作|水平|口语|功底|基础|要|必须|等|非常|较|比较|任一)*\s*"
    r"(?P<proficient>熟练|流利|扎实|标准|娴熟)|^\s*(?:要|操作|等)*(?P<working>熟|经验|experience)"
)

MUST_BEFORE = re.compile(r"必须|必备|务必|须|需|要求|要有|必|\brequire[sd]?\b|\bmust\b")
MUST_AFTER = re.compile(r"必须|必会|必备|缺一不可|\brequired\b|\bis a must\b")
NICE_BEFORE = re.compile(r"最好|优先|加分|\bnice to have\b|\bpreferabl[ye]\b|\bideally\b|\bbonus\b")
NICE_AFTER = re.compile(
    r"优先|加分|更佳|尤佳|更好|为佳|佳|面议|面谈|"
    r"\bplus\b|\bpreferred\b|\bnice to have\b|\badvantage\b|\bdesirable\b|\bwelcome\b"
)

# "无需英语、日语", "不要求会CAD": up to a contrast word everything behind is not asked.
NOT_ASKED = re.compile(
    r"无需|不需要?|无须|毋须|不要求|不必|不用|不强求|不涉及|没有要求|有无|有没有|会不会|是否|"
    r"\bno(?! less| later| more| fewer)\b|\bwithout\b|"
    r"\bnot (?:need|require|have to)\w*|\bn't (?:need|require)\w*|\bneed not\b"
)
NOT_ASKED_AFTER = re.compile(
    r"不限|不要求|不作要求|不做要求|无要求|不需要|非必须|不是必须|不强求|都可以学|"
    r"\bnot (?:required|needed|necessary|a must)\b|\bneeded\?|\bno need\b"
)
# "不会CAD也可" and "我不会开车" name what is lacking; "不会CAD勿扰" asks for it all the same.
LACKING = re.compile(r"不会|不懂|不熟悉|不了解|没有|没学过|没做过|未学过|未接触过|缺乏|没接触过|暂无|无\s*$|非\s*$")
ELSE_STAY_AWAY = re.compile(r"勿扰|免谈|勿投|勿试|请勿|请绕道|慎投|不要来|谢绝")
CONTRAST = re.compile(r"但|而是|不过|只要|只需|只是|却|\bbut\b")
FORBIDDEN = re.compile(r"禁止|严禁|不得|不准|不许|杜绝|谢绝|严防")

# What the employer gives, is, or does.
OFFERED = re.compile(
    r"提供|免费|享受|带薪|赠送|安排|包教|可学|教你|公司承担|报销|\bwe offer\b|\bprovide[sd]?\b|\bfree\b"
)
OFFERED_AFTER = re.compile(r"培训|学习|课程|考证|进修|机会|补贴|津贴|报销|training|lessons|courses?")
SELF_PORTRAIT = re.compile(
    r"主营|主要从事|专业从事|是一家|致力于|经营范围|业务涵盖|业务包括|成立于|集.{0,30}于一体|"
    r"\bwe are an?\b|\bour company\b"
)
WANTS = re.compile(r"招|聘|要求|负责|需|会(?![计议展员务所])|懂|熟|\blooking for\b|\bhiring\b")
STUDY_AFTER = re.compile(r"^[^。;\n,]{0,25}?(?:专业|学科)(?!技能|知识|能力|技术|证书|工具|软件|八级|四级|英语|的)")
STUDY_BEFORE = re.compile(r"\b(?:degree|diploma|major(?:ed|ing)?|bachelor|graduate)\b[^.;,]{0,20}\b(?:in|of)\b")
DOING = re.compile(r"熟|会(?![计议展员务所])|懂|有|负责|从事|掌握|精通|能|做")
# A person, department, place or thing that only bears the name.
BEARER = re.compile(
    r"^(?:开发|设计)?(?:工程师|设计师|分析师|师傅|师(?!资)|员(?!证|工)|工(?![作艺序具装程地厂业种况])|经理|主管|专员|人员|组长|主任|总监|顾问|"
    r"助理|部门|部(?!件|署|位)|团队|同事|岗(?!位职责)|车间|区域|区|行业|公司|企业|集团|工厂|厂(?!家)|店(?!铺|长)|门店|学校|学院|"
    r"市场(?!推广|调研|营销)|协会|通知|地点|时间|费|补贴|津贴|补助|课(?!程)|渠道|环境|事故|手册|器材|公里)"
)
OF_THE_TRADE = re.compile(r"^.{0,8}?(?:经验|经历|出身|工作)")

HEADING = re.compile(
    r"(?:^|(?<=[\n。;!]))[\s\d一二三四五六七八九十.、()\[\]【】*#-]*"
    r"(?:(?P<none>岗位职责|工作职责|职责|工作内容|主要工作|岗位描述|工作描述|responsibilities|what you will do)|"
    r"(?P<must>(?:任职|岗位|职位|应聘|基本|招聘)?(?:要求|条件|资格)|requirements?|must have|what you need)|"
    r"(?P<nice>加分项?|优先(?:条件|考虑)|nice to have|preferred|bonus points)|"
    r"(?P<off>福利(?:待遇)?|薪资(?:待遇|福利)?|薪酬(?:福利)?|待遇|公司(?:简介|介绍)|关于我们|企业简介|工作地点|工作时间|联系方式|"
    r"面试(?:地点|时间)|benefits|about us|we offer))[\s\]】]*[::]"
)
