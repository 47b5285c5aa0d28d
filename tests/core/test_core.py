"""The foundations: identifiers, sealed columns, settings, the queue, cursors."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from webapp.core import queue
from webapp.core.clock import FixedClock
from webapp.core.crypto import Vault, hash_password, password_matches
from webapp.core.errors import ConfigurationError, RuleBroken
from webapp.core.identifiers import credit_check_character, is_credit_code
from webapp.core.paging import decode_cursor, encode_cursor
from webapp.core.queue import LEASE, MAX_ATTEMPTS, Job, JobState, enqueue, release_abandoned
from webapp.core.settings import read_settings
from webapp.http.site import Site

# -- identifiers --------------------------------------------------------------------------------------------------


def test_a_credit_code_checks_itself() -> None:
    body = "91440101MA5AB1CD2"
    code = body + credit_check_character(body)
    assert is_credit_code(code)
    for place in range(18):
        other = "3" if code[place] != "3" else "4"
        assert not is_credit_code(code[:place] + other + code[place + 1 :])


def test_known_credit_codes() -> None:
    # The codes of two well-known firms, as their licences show them.
    assert is_credit_code("91440300708461136T")
    assert is_credit_code("914403001922038216")


@pytest.mark.parametrize(
    "code", ["", "9", "9" * 19, "91440101MA5AB1CDI0", "91440101ma5ab1cd20", "９" * 18, "\x00" * 18]
)
def test_what_is_no_credit_code(code: str) -> None:
    assert not is_credit_code(code)


# -- secrets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "13800000000", "陈志明", "😀", "a\x00b", "x" * 5000])
def test_the_vault_gives_back_what_it_sealed(text: str) -> None:
    vault = Vault("one key")
    sealed = vault.seal(text)
    assert vault.open(sealed) == text
    assert not text or text not in sealed
    assert vault.seal(text) != sealed


def test_another_key_or_a_changed_text_opens_nothing() -> None:
    sealed = Vault("one key").seal("13800000000")
    with pytest.raises(ValueError, match="another key"):
        Vault("other key").open(sealed)
    with pytest.raises(ValueError, match="another key"):
        Vault("one key").open(sealed[:-6] + "AAAAA=")
    with pytest.raises(ValueError, match="another key"):
        Vault("one key").open("")


def test_a_blind_index_finds_equals_and_needs_the_key() -> None:
    vault = Vault("one key")
    assert vault.blind_index(" A@Example.org ") == vault.blind_index("a@example.org")
    assert vault.blind_index("a@example.org") != vault.blind_index("b@example.org")
    assert vault.blind_index("a@example.org") != Vault("other key").blind_index("a@example.org")


def test_passwords() -> None:
    stored = hash_password("by the river")
    assert password_matches(stored, "by the river")
    assert not password_matches(stored, "by the lake")
    assert not password_matches(None, "by the river")
    assert not password_matches("no hash", "by the river")


# -- settings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("NINE_SMTP_PORT", "smtp", "setting_not_a_number"),
        ("NINE_SMTP_PORT", "-1", "setting_not_a_number"),
        ("NINE_SMTP_PORT", "", "setting_not_a_number"),
        ("NINE_WORKER_THREADS", "2.5", "setting_not_a_number"),
        ("NINE_SECURE_COOKIES", "maybe", "setting_not_yes_or_no"),
        ("NINE_SECURE_COOKIES", "", "setting_not_yes_or_no"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(tmp_path: Path, name: str, value: str, code: str) -> None:
    with pytest.raises(ConfigurationError, match=code) as caught:
        read_settings({"NINE_DATA_DIR": str(tmp_path), name: value})
    assert caught.value.field == name.removeprefix("NINE_").lower()


def test_production_needs_a_key_and_has_secure_cookies(tmp_path: Path) -> None:
    given = {"NINE_DATA_DIR": str(tmp_path), "NINE_ENVIRONMENT": "production"}
    with pytest.raises(ConfigurationError, match="secret_key_missing"):
        read_settings(given)
    assert read_settings({**given, "NINE_SECRET_KEY": "k"}).secure_cookies
    assert not read_settings({**given, "NINE_SECRET_KEY": "k", "NINE_SECURE_COOKIES": "no"}).secure_cookies


def test_development_makes_a_key_once_and_keeps_it(tmp_path: Path) -> None:
    given = {"NINE_DATA_DIR": str(tmp_path / "new")}
    first = read_settings(given)
    assert len(first.secret_key) == 64
    assert read_settings(given).secret_key == first.secret_key
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o077 == 0
    assert first.database_url.startswith("sqlite:///")
    assert first.mail_dir == tmp_path / "new" / "mail"


# -- queue --------------------------------------------------------------------------------------------------------


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A job that notes what it was given, and one that always fails."""
    seen: list[Any] = []

    def fails(context: Any, **payload: Any) -> None:
        seen.append("failed")
        raise RuleBroken("on_purpose")

    monkeypatch.setitem(queue._handlers, "tests.note", lambda context, number: seen.append(number))
    monkeypatch.setitem(queue._handlers, "tests.fail", fails)
    return seen


