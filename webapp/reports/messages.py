"""Words of the codes of reports."""

from flask_babel import lazy_gettext as _l

from webapp.http.wording import register_errors, register_labels

register_errors(
    {
        "report_category_missing": _l("Please choose what is wrong."),
        "report_text_missing": _l("Please write what is wrong, so that the bureau can look at it."),
        "report_words_missing": _l("Please write it in your words; the other side reads them."),
        "report_step_not_open": _l("This step is not possible any more. Somebody may have decided meanwhile."),
        "report_changed_meanwhile": _l(
            "Something came in while you were reading. Your words are kept; please look again and send once more."
        ),
        "report_other_case_open": _l("There is already an open case for this vacancy. Please go on there."),
        "report_too_many": _l("That was too many in a short time. Your words are kept; please send again in an hour."),
        "receipt_unknown": _l("There is no report with this number. Please check it letter by letter."),
    }
)
# As one who reports is asked.
register_labels(
    "report_category_asked",
    {
        "deposit": _l("A deposit or a fee is asked for"),
        "fraud": _l("It looks like fraud"),
        "discrimination": _l("It treats people unequally (sex, age, origin, health…)"),
        "false": _l("What it says is not true"),
        "contact_in_text": _l("It wants to be contacted outside this site (number or chat name in the text)"),
        "filled": _l("The post is already filled"),
        "other": _l("Another fault"),
    },
)
# In a word, in lists.
register_labels(
    "report_category",
    {
        "deposit": _l("Deposit or fee"),
        "fraud": _l("Fraud"),
        "discrimination": _l("Discrimination"),
        "false": _l("Not true"),
        "contact_in_text": _l("Contact in the text"),
        "filled": _l("Already filled"),
        "other": _l("Other"),
        "check": _l("Automatic check"),
    },
)
register_labels(
    "report_state",
    {
        "open": _l("New"),
        "asked": _l("Employer asked"),
        "answered": _l("Employer answered"),
        "objected": _l("Employer objects"),
        "dismissed": _l("No reason to act"),
        "removed": _l("Vacancy taken down"),
        "ended": _l("Vacancy had ended"),
    },
)
# As a reporter is told.
register_labels(
    "report_state_told",
    {
        "open": _l("The bureau has your report and will look at it."),
        "asked": _l("The bureau is asking the employer about it."),
        "answered": _l("The employer has answered; the bureau is looking at the answer."),
        "objected": _l("The vacancy was taken down. The employer objects, and the bureau is looking at it again."),
        "dismissed": _l("The bureau looked at it and saw no reason to take the vacancy down."),
        "removed": _l("The vacancy was taken down. Thank you: you have spared others the trouble."),
        "ended": _l("The vacancy had already ended and is not shown any more."),
    },
)
register_labels(
    "report_step",
    {
        "dismiss": _l("No reason to act: leave the vacancy as it is"),
        "ask": _l("Ask the employer for an answer"),
        "remove": _l("Take the vacancy down"),
        "close": _l("Close: the vacancy is not public any more"),
        "restore": _l("Take the removal back: show the vacancy again"),
        "uphold": _l("Uphold the removal"),
        "reopen": _l("Open again"),
        "answer": _l("Answer the bureau's question"),
        "object": _l("Object to the removal"),
    },
)
# In the history of a case.
register_labels(
    "report_step_done",
    {
        "dismiss": _l("The bureau saw no reason to act"),
        "ask": _l("The bureau asked the employer"),
        "remove": _l("The bureau took the vacancy down"),
        "close": _l("The bureau closed the case"),
        "restore": _l("The bureau took the removal back"),
        "uphold": _l("The bureau upheld the removal"),
        "reopen": _l("The bureau opened the case again"),
        "answer": _l("The employer answered"),
        "object": _l("The employer objected"),
    },
)
