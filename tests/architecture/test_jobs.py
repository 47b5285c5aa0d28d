"""No promise of work leads nowhere."""

import ast

from flask import Flask

from tests.architecture.sources import calls_in, python_files, tree_of
from webapp.core.events import subscriptions
from webapp.core.queue import handler_names


def test_every_job_has_a_handler(house: Flask) -> None:
    subscribed = {name for names in subscriptions().values() for name in names}
    assert subscribed and subscribed - handler_names() == set()


def test_every_enqueued_name_has_a_handler(house: Flask) -> None:
    promised = set()
    for path in python_files("webapp"):
        constants = _text_constants(tree_of(path))
        for name, call in calls_in(path):
            if name == "enqueue" and len(call.args) > 1:
                wanted = call.args[1]
                if isinstance(wanted, ast.Constant):
                    promised.add(str(wanted.value))
                elif isinstance(wanted, ast.Name) and wanted.id in constants:
                    promised.add(constants[wanted.id])
    assert promised and promised - handler_names() == set()


def _text_constants(tree: ast.Module) -> dict[str, str]:
    """NAME -> text of the assignments at the top of a file."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
