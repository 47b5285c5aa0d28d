"""Compile every room's catalogue that is newer than its compiled form: `python webapp/translations/compile.py`."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(root: Path) -> int:
    """Compile what changed; returns how many were written. A malformed source raises."""
    written = 0
    for source in sorted(root.glob("**/translations/**/messages.po")) + sorted(
        root.glob("translations/*/*/messages.po")
    ):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale="zh_Hans_CN", abort_invalid=True)
        temporary = target.with_suffix(f".{os.getpid()}.part")
        with temporary.open("wb") as file:
            write_mo(file, catalogue)
        # A file of its own, renamed in one step: another process may be compiling or reading at the same time.
        temporary.replace(target)
        written += 1
    return written


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent.parent)
