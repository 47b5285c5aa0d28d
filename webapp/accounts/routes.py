"""Pages of accounts: register, sign in, reset, own account, staff accounts, audit, development mail."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.accounts import queries, services
from webapp.accounts.forms import (
    AskResetForm,
    ChangePasswordForm,
    CloseAccountForm,
    DetailsForm,
    NewPasswordForm,
    RegisterForm,
    SignInForm,
    StaffForm,
)
from webapp.accounts.letters import mail_invitation, mail_reset
from webapp.accounts.models import Account
from webapp.accounts.rules import INVITATION_PURPOSE, Address, masked, read_address
from webapp.audit import queries as audit_queries
from webapp.core import mail
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.paging import Page
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs, public, signed_in
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import COOKIE, language, safe_next
from webapp.http.session import current_actor
from webapp.http.session import sign_in as start_session
from webapp.http.session import sign_out as end_session
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label
from webapp.reference.queries import catalogue

blueprint = Blueprint("accounts", __name__)

navigation.add(lazy_gettext("Account"), "accounts.show_account", Role.SEEKER, order=80)
navigation.add(lazy_gettext("Accounts"), "accounts.list_accounts", Role.ADMINISTRATOR, order=20)
navigation.add(
    lazy_gettext("Audit"),
    "accounts.list_audit_entries",
    Role.ADMINISTRATOR,
    Role.OFFICER,
    Role.INSPECTOR,
    Role.COORDINATOR,
    order=90,
)

_YEAR_SECONDS = 365 * 24 * 3600

Answer = Response | str | tuple[str, int]


def _status(form: object) -> int:
    return SUBMITTED_WITH_ERRORS if getattr(form, "is_submitted", lambda: False)() else 200


def _start(account: Account, *, remember: bool = False) -> None:
    start_session(queries.as_actor(account), account.stamp, remember=remember)


@blueprint.route("/register", methods=["GET", "POST"])
@public
def register() -> Answer:
    if current_actor().is_signed_in:
        return redirect(url_for("pages.show_dashboard"), 303)
    form = RegisterForm()
    if request.method == "GET" and request.args.get("role") in {choice[0] for choice in form.role.choices}:
        form.role.data = request.args["role"]
    if form.validate_on_submit():
        site = current_site()
        draft = services.RegistrationDraft(
            Role(form.role.data), form.address.data, form.display_name.data, form.password.data, language()
        )
        try:
            with transaction() as session:
                account = services.register_account(session, draft, vault=site.vault, clock=site.clock)
            _start(account)
            flash(gettext("Welcome. Your account is ready."), "success")
            return redirect(_after_registration(draft.role), 303)
        except RuleBroken as error:
            form.attach(error)
    return render_template("accounts/register.html", form=form), _status(form)


def _after_registration(role: Role) -> str:
    """To what brought them here, a colleague's invitation among it; else employers go on to their organisation,
    without which they can post nothing, and seekers to their profile.
    """
    usual = "postings.start_profile" if role is Role.SEEKER else "organisations.edit_organisation"
    return safe_next(request.args.get("next")) or url_for(usual)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    form = SignInForm()
    following = safe_next(request.args.get("next"))
    if current_actor().is_signed_in:
        return redirect(following or url_for("pages.show_dashboard"), 303)
    if form.validate_on_submit():
        site = current_site()
        with transaction() as session:
            account = services.authenticate(
                session, form.address.data, form.password.data, vault=site.vault, clock=site.clock
            )
        if account is not None:
            _start(account, remember=form.remember.data)
            response = redirect(following or url_for("pages.show_dashboard"), 303)
            return response if COOKIE in request.cookies else _with_language(response, account.language)
        form.form_errors.append(gettext("The address or the password is not right."))
    return render_template("accounts/sign_in.html", form=form, following=following), _status(form)


def _with_language(response: Response, code: str) -> Response:
    """Remember the account's language on this device."""
    secure = current_site().settings.secure_cookies
    response.set_cookie(COOKIE, code, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True, secure=secure)
    return response


@blueprint.post("/sign-out")
@public
def sign_out() -> Answer:
    end_session()
    flash(gettext("You are signed out."), "success")
    return redirect(url_for("pages.show_home"), 303)


