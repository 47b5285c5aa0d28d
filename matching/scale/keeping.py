"""An index in files: arrays that are mapped, and one file for all else. Only plain values are read, nothing is run."""

import json
import shutil
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from matching.scale.growing import Array

FORMAT = 2
_MANIFEST = "index.json"
_CURRENT = "current"


def write(folder: Path, state: dict[str, Any], arrays: dict[str, Array]) -> None:
    """Write beside what is there, then point to it: readers keep what they have open, and a crash changes nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    name = uuid.uuid4().hex
    made = folder / name
    made.mkdir()
    for key, array in arrays.items():
        np.save(made / f"{key}.npy", np.ascontiguousarray(array))
    manifest = {"format": FORMAT, "state": _plain(state), "arrays": sorted(arrays)}
    (made / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    pointer = folder / f"{name}.pointer"
    pointer.write_text(name, encoding="utf-8")
    pointer.replace(folder / _CURRENT)
    for other in folder.iterdir():
        if other.is_dir() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)


def read(folder: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """(state, arrays). Raises ValueError where there is no index that this release reads."""
    try:
        made = folder / (folder / _CURRENT).read_text(encoding="utf-8")
        manifest = json.loads((made / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise ValueError("an index of another release")
        # Copy on write: several processes share the pages, and none can change them for another.
        arrays = {name: np.load(made / f"{name}.npy", mmap_mode="c") for name in manifest["arrays"]}
    except (OSError, KeyError, json.JSONDecodeError) as error:
        raise ValueError("no index there") from error
    return _restored(manifest["state"]), {name: np.asarray(array) for name, array in arrays.items()}


def _plain(value: Any) -> Any:
    """Tuples and days are marked, so that they come back as what they were."""
    if isinstance(value, tuple):
        return {"t": [_plain(item) for item in value]}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {"m": [[key, _plain(item)] for key, item in value.items()]}
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    if kind == "t":
        return tuple(_restored(item) for item in inner)
    return date.fromisoformat(inner) if kind == "d" else {key: _restored(item) for key, item in inner}
