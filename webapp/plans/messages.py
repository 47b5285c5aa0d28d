"""Words of plans: states, what each gate stops, the figures of a preview."""

from flask_babel import lazy_gettext as _l

from webapp.http.wording import register_errors, register_labels

register_errors(
    {
        "weight_out_of_bounds": _l("Please enter a weight above 0 and up to %(most)s, or let the point not count."),
        "nothing_essential": _l("At least one point must count on “fits the work”."),
        "share_out_of_bounds": _l("Please enter a share between %(least)s and %(most)s percent."),
        "slack_out_of_bounds": _l("Please enter a whole number between 0 and %(most)s."),
        "congestion_out_of_bounds": _l("Please enter a strength above 0 and up to 1, or switch spreading off."),
        "plan_not_computable": _l("No score can be computed with this plan. Please check all points."),
        "plan_note_missing": _l("Please say why; everybody who runs matching reads it."),
        "plan_note_too_long": _l("Please write at most %(most)s characters."),
        "plan_is_no_draft": _l("This plan is no draft any more and stays as it is. Copy it to go on from it."),
        "plan_changed_meanwhile": _l(
            "Somebody else changed the plans meanwhile. Look at them again and repeat the step."
        ),
        "plan_not_previewed": _l("A plan can be adopted only after a finished preview."),
        "plan_preview_stale": _l("The draft or the plan in force changed after the preview. Preview it again first."),
        "plan_unreadable": _l("This plan names points that this release no longer has, so it cannot be copied."),
        "plan_source_unknown": _l("Please choose which plan to copy."),
        "built_in_already_in_force": _l("The built-in plan is in force already."),
    }
)
register_labels(
    "plan_state",
    {
        "draft": _l("Draft"),
        "adopted": _l("In force"),
        "retired": _l("Formerly in force"),
        "discarded": _l("Discarded"),
        "built_in": _l("Built in"),
    },
)
register_labels(
    "preview_state",
    {
        "waiting": _l("Waiting"),
        "running": _l("Running"),
        "done": _l("Done"),
        "failed": _l("Failed"),
    },
)
register_labels(
    "gate_stops",
    {
        "track": _l("One side is labour, the other talent."),
        "place": _l("No place of work is among the cities wished, and not any city will do."),
        "origin": _l("The vacancy is open to people of named cities only, and this is none of them."),
        "education": _l("The education is more than %(education_slack)s steps below the least that is asked."),
        "certificates": _l("The person states not to have a required certificate."),
        "pay": _l("The top of the offer is below %(pay_floor)s of the wish."),
        "employment_form": _l("The person does not accept this form of employment."),
        "skill_level": _l("The skill level is more than %(slack)s steps below the one asked."),
    },
)
register_labels(
    "plan_number",
    {
        "essential_share": _l("Weight of “fits the work” beside further requirements"),
        "wish_share": _l("Weight of the person's wishes beside what the employer asks"),
        "min_score": _l("Least fit of a pair that is proposed"),
        "pay_floor_share": _l("Least pay, as a share of the wish"),
        "skill_level_slack": _l("Steps below the asked skill level that are still let through"),
        "education_slack": _l("Steps below the asked education that are still let through"),
        "congestion": _l("Spreading of recommendations"),
    },
)
register_labels(
    "plan_figure",
    {
        "gini": _l("Evenness of exposure (Gini)"),
        "relevance": _l("Mean fit of those listed, each by its own plan"),
        "relevance_by_before": _l("Mean fit of those listed, by the plan in force"),
        "relevance_of_run": _l("Mean fit of those listed"),
        "named": _l("People named in a list"),
        "listed": _l("Pairs listed"),
        "ndcg_at_10": _l("Best pairs first (nDCG of ten)"),
        "precision_at_5": _l("Good pairs among the first five"),
        "order": _l("Pairs in the right order"),
        "trap_order": _l("Traps in the right order"),
    },
)
register_labels(
    "plan_figure_meaning",
    {
        "gini": _l("0 would be all named equally often, 1 one person in every list. Lower is more even."),
        "relevance": _l("Before spreading. Scores of two plans are no common measure, so compare the line above."),
        "relevance_by_before": _l("Both lists by one measure, before spreading. A fall is what the draft costs today."),
        "relevance_of_run": _l("Before spreading. Higher is better."),
        "named": _l("Of those who fit some vacancy of the sample well enough."),
        "listed": _l("A higher bar makes lists shorter, and shorter lists have a higher mean fit by themselves."),
        "named_in_run": _l("Of those who fit some vacancy of this run well enough."),
        "ndcg_at_10": _l("Pairs labelled by hand, as a placement officer would judge. 1 would be that very order."),
        "precision_at_5": _l("Share of pairs that an officer would recommend."),
        "order": _l("Of two labelled pairs, how often the better has the higher score."),
        "trap_order": _l("The same for pairs that are alike in words only."),
    },
)
