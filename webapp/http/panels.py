"""Pieces of a page that a higher room adds to a lower one: that names a place, the higher room fills it.

For example the page of a vacancy (postings) has a place for what is known of the employer (placements).
"""

from collections.abc import Callable

from markupsafe import Markup

Render = Callable[..., str]
_panels: dict[str, list[Render]] = {}


def add(place: str, render: Render) -> None:
    """Let `render(**facts)` write into this place; it returns rendered HTML, or an empty text. Called at import."""
    if render not in _panels.setdefault(place, []):
        _panels[place].append(render)


def shown(place: str, **facts: object) -> Markup:
    """What rooms put into this place, in the order of their import. The texts come from templates, which escape."""
    return Markup("\n").join(Markup(render(**facts)) for render in _panels.get(place, []))
