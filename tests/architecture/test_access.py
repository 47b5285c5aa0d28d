"""Default deny: an endpoint says who may call it."""

from flask import Flask

from webapp.http.access import declaration_of


def test_every_endpoint_declares_access(house: Flask) -> None:
    endpoints = {rule.endpoint for rule in house.url_map.iter_rules()} - {"static"}
    silent = sorted(endpoint for endpoint in endpoints if declaration_of(house, endpoint) is None)
    assert endpoints and silent == []


def test_who_needs_a_permission_names_one(house: Flask) -> None:
    empty = []
    for rule in house.url_map.iter_rules():
        access = declaration_of(house, rule.endpoint)
        if access is not None and access.kind == "needs" and not access.permissions:
            empty.append(rule.endpoint)
    assert empty == []


def test_only_signing_in_and_out_and_links_by_mail_change_something_for_strangers(house: Flask) -> None:
    """A public endpoint that takes a POST is rare enough to be listed."""
    listed = {
        "accounts.ask_password_reset",
        "accounts.register",
        "accounts.set_password",
        "accounts.sign_in",
        "accounts.sign_out",
        "reports.look_up_report",
        "reports.report_vacancy",
    }
    found = set()
    for rule in house.url_map.iter_rules():
        access = declaration_of(house, rule.endpoint)
        if access is not None and access.kind == "public" and "POST" in (rule.methods or set()):
            found.add(rule.endpoint)
    assert found <= listed
