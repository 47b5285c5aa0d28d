"""The command line: `python -m webapp.commands <command>`. Each command may be repeated without harm."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

from webapp.core.settings import Settings, read_settings
from webapp.factory import create_site
from webapp.http.site import Site
from webapp.postings.lint.documenting import rules_document
from webapp.postings.readings import reread_outdated
from webapp.reference.services import load_reference

_ROOT = Path(__file__).parent.parent


def migrate(site: Site) -> None:
    """Bring the tables to the newest migration."""
    config = Config(toml_file=str(_ROOT / "pyproject.toml"))
    with site.database.engine.connect().execution_options(writes=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def reference(site: Site) -> None:
    """Bring the code lists in line with the release's files."""
    with site.database.transaction() as session:
        changed = load_reference(session)
    print("reference data: loaded" if changed else "reference data: unchanged")


def samples(site: Site) -> None:
    """Load the sample data of the nine cities, once."""
    from webapp.samples.services import load_samples

    load_samples(site, progress=lambda text: print(text, flush=True))


def read_skills(site: Site) -> None:
    """Read postings again for skills that an older release has read, or none."""
    done = 0
    while True:
        with site.database.transaction() as session:
            some = reread_outdated(session)
        if not some:
            break
        done += some
    print(f"skills: {done} postings read")


def lint_rules(site: Site) -> None:
    """Write the table of lint rules anew."""
    (_ROOT / "docs" / "lint-rules.md").write_text(rules_document(), encoding="utf-8")
    print("docs/lint-rules.md: written")


def prepare(site: Site) -> None:
    """Everything that a start needs: tables, code lists, and texts read by this release's rules."""
    migrate(site)
    reference(site)
    read_skills(site)


def reset(settings: Settings) -> None:
    """Throw away a development installation's data. Refused in production."""
    if settings.is_production:
        sys.exit("reset is refused in production")
    shutil.rmtree(settings.data_dir, ignore_errors=True)


COMMANDS = {
    "migrate": migrate,
    "reference": reference,
    "samples": samples,
    "read-skills": read_skills,
    "prepare": prepare,
    "lint-rules": lint_rules,
}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m webapp.commands")
    parser.add_argument("command", choices=[*COMMANDS, "reset"])
    chosen = parser.parse_args(arguments).command
    settings = read_settings(os.environ)
    if chosen == "reset":
        reset(settings)
    else:
        COMMANDS[chosen](create_site(settings))


if __name__ == "__main__":
    main(sys.argv[1:])