@blueprint.route("/password-reset", methods=["GET", "POST"])
@public
def ask_password_reset() -> Answer:
    form = AskResetForm()
    if form.validate_on_submit():
        site = current_site()
        with transaction() as session:
            found = services.ask_password_reset(session, form.address.data, vault=site.vault, clock=site.clock)
            if found:
                mail_reset(session, found)
        has_mailbox = site.settings.environment == "development" and not site.settings.smtp_host
        return render_template("accounts/password_reset_asked.html", has_mailbox=has_mailbox)
    return render_template("accounts/ask_password_reset.html", form=form), _status(form)


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> Answer:
    form, site = NewPasswordForm(), current_site()
    with reading() as session:
        found = queries.usable_token(session, token, site.clock.now())
        if found is None:
            return render_template("accounts/link_does_not_work.html"), 410
        is_invitation = found[0].purpose == INVITATION_PURPOSE
        asks_consent = is_invitation and not queries.has_accepted_terms(session, found[1].id)
        address = masked(_addresses(found[1])[0])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                account = services.set_password_by_token(
                    session, token, form.password.data, agrees=form.agrees.data, vault=site.vault, clock=site.clock
                )
            _start(account)
            flash(gettext("Your new password is set."), "success")
            return redirect(url_for("pages.show_dashboard"), 303)
        except RuleBroken as error:
            form.attach(error)
    text = render_template(
        "accounts/set_password.html",
        form=form,
        is_invitation=is_invitation,
        asks_consent=asks_consent,
        address=address,
    )
    return text, _status(form)


def _addresses(account: Account) -> list[Address]:
    """What the account signs in with, opened: for the person, and masked for others."""
    vault = current_site().vault
    found = []
    if account.email_sealed:
        found.append(Address(email=vault.open(account.email_sealed)))
    if account.phone_sealed:
        found.append(Address(phone=vault.open(account.phone_sealed)))
    return found


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def show_account() -> Answer:
    actor, site = current_actor(), current_site()
    form = DetailsForm()
    if form.validate_on_submit():
        with transaction() as session:
            services.change_details(
                session,
                actor,
                display_name=form.display_name.data,
                language=form.language.data,
                clock=site.clock,
            )
        flash(gettext("Saved."), "success")
        return _with_language(redirect(url_for(".show_account"), 303), form.language.data)
    with reading() as session:
        account = session.get_one(Account, actor.account_id)
        consents = queries.consents_of(session, account.id)
        if not form.is_submitted():
            form.display_name.data, form.language.data = account.display_name, account.language
        addresses = [address.email or address.phone for address in _addresses(account)]
        city = catalogue(session).city_label(account.city_code, language())
        rows = [(label("consent_purpose", row.purpose), row) for row in consents]
        # Rendered while the session is open: its end forgets the rows.
        text = render_template("accounts/show_account.html", form=form, addresses=addresses, consents=rows, city=city)
    return text, _status(form)


@blueprint.post("/account/consents/<int:consent_id>/withdrawal")
@signed_in
def withdraw_consent(consent_id: int) -> Answer:
    with transaction() as session:
        services.withdraw_consent(session, current_actor(), consent_id, clock=current_site().clock)
    flash(gettext("Your agreement is taken back. What rested on it has ended."), "success")
    return redirect(url_for(".show_account"), 303)


