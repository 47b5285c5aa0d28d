"""What a title says about the work, without what it says about the offer."""

import re
from functools import lru_cache

from matching.folding import fold, squeeze

# A title is a line; what follows is somebody's essay.
LONGEST = 200
_BRACKETS = re.compile(r"[(\[【〔{<「『][^)\]】〕}>」』]*[)\]】〕}>」』]")
_PAY = re.compile(
    r"(?:底薪|月薪|日薪|时薪|年薪|薪资|工资|综合)?\s*\d+(?:\.\d+)?\s*(?:万|w|千|k|元)?\s*(?:[-~–—至到]\s*\d+(?:\.\d+)?)"
    r"\s*(?:万|w|千|k|元)?(?:\s*/?\s*(?:月|天|日|小时|年))?(?:\s*以上|\+)?"
    r"|(?:底薪|月薪|日薪|时薪|年薪|月入|日结)\s*\d*(?:\.\d+)?\s*(?:万|w|千|k|元)?\+?"
    r"|\d+(?:\.\d+)?\s*(?:万|w|千|k|元)(?:\s*/?\s*(?:月|天|日|小时|年))?(?:\s*以上|\+)?"
)
# Some words of an offer are also words of a trade: the recruiter, the social-insurance clerk, the emergency nurse.
_TRADE_OF_RECRUITING = (
    r"(?!专员|助理|文员|经理|主管|顾问|总监|负责人|主任|实习生|专家|师|官|运营|岗|客服|代表|老师|工程师|hr|与|及|培训)"
)
_OFFER = re.compile(
    r"诚招|诚聘|急聘|急招|直招|校招|社招|直聘|聘请|高薪(?!酬)|招聘"
    + _TRADE_OF_RECRUITING
    + r"|(?<![解招])聘(?![用任书])|包吃住|包吃|包住|包食宿|提供食宿|食宿|提供住宿"
    r"|双休(?!日)|单休|大小周|五险一金|六险一金|五险|六险|一金"
    r"|社保(?!专员|客服|顾问|会计|代理|经理|主管|助理|文员|卡|岗|公积金)|不加班|长白班|长期|可兼职|无需经验|无经验|接受小白"
    r"|接受应届生?|应届(?:毕业)?生?|20\d\d届|朝九晚五|周末(?:双休)?|年底双薪|待遇优厚|福利好|可实习|就近|\d+人|\d+名|月入过万|过万"
    r"|无责|(?:\+|加)?提成|(?<![应救])急(?![诊救件症危])|若干名?|[★☆◆●!！？?#*【】]"
)
# "Some firm is looking for …", "hospital …": before the trade stands who employs.
_EMPLOYER = re.compile(
    r"^.*(?:招聘|诚聘|急聘|聘|急招|诚招|招|事务所|公司|集团|医院|学校|幼儿园|酒店|宾馆|工厂|银行|小区|学院|大学|工地)"
    r"\s*(\S{2,})$"
)
# Houses that employ every trade, so that their name says nothing of it; shops and hotels are not among them.
_HOUSE = re.compile(r"^.+(?:事务所|公司|集团|医院|银行|学校|大学|小区|工地|工业园|园区)\s*(\S{2,})$")
_EDGES = re.compile(r"^[\s\-+/|,，。·、:：;；~&]+|[\s\-+/|,，。·、:：;；~&]+$")


@lru_cache(maxsize=200_000)
def clean_title(title: str) -> str:
    """The folded title without pay, benefits, calls and decoration; the folded title itself if nothing would remain."""
    folded = fold(title[:LONGEST])
    inner = " ".join(_BRACKETS.findall(folded))
    text = _EDGES.sub("", _OFFER.sub(" ", _PAY.sub(" ", _BRACKETS.sub(" ", folded))))
    text = " ".join(text.split())
    if text:
        return text
    rest = " ".join(_OFFER.sub(" ", _PAY.sub(" ", inner.strip("()[]【】"))).split())
    return rest.strip("()[]【】{}<> ") or folded


@lru_cache(maxsize=200_000)
def full_title(title: str) -> str:
    """The cleaned title and what its brackets say of the work: "life teacher (kindergarten)" is no other teacher."""
    cleaned, inner = clean_title(title), bracketed(title)
    return f"{cleaned} {inner}" if inner and squeeze(inner) not in squeeze(cleaned) else cleaned


def after_employer(title: str) -> str:
    """What follows the employer in a title that names one; empty where none is named."""
    found = _EMPLOYER.match(" ".join(_BRACKETS.sub(" ", fold(title[:LONGEST])).split()))
    return found.group(1) if found else ""


def after_house(title: str) -> str:
    """What follows the name of a house that may employ anybody; empty where none is named."""
    found = _HOUSE.match(clean_title(title))
    return found.group(1) if found else ""


@lru_cache(maxsize=200_000)
def bracketed(title: str) -> str:
    """What stands in brackets, without pay and offer."""
    inner = " ".join(found[1:-1] for found in _BRACKETS.findall(fold(title[:LONGEST])))
    return " ".join(_OFFER.sub(" ", _PAY.sub(" ", inner)).split())
