"""Arrows point down: the import contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT


def test_import_contracts_hold() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([str(command)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-1000:]
    assert " 0 broken" in result.stdout
