"""Who is asking, in a request. The room of accounts hands in how to load a person (see `webapp.factory`)."""

from collections.abc import Callable

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from webapp.core.actor import ANYONE, Actor
from webapp.http.site import reading

ActorLoader = Callable[[Session, int, str], Actor | None]


class SignedIn(UserMixin):
    """What Flask-Login keeps: the account and its stamp, so that a new password ends the old sessions."""

    def __init__(self, actor: Actor, stamp: str) -> None:
        self.actor = actor
        self.id = f"{actor.account_id}:{stamp}"


def init_app(app: Flask, load_actor: ActorLoader) -> None:
    manager = LoginManager(app)
    manager.session_protection = "basic"

    @manager.user_loader
    def load(identity: str) -> SignedIn | None:
        account_id, _, stamp = identity.partition(":")
        if not account_id.isdigit():
            return None
        with reading() as database_session:
            actor = load_actor(database_session, int(account_id), stamp)
        return SignedIn(actor, stamp) if actor else None


def current_actor() -> Actor:
    """The asker of this request; never None."""
    if "actor" not in g:
        g.actor = current_user.actor if current_user.is_authenticated else ANYONE
    actor: Actor = g.actor
    return actor


def sign_in(actor: Actor, stamp: str, *, remember: bool = False) -> None:
    """Start a fresh session for the actor, so that no session id survives the step up."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(SignedIn(actor, stamp), remember=remember)
    g.pop("actor", None)


def sign_out() -> None:
    logout_user()
    session.clear()
    g.pop("actor", None)
