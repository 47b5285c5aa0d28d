"""Words of matching: every comparison, level and gate. Explanations are stored as data, never as text."""

from flask_babel import lazy_gettext as _l

from webapp.http.wording import register_errors, register_labels

register_errors(
    {
        "from_cities_missing": _l("Please choose at least one city where people are."),
        "to_cities_missing": _l("Please choose at least one city where posts are."),
        "per_vacancy_out_of_bounds": _l("Please choose between 1 and %(most)s people a vacancy."),
        "decision_unknown": _l("Please choose what to do with the pairs."),
        "dismissal_reason_missing": _l("Please choose why the pairs are dismissed."),
        "run_already_ended": _l("This run has already ended."),
    }
)
register_labels(
    "run_state",
    {
        "waiting": _l("Waiting"),
        "running": _l("Running"),
        "done": _l("Done"),
        "cancelled": _l("Cancelled"),
        "failed": _l("Failed"),
    },
)
register_labels("pair_decision", {"recommended": _l("Recommended"), "dismissed": _l("Dismissed")})
register_labels(
    "pair_filter",
    {"undecided": _l("Not decided"), "recommended": _l("Recommended"), "dismissed": _l("Dismissed")},
)
register_labels(
    "dismissal_reason",
    {
        "distance": _l("Too far"),
        "pay": _l("Pay does not fit"),
        "skills": _l("Skills do not fit"),
        "already_placed": _l("Already placed"),
        "declined": _l("Declined before"),
        "other": _l("Another reason"),
    },
)
register_labels(
    "comparison",
    {
        "occupation": _l("Occupation"),
        "title": _l("Job title"),
        "skills": _l("Skills"),
        "place": _l("City"),
        "pay": _l("Pay"),
        "experience": _l("Experience"),
        "education": _l("Education"),
        "credentials": _l("Levels and certificates"),
        "availability": _l("Availability"),
    },
)
register_labels(
    "gate",
    {
        "track": _l("Labour or talent"),
        "place": _l("City is wanted"),
        "origin": _l("Open to people of this city"),
        "education": _l("Least education"),
        "certificates": _l("Required certificates"),
        "pay": _l("Pay not far below the wish"),
        "employment_form": _l("Form of employment"),
        "skill_level": _l("Least skill level"),
    },
)
register_labels(
    "match_level",
    {
        "occupation.same": _l("the same"),
        "occupation.same_small_group": _l("closely related"),
        "occupation.same_middle_group": _l("related"),
        "occupation.same_major_group": _l("distantly related"),
        "occupation.different": _l("different"),
        "occupation.unknown": _l("not stated"),
        "title.same": _l("the same"),
        "title.very_close": _l("very close"),
        "title.close": _l("close"),
        "title.related": _l("partly alike"),
        "title.different": _l("different words"),
        "title.unknown": _l("not stated"),
        "skills.all": _l("all"),
        "skills.all_must": _l("all that are a must"),
        "skills.most": _l("most"),
        "skills.some": _l("some"),
        "skills.none": _l("none of those named"),
        "skills.not_stated": _l("the person names none"),
        "skills.unknown": _l("none asked"),
        "place.choice_1": _l("first choice"),
        "place.choice_2": _l("second choice"),
        "place.choice_3": _l("third choice"),
        "place.choice_later": _l("a later choice"),
        "place.any_city": _l("any city is fine"),
        "place.not_wanted": _l("not wanted"),
        "place.unknown": _l("not stated"),
        "pay.above_wish": _l("meets the wish"),
        "pay.mostly_meets": _l("mostly meets the wish"),
        "pay.partly_meets": _l("partly meets the wish"),
        "pay.slightly_below": _l("slightly below the wish"),
        "pay.below": _l("below the wish"),
        "pay.unknown": _l("not stated"),
        "experience.none_asked": _l("none asked"),
        "experience.meets": _l("enough"),
        "experience.slightly_below": _l("slightly too little"),
        "experience.below": _l("too little"),
        "experience.unknown": _l("not stated"),
        "education.none_asked": _l("none asked"),
        "education.meets": _l("enough"),
        "education.below": _l("too low"),
        "education.unknown": _l("not stated"),
        "credentials.meets": _l("all shown"),
        "credentials.partly": _l("partly shown"),
        "credentials.not_shown": _l("not shown"),
        "credentials.unknown": _l("none asked"),
        "availability.in_time": _l("in time"),
        "availability.within_a_month": _l("within a month after"),
        "availability.later": _l("later"),
        "availability.unknown": _l("not stated"),
    },
)
