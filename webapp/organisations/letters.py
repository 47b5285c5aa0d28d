"""The letters about due dates, in the receiver's language. They are written by the worker, which has no page and no
request, so the words are taken from this room's own catalogue. They name organisations, never persons.
"""

from datetime import date
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

from webapp.organisations.standing import DISPATCH_LICENCE, GRACE_OVER, LICENCE, ON_THE_DAY, VERIFICATION

_FOLDER = Path(__file__).parent / "translations"


@lru_cache(maxsize=4)
def words_of(language: str) -> NullTranslations:
    """The room's words in a language; English stands in the code."""
    return NullTranslations() if language == "en" else Translations.load(_FOLDER, ["zh_Hans_CN"])


def deadline_letter(
    language: str, subject: str, stage: str, organisation_name: str, due_on: date, address: str
) -> tuple[str, str]:
    """Subject line and body for members. `address` is the page with the way out."""
    words = words_of(language)
    what = _what(words, subject)
    if stage == GRACE_OVER:
        title = words.gettext("Your published vacancies were paused")
        text = words.gettext(
            "%(name)s was not verified again by %(day)s, and the time after that is over. Published vacancies were "
            "paused. Confirm your facts; when the bureau has verified them you can show the vacancies again."
        )
    elif stage == ON_THE_DAY:
        title = words.gettext("%(what)s ends: nothing new can be published") % {"what": what}
        text = words.gettext(
            "%(name)s: %(what)s is good until %(day)s and no longer. After that day nothing new can be published "
            "until it is renewed."
        )
    else:
        title = words.gettext("%(what)s ends on %(day)s") % {"what": what, "day": due_on.isoformat()}
        text = words.gettext(
            "%(name)s: %(what)s is good until %(day)s. Please renew it before that day, so that you "
            "can go on publishing."
        )
    facts = {"name": organisation_name, "what": what, "day": due_on.isoformat()}
    return title, _body(words, text % facts, address)


def bureau_letter(
    language: str, subject: str, stage: str, organisation_name: str, due_on: date, address: str
) -> tuple[str, str]:
    """The same for the officers of the bureau of the place."""
    words = words_of(language)
    facts = {"name": organisation_name, "what": _what(words, subject), "day": due_on.isoformat()}
    title = words.gettext("%(name)s: %(what)s ends on %(day)s") % facts
    if stage == GRACE_OVER:
        text = words.gettext("The organisation did not confirm its facts in time. Its published vacancies were paused.")
    else:
        text = words.gettext("After that day the organisation can publish nothing new until it is renewed.")
    return title, _body(words, text, address)


def _what(words: NullTranslations, subject: str) -> str:
    names = {
        VERIFICATION: words.gettext("the verification by the bureau"),
        LICENCE: words.gettext("the human resources service licence"),
        DISPATCH_LICENCE: words.gettext("the labour dispatch licence"),
    }
    return names[subject]


def _body(words: NullTranslations, text: str, address: str) -> str:
    lines = (words.gettext("Hello,"), text, address, words.gettext("Nine-City Jobs and Talent Service"))
    return "\n\n".join(lines) + "\n"
