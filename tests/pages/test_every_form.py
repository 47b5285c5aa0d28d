"""Every address that takes answers, as every role: whatever is sent, the site answers, escaped and without breaking."""

import re
from typing import Any

import pytest
from flask import Flask

from tests.postings.test_bad_input import BAD
from webapp.http.site import Site
from webapp.postings.models import Profile, Vacancy
from webapp.samples.services import DEMO_PASSWORD, Size, load_samples

NAMES = ("seeker", "employer", "agency", "officer.guangzhou", "inspector", "coordinator", "admin")
_SOME = (
    tuple(bad for bad in BAD if bad in ("", "a\x00b", "😀", "-1", "nan", "2026-02-30", "9" * 26)) + BAD[2:3] + BAD[7:8]
)
_NAMED = re.compile(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"')


def _addresses(app: Flask, site: Site) -> list[str]:
    """Every address that accepts POST, with ids that exist; a vacancy and a profile that the person may write."""
    with site.database.reading() as session:
        vacancy, profile = session.get_one(Vacancy, 1), session.get_one(Profile, 1)
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "accounts.sign_out":
            continue
        owner = profile if "profile" in rule.rule or "talents" in rule.rule else vacancy
        facts = {"public_id": owner.public_id, "step": "post", "action_name": "withdraw", "step_name": "accept"}
        values = {name: facts.get(name, 1) for name in rule.arguments}
        with app.test_request_context():
            found.append(str(app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")))
    return sorted(found)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_sent_breaks_a_form(app: Flask, client: Any, site: Site, name: str) -> None:
    load_samples(site, lambda text: None, Size(30, 60, 80))
    assert (
        client.post("/sign-in", data={"address": f"{name}@nine.example", "password": DEMO_PASSWORD}).status_code == 303
    )
    broken, asked = [], 0
    for address in _addresses(app, site):
        page = client.get(address)
        if page.status_code in (403, 404):
            continue
        fields = sorted(set(_NAMED.findall(page.get_data(as_text=True))) - {"csrf_token"})
        for bad in _SOME:
            answer = client.post(address, data=dict.fromkeys(fields or ["reason"], bad))
            asked += 1
            if answer.status_code >= 500 or "<script>alert(1)" in answer.get_data(as_text=True):
                broken.append((address, bad[:20], answer.status_code))
    assert broken == []
    assert asked > 20
