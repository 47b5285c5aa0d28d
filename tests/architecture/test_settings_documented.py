"""Every setting is described where who runs the site looks for it, and nothing else is."""

import re
from dataclasses import fields

from tests.architecture.sources import ROOT
from webapp.core.settings import PREFIX, Settings


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(NINE_[A-Z_]+)` \|", text, re.MULTILINE))
    assert documented == {PREFIX + field.name.upper() for field in fields(Settings)}
