"""The table of rules as a document: made from the code, its data and its examples, so that it cannot go out of date."""

from collections.abc import Iterator

from webapp.postings.lint.examples import DAY, Example, examples
from webapp.postings.lint.tables import Limit, laws, limits_on, read_rows, rules_on

# What each rule is about, in the order of the document.
SUBJECTS = {
    "PF-01": "Employer's name and credit code",
    "PF-02": "Licence and verification",
    "PF-03": "Number of people",
    "PF-04": "Requirements",
    "PF-05": "Title and description",
    "PF-06": "Place of work",
    "PF-07": "Pay: a range, in order, not too wide",
    "PF-08": "Last day",
    "PF-09": "Contract",
    "PF-10": "Hours stated, text and fields alike",
    "PF-11": "Social insurance",
    "PF-12": "Hazards",
    "PF-13": "Source of a copy",
    "PF-14": "Contact in the text",
    "PF-15": "Labour dispatch",
    "N-01": "Standard hours",
    "N-02": "Overtime",
    "N-03": "Rest days",
    "N-04": "Overtime pay",
    "N-05": "Probation",
    "N-06": "Part-time work",
    "N-08": "Kind of dispatch post",
    "N-09": "Dispatch contract",
    "N-10": "Dispatch to another city",
    "N-11": "Least age and hazards",
    "N-12": "Minimum wage",
    "W-SEX": "Sex",
    "W-MARRIAGE": "Marriage and children",
    "W-ETHNIC": "Ethnic group and religion",
    "W-HUKOU": "Registered home, region, identity",
    "W-HEALTH": "Carriers of a disease",
    "W-DISABLED": "Disability",
    "W-AGE": "Upper age",
    "W-LOOKS": "Looks and signs",
    "W-CHILD": "Child labour",
    "W-DEPOSIT": "Deposits and papers",
    "W-FRAUD": "Bait and fraud",
    "W-INSURANCE": "Social insurance, in words",
    "W-HOURS": "Overtime, in words",
    "W-UNPAID": "Unpaid trial work",
    "F-PAY": "Pay far above the usual",
    "F-CITIES": "One post in many cities",
}


def rules_document() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    texts = examples()
    lawful = sum(one.severity is None for one in texts)
    yield "# Rules of the lint"
    yield ""
    yield "Made by `python -m webapp.commands lint-rules` from `webapp/postings/lint/`; a test keeps it up to date."
    yield f"Every rule is tried on {len(texts)} examples, {lawful} of them lawful (`data/examples.csv`)."
    yield ""
    yield "BLOCK cannot be sent. WARN: the employer confirms, this is kept. FLAG: the bureau looks. NOTE is told."
    yield "A citation is verified when the article's wording was read in a public reprint (`data/laws.csv` names it and"
    yield "the day); the official gazette was not at hand. A minimum wage that nobody verified warns only."
    yield "N-07 (share of dispatched staff) and N-13 to N-19 are about employers and bureaus, not about one posting."
    yield ""
    yield "| rule | about | severity | law (✓ verified) | fires | does not fire |"
    yield "|---|---|---|---|---|---|"
    for rule, subject in SUBJECTS.items():
        own = [one for one in texts if one.rule == rule]
        severities = sorted({one.severity for one in own if one.severity}, key=lambda one: one.rank)
        fires = next(one for one in own if one.severity)
        silent = next(one for one in own if one.severity is None)
        cited = "; ".join(_cited(law) for law in rules_on(DAY)[rule].laws)
        grave = ", ".join(one.upper() for one in severities)
        yield f"| {rule} | {subject} | {grave} | {cited} | {_shown(fires)} | {_shown(silent)} |"
    yield ""
    yield "## Limits"
    yield ""
    yield "| limit | value | law | verified |"
    yield "|---|---|---|---|"
    for name, limit in limits_on(DAY).items():
        value = f"{limit.value:g} {limit.unit}"
        yield f"| {name.replace('_', ' ')} | {value} | {_laws(limit)} | {_yes(limit.is_verified)} |"
    yield ""
    yield "## Citations"
    yield ""
    yield "| law | article | in force since | source | verified on |"
    yield "|---|---|---|---|---|"
    for row in read_rows("laws.csv"):
        yield (
            f"| {row['name_zh']} | {row['article']} | {row['valid_from']} | {row['source']} | "
            f"{row['verified_on'] or 'no'} |"
        )


def _cited(law: str) -> str:
    row = laws()[law]
    article = f" {row.article}" if row.article else ""
    return f"{row.name_en}{article}{' ✓' if row.verified_on else ''}"


def _laws(limit: Limit) -> str:
    return "; ".join(_cited(law) for law in limit.laws)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _shown(example: Example) -> str:
    where = f"{example.field}: " if example.text and example.field != "duties" else ""
    return (where + example.name).replace("|", "\\|")