@blueprint.route("/account/closure", methods=["GET", "POST"])
@signed_in
def close_own_account() -> Answer:
    form = CloseAccountForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                clock = current_site().clock
                services.close_own_account(session, current_actor(), form.password.data, clock=clock)
            end_session()
            flash(gettext("Your account is closed."), "success")
            return redirect(url_for("pages.show_home"), 303)
        except RuleBroken as error:
            form.attach(error)
    return render_template("accounts/close_own_account.html", form=form), _status(form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Answer:
    form, site = ChangePasswordForm(), current_site()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                account = services.change_password(
                    session,
                    current_actor(),
                    form.current_password.data,
                    form.password.data,
                    vault=site.vault,
                    clock=site.clock,
                )
            _start(account)
            flash(gettext("Your new password is set."), "success")
            return redirect(url_for(".show_account"), 303)
        except RuleBroken as error:
            form.attach(error)
    return render_template("accounts/change_password.html", form=form), _status(form)


@blueprint.get("/accounts")
@needs(Permission.ACCOUNT_MANAGE)
def list_accounts() -> Answer:
    wanted, error = request.args.get("address", "").strip()[:200], ""
    with reading() as session:
        names = catalogue(session)
        if wanted:
            rows, error = _accounts_at(session, wanted)
            page: Page[Account] = Page(rows, None)
        else:
            page = queries.accounts_page(session, current_actor(), after=request.args.get("after"))
        cities = {row.id: names.city_label(row.city_code, language()) for row in page.items}
        addresses = {row.id: masked(_addresses(row)[0]) for row in page.items}
        invited = {row.id for row in page.items if services.is_invited(row)}
        next_url = url_for(".list_accounts", after=page.next_cursor) if page.next_cursor else None
        first_url = url_for(".list_accounts") if request.args.get("after") else None
        return render_template(
            "accounts/list_accounts.html",
            accounts=page.items,
            addresses=addresses,
            cities=cities,
            invited=invited,
            own_id=current_actor().account_id,
            wanted=wanted,
            error=error,
            next_url=next_url,
            first_url=first_url,
        )


def _accounts_at(session: Session, text: str) -> tuple[list[Account], str]:
    """The one account with exactly this address, or none; and what is wrong with the text."""
    try:
        found = queries.account_by_address(session, read_address(text), current_site().vault)
    except RuleBroken as error:
        return [], error_text(error)
    return [found] if found else [], ""


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_MANAGE)
def invite_staff() -> Answer:
    form, site = StaffForm(), current_site()
    with reading() as session:
        form.prepare(catalogue(session).city_choices(language()))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                invitation = services.invite_staff(
                    session,
                    current_actor(),
                    role=Role(form.role.data),
                    address=form.address.data,
                    display_name=form.display_name.data,
                    city_code=form.city_code.data or None,
                    language=form.language.data,
                    vault=site.vault,
                    clock=site.clock,
                )
                mail_invitation(session, invitation)
            flash(gettext("The invitation is on its way."), "success")
            return redirect(url_for(".list_accounts"), 303)
        except RuleBroken as error:
            form.attach(error)
    return render_template("accounts/invite_staff.html", form=form), _status(form)


@blueprint.post("/accounts/<int:account_id>/invitation")
@needs(Permission.ACCOUNT_MANAGE)
def invite_again(account_id: int) -> Answer:
    site = current_site()
    with transaction() as session:
        invitation = services.invite_again(session, current_actor(), account_id, vault=site.vault, clock=site.clock)
        mail_invitation(session, invitation)
    flash(gettext("The invitation is on its way."), "success")
    return redirect(url_for(".list_accounts"), 303)


@blueprint.post("/accounts/<int:account_id>/activity")
@needs(Permission.ACCOUNT_MANAGE)
def set_account_activity(account_id: int) -> Answer:
    is_active = request.form.get("is_active") == "yes"
    with transaction() as session:
        services.set_active(session, current_actor(), account_id, is_active, clock=current_site().clock)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".list_accounts"), 303)


@blueprint.get("/audit")
@needs(Permission.AUDIT_READ)
def list_audit_entries() -> Answer:
    with reading() as session:
        names = catalogue(session)
        after = request.args.get("after")
        if after:
            queries.last_seen_id(after)  # refuses an unusable cursor before the database sees it
        page = audit_queries.entries(session, current_actor(), after=after)
        rows = [
            (
                entry,
                label("audit_action", entry.action),
                label("audit_subject", entry.subject_kind),
                names.city_label(entry.city_code, language()),
            )
            for entry in page.items
        ]
        next_url = url_for(".list_audit_entries", after=page.next_cursor) if page.next_cursor else None
        first_url = url_for(".list_audit_entries") if request.args.get("after") else None
        return render_template("accounts/list_audit_entries.html", rows=rows, next_url=next_url, first_url=first_url)


@blueprint.get("/development/mail")
@public
def development_mail() -> Answer:
    """What would have been mailed; exists on development installations only."""
    settings = current_site().settings
    if settings.environment != "development":
        raise NotFound("not_found")
    return render_template("accounts/development_mail.html", letters=mail.delivered_files(settings))
