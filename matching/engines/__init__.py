"""Text similarity. `rapid` does the work; `plain` is its slow readable twin and judge in tests."""

from matching.engines.base import TextEngine
from matching.engines.plain import PlainEngine
from matching.engines.rapid import RapidEngine

__all__ = ["PlainEngine", "RapidEngine", "TextEngine"]
