"""Logs hold event names and ids. What a person wrote never gets in, not even by way of an error."""

import ast
import json
import logging
import sys

from tests.architecture.sources import calls_in, name_of, python_files
from webapp.core.logging import ALLOWED_KEYS, EventFormatter

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def _line(record: logging.LogRecord) -> dict[str, object]:
    line: dict[str, object] = json.loads(EventFormatter().format(record))
    return line


def _record(**extra: object) -> logging.LogRecord:
    return logging.getLogger("tests").makeRecord(
        "tests", logging.INFO, __file__, 1, "signed_in", (), None, extra=extra or None
    )


def test_unknown_keys_are_dropped() -> None:
    line = _line(_record(account_id=7, phone="13800138000", real_name="Li Lei"))
    assert line["event"] == "signed_in" and line["account_id"] == 7
    assert "13800138000" not in json.dumps(line) and "Li Lei" not in json.dumps(line)


def test_the_text_of_an_exception_is_dropped() -> None:
    record = _record()
    try:
        raise ValueError("the number 13800138000 is taken")
    except ValueError:
        record.exc_info = sys.exc_info()
    line = _line(record)
    assert line["exception"] == "ValueError" and line["where"]
    assert "13800138000" not in json.dumps(line)


def test_arguments_are_not_woven_into_the_event() -> None:
    record = logging.getLogger("tests").makeRecord("tests", 20, __file__, 1, "mail to %s", ("a@b.example",), None)
    assert _line(record)["event"] == "mail to %s"


def test_every_event_is_a_constant_with_known_keys() -> None:
    wrong, seen = [], 0
    for path in python_files("webapp"):
        for name, call in calls_in(path):
            if name in LEVELS and isinstance(call.func, ast.Attribute) and _is_logger(call.func.value):
                seen += 1
                if len(call.args) != 1 or not isinstance(call.args[0], ast.Constant) or not _keys_known(call):
                    wrong.append(f"{name_of(path)}:{call.lineno}")
    assert seen and wrong == []


def _is_logger(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"log", "logger"}


def _keys_known(call: ast.Call) -> bool:
    for keyword in call.keywords:
        if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict):
            keys = [key.value for key in keyword.value.keys if isinstance(key, ast.Constant)]
            return len(keys) == len(keyword.value.keys) and set(keys) <= ALLOWED_KEYS
    return True
