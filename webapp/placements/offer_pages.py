"""Pages of offers and of the first day of work."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text
from webapp.placements import offers, presenters, queries, starts
from webapp.placements.blueprint import blueprint
from webapp.placements.board_pages import lines_of
from webapp.placements.forms import OfferAnswerForm, OfferForm, StartForm
from webapp.placements.introduction_pages import render_introduction
from webapp.placements.models import Introduction, Offer
from webapp.placements.stale import stale_text
from webapp.placements.telling import tell_employer, tell_seeker
from webapp.reference.queries import catalogue

Answer = Response | str | tuple[str, int]
USUAL_DAYS = 7


def _to_introduction(introduction_id: int) -> Response:
    return redirect(url_for(".show_introduction", introduction_id=introduction_id), 303)


@blueprint.route("/introductions/<int:introduction_id>/offers/new", methods=["GET", "POST"])
@needs(Permission.CANDIDATE_ANSWER)
def make_offer(introduction_id: int) -> Answer:
    actor, site, form = current_actor(), current_site(), OfferForm()
    with reading() as session:
        row = queries.introduction_for(session, actor, introduction_id)
        if not queries.is_employer(actor, row[1]):
            raise NotAllowed("not_your_step")
        line, names = lines_of(session, [row])[0], catalogue(session)
    introduction, vacancy = row[0], row[1]
    form.pay_period.choices = names.choices("pay_periods", language())
    if not form.is_submitted():
        today = site.clock.today()
        form.version.data = str(introduction.version)
        form.pay_yuan.data, form.pay_period.data = vacancy.pay_min_yuan, vacancy.pay_period
        form.place.data = vacancy.places[0].address if vacancy.places else ""
        form.valid_until.data = today + timedelta(days=USUAL_DAYS)
        form.starts_on.data = max(vacancy.starts_on or today, today + timedelta(days=2 * USUAL_DAYS))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                offers.make_offer(
                    session, actor, introduction_id, form.to_draft(), version=form.seen_version, clock=site.clock
                )
                tell_seeker(session, introduction_id, "offered")
            flash(gettext("The offer is made. You are told as soon as it is answered."), "success")
            return _to_introduction(introduction_id)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(stale_text(error))
            form.version.data = str(introduction.version)
    text = render_template("placements/make_offer.html", form=form, line=line)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.post("/offers/<int:offer_id>/acceptance")
@needs(Permission.PROFILE_OWN)
def accept_offer(offer_id: int) -> Answer:
    try:
        with transaction() as session:
            offer = offers.accept_offer(session, current_actor(), offer_id, clock=current_site().clock)
            introduction_id = offer.introduction_id
            tell_employer(session, introduction_id, "offer_accepted")
    except RuleBroken as error:
        flash(error_text(error), "error")
        return redirect(url_for(".list_my_introductions"), 303)
    flash(gettext("You accepted the offer. The employer is told; your first day is noted."), "success")
    return _to_introduction(introduction_id)


@blueprint.route("/offers/<int:offer_id>/refusal", methods=["GET", "POST"])
@needs(Permission.PROFILE_OWN)
def decline_offer(offer_id: int) -> Answer:
    form = OfferAnswerForm()
    with reading() as session:
        offer = session.get(Offer, offer_id) if offer_id < 2**31 else None
        if offer is None:
            raise NotFound("not_found")
        row = queries.introduction_for(session, current_actor(), offer.introduction_id)
    site = current_site()
    if form.validate_on_submit():
        with transaction() as session:
            offers.decline_offer(session, current_actor(), offer_id, form.answer.data or "", clock=site.clock)
            tell_employer(session, offer.introduction_id, "declined")
        flash(gettext("You declined the offer. The employer is told."), "success")
        return _to_introduction(offer.introduction_id)
    view = presenters.offer_view(offer, row[1].pay_min_yuan_month, site.clock.today())
    text = render_template(
        "placements/decline_offer.html", form=form, offer=view, vacancy_title=row[1].title, row=row[0]
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.post("/offers/<int:offer_id>/withdrawal")
@needs(Permission.CANDIDATE_ANSWER)
def withdraw_offer(offer_id: int) -> Answer:
    with transaction() as session:
        offer = offers.withdraw_offer(session, current_actor(), offer_id, clock=current_site().clock)
        introduction_id = offer.introduction_id
        tell_seeker(session, introduction_id, "offer_withdrawn")
    flash(gettext("The offer is taken back and the person is told."), "success")
    return _to_introduction(introduction_id)


@blueprint.post("/introductions/<int:introduction_id>/start")
@needs(Permission.PROFILE_OWN, Permission.CANDIDATE_ANSWER)
def confirm_start(introduction_id: int) -> Answer:
    """Both sides confirm the first day; the second confirmation records the start."""
    actor, site, form = current_actor(), current_site(), StartForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                starts.confirm_start(session, actor, introduction_id, form.started_on.data, clock=site.clock)
                is_recorded = session.get_one(Introduction, introduction_id).state == "started"
                tell = tell_employer if actor.organisation_id is None else tell_seeker
                tell(session, introduction_id, "started" if is_recorded else "start_confirmed")
            flash(
                gettext("The start is recorded.")
                if is_recorded
                else gettext("Thank you. The other side is asked to confirm it too."),
                "success",
            )
            return _to_introduction(introduction_id)
        except RuleBroken as error:
            form.attach(error)
    return render_introduction(introduction_id, form), SUBMITTED_WITH_ERRORS
