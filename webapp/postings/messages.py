"""Words of the codes of postings."""

from flask_babel import lazy_gettext as _l

from webapp.http.wording import register_errors, register_labels

register_errors(
    {
        "several_rules_broken": _l("Some answers need another look."),
        "step_not_possible_now": _l("This step is not possible any more. Somebody may have changed the posting."),
        "changed_meanwhile": _l(
            "Somebody else saved this posting while you were editing. Your answers are kept below; "
            "compare them with the saved version and save again."
        ),
        "organisation_missing": _l("Please describe your organisation first."),
        "organisation_not_verified": _l("Your organisation has to be verified by the bureau before it can publish."),
        "other_organisation": _l("This vacancy belongs to another organisation."),
        "other_city": _l("This posting belongs to another city's bureau."),
        "role_may_not": _l("Your role does not include this."),
        "not_own_profile": _l("This profile belongs to somebody else."),
        "not_found": _l("There is no such page, or it is no longer there."),
        "cursor_unusable": _l("This page link is damaged. Please start from the first page."),
        "read_skill_decision_unknown": _l("Please choose what to do with the skill."),
        "vacancy_was_removed": _l("The bureau took this vacancy down. It cannot be brought in again by a file."),
        "reason_missing": _l("Please give a reason; it is shown to the other side."),
        "title_missing": _l("Please enter the job title."),
        "headcount_missing": _l("Please enter how many people are wanted, as a number from 1 to 100,000."),
        "duties_too_short": _l("Please describe the work in at least %(least)s characters."),
        "place_missing": _l("Please choose the city of work."),
        "address_missing": _l("Please enter the address of work."),
        "pay_missing": _l("Please enter the pay as two numbers, from and to. Pay by negotiation is not accepted."),
        "pay_out_of_bounds": _l("Please check the pay: it must be above zero and below one million yuan a month."),
        "pay_out_of_order": _l("The upper pay must not be below the lower one."),
        "employment_form_missing": _l("Please choose the form of employment."),
        "contract_kind_missing": _l("Please choose the kind of contract."),
        "term_missing": _l("A fixed-term contract needs its term in months."),
        "hours_missing": _l("Please enter the hours a day and the days a week."),
        "social_insurance_missing": _l("Please say whether social insurance is paid."),
        "dispatch_details_missing": _l("Labour dispatch needs the user employer and the kind of post."),
        "requirements_missing": _l("Please state at least one requirement, or choose that no education is required."),
        "validity_missing": _l("Please choose until when the posting is valid."),
        "validity_out_of_bounds": _l("The last day must be within the next %(days)s days."),
        "wanted_title_missing": _l("Please enter the work you look for."),
        "city_now_missing": _l("Please choose the city where you are now."),
        "wanted_city_missing": _l("Please choose at least one city you would work in, or that any city is fine."),
        "real_name_missing": _l("Please enter your name. It is shown to nobody until you agree."),
        "phone_missing": _l("Please enter your mobile number. It is shown to nobody until you agree."),
        "unknown_city": _l("“%(text)s” is not one of the nine cities. Did you mean: %(suggestions)s?"),
    }
)
register_labels(
    "posting_state",
    {
        "draft": _l("Draft"),
        "submitted": _l("Being checked"),
        "returned": _l("Returned"),
        "published": _l("Published"),
        "paused": _l("Paused"),
        "filled": _l("Filled"),
        "withdrawn": _l("Withdrawn"),
        "removed": _l("Removed by the bureau"),
        "expired": _l("Expired"),
    },
)
# Why an address leads to nothing any more, in a sentence.
register_labels(
    "gone_reason",
    {
        "filled": _l("This post has been filled."),
        "withdrawn": _l("The employer has taken this vacancy back."),
        "removed": _l("The labour bureau has taken this vacancy down."),
        "expired": _l("The last day of this vacancy has passed."),
    },
)
register_labels("track", {"labour": _l("Labour"), "talent": _l("Talent")})
register_labels(
    "pay_period_short",
    {
        "month": _l("a month"),
        "year": _l("a year"),
        "day": _l("a day"),
        "hour": _l("an hour"),
        "piece": _l("a month (piece work)"),
    },
)
register_labels(
    "search_filter",
    {
        "cities": _l("the city"),
        "pay_from_yuan_month": _l("the pay"),
        "occupation_group": _l("the occupation group"),
        "track": _l("labour or talent"),
        "education_code": _l("the education"),
        "employment_form": _l("the form of employment"),
        "posted_within_days": _l("the date of posting"),
        "words": _l("the words"),
    },
)
register_labels(
    "search_sort", {"relevance": _l("Best fit first"), "newest": _l("Newest first"), "pay": _l("Highest pay first")}
)
register_labels(
    "close_reason",
    {
        "platform": _l("Filled through this service"),
        "elsewhere": _l("Filled in another way"),
        "not_filled": _l("Not filled, no longer needed"),
    },
)
# How well, as a text says it; the ladder of vocational levels is another thing.
register_labels(
    "skill_written_level",
    {
        "basic": _l("basic knowledge"),
        "working": _l("familiar"),
        "proficient": _l("proficient"),
        "expert": _l("expert"),
    },
)
register_labels("skill_demand", {"must": _l("named as a must"), "nice": _l("named as welcome")})
