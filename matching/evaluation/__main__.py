"""`python -m matching.evaluation [--check | --record]`."""

import sys

from matching.evaluation.report import Figure, evaluate, record, recorded, shortfalls, sizes, titles_per_second


def _table(figures: list[Figure]) -> None:
    kept = recorded() if "--record" not in sys.argv else {}
    print(sizes())
    print(f"{'topic':10}{'measure':18}{'method':10}{'value':>8}{'recorded':>10}")
    for figure in sorted(figures, key=lambda one: (one.topic, one.measure, not one.is_ours)):
        held = f"{kept[figure.key]:10.3f}" if figure.is_ours and figure.key in kept else ""
        print(f"{figure.topic:10}{figure.measure:18}{figure.method:10}{figure.value:8.3f}{held}")


def main() -> int:
    figures = evaluate()
    if "--record" in sys.argv:
        record(figures)
    _table(figures)
    print(f"titles/s, this machine, one thread: {titles_per_second():,.0f}")
    faults = shortfalls(figures, recorded())
    for fault in faults:
        print(f"fell too far: {fault}")
    return 1 if "--check" in sys.argv and faults else 0


if __name__ == "__main__":
    sys.exit(main())