def only_job(site: Site) -> Job:
    with site.database.reading() as session:
        return session.scalars(select(Job)).one()


def test_a_job_is_promised_with_the_transaction_and_run_once(site: Site, calls: list[Any]) -> None:
    with site.database.transaction() as session:
        enqueue(session, "tests.note", number=7)
        assert site.queue.run_all_due() == 0 or site.database.engine.dialect.name == "sqlite"
    assert calls == []
    assert only_job(site).state == JobState.WAITING
    assert site.queue.run_all_due() == 1
    assert site.queue.run_all_due() == 0
    assert calls == [7]
    assert only_job(site).state == JobState.DONE


def test_what_is_rolled_back_promises_nothing(site: Site, calls: list[Any]) -> None:
    with pytest.raises(KeyError), site.database.transaction() as session:
        enqueue(session, "tests.note", number=7)
        session.flush()
        raise KeyError
    assert site.queue.run_all_due() == 0
    assert calls == []
    with site.database.reading() as session:
        assert session.scalars(select(Job)).all() == []


def test_a_job_for_later_waits_for_its_time(site: Site, clock: FixedClock, calls: list[Any]) -> None:
    with site.database.transaction() as session:
        enqueue(session, "tests.note", run_after=clock.now() + timedelta(hours=1), number=1)
    assert site.queue.run_all_due() == 0
    clock.advance(timedelta(hours=1))
    assert site.queue.run_all_due() == 1


def test_a_failing_job_is_tried_again_ever_later_and_then_parked(
    site: Site, clock: FixedClock, calls: list[Any]
) -> None:
    with site.database.transaction() as session:
        enqueue(session, "tests.fail")
    for attempt, pause in enumerate((*queue.PAUSES, timedelta(0)), 1):
        site.queue.run_all_due()
        held = only_job(site)
        assert (len(calls), held.attempts, held.last_error) == (attempt, attempt, "RuleBroken:on_purpose")
        site.queue.run_all_due()
        assert len(calls) == attempt
        if attempt < MAX_ATTEMPTS:
            assert (held.state, held.run_after) == (JobState.WAITING, clock.now() + pause)
        clock.advance(pause)
    assert only_job(site).state == JobState.PARKED
    clock.advance(timedelta(days=30))
    assert site.queue.run_all_due() == 0
    assert len(calls) == MAX_ATTEMPTS


def test_a_job_without_a_handler_is_kept(site: Site) -> None:
    with site.database.transaction() as session:
        enqueue(session, "tests.nobody")
    site.queue.run_all_due()
    held = only_job(site)
    assert held.state == JobState.WAITING
    assert (held.last_error or "").startswith("KeyError")


def test_what_a_dead_worker_held_is_due_again_after_its_lease(site: Site, clock: FixedClock, calls: list[Any]) -> None:
    with site.database.transaction() as session:
        held = enqueue(session, "tests.note", number=3)
        session.flush()
        held.state, held.leased_until, held.worker = JobState.RUNNING, clock.now() + LEASE, "gone"
    assert site.queue.run_all_due() == 0
    with site.database.transaction() as session:
        assert release_abandoned(session, clock.now()) == 0
        assert release_abandoned(session, clock.now(), worker="somebody else") == 0
    clock.advance(LEASE + timedelta(seconds=1))
    with site.database.transaction() as session:
        assert release_abandoned(session, clock.now()) == 1
    assert site.queue.run_all_due() == 1
    assert calls == [3]


def test_a_restarted_worker_takes_back_its_own_at_once(site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        held = enqueue(session, "tests.note", number=3)
        session.flush()
        held.state, held.leased_until, held.worker = JobState.RUNNING, clock.now() + LEASE, "me"
    with site.database.transaction() as session:
        assert release_abandoned(session, clock.now(), worker="me") == 1


# -- cursors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [(1,), ("a", 2), (1.5, 9), (None, 1), ("2026-11-23T02:00:00+00:00", 3)])
def test_a_cursor_comes_back(values: tuple[Any, ...]) -> None:
    assert decode_cursor(encode_cursor(*values), len(values)) == list(values)


def coded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "%%%",
        "电工",
        "😀",
        "\x00",
        "A" * 10_000,
        coded({}),
        coded([]),
        coded([1]),
        coded([1, 2, 3]),
        coded([[1], 2]),
    ],
)
def test_a_strange_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(RuleBroken, match="cursor_unusable"):
        decode_cursor(cursor, 2)
