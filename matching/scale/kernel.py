"""The compiled part: search one segment for each asking record, and grade named pairs.

Sums and their order are those of `scoring`, so that a pair has the same number here and there. What bounds a score from
above is its occupation alone: every other part can at best be 1.0, and its logarithm 0.0.

Arrays are handed on one by one and small functions are inlined: taking an array out of a tuple counts its references,
which costs more than the look-up. Hence the long lists of parameters.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from matching.comparisons.occupation import NOT_UNDERSTOOD
from matching.comparisons.skills import BASE, IMPLIED
from matching.comparisons.title import FLOOR, SAME_OCCUPATION
from matching.comparisons.wish import CHOICES
from matching.scale.growing import Array
from matching.scoring import SMALLEST

OCCUPATION, TITLE, SKILLS, NICE_SKILLS, WISH, TABLE = range(6)
_MILLION = 1e6
# Two sums of the same numbers may differ by this much, and a rounded score by less.
_SLIP = 2e-6
_FLOOR, _SAME, _HALF = FLOOR, SAME_OCCUPATION, IMPLIED
_SKILLS_BASE, _NICE_BASE = BASE["skills"], BASE["nice_skills"]
_FIRST, _SECOND, _LATER = (score for _, score in CHOICES)
_UNCLEAR, _SMALLEST = NOT_UNDERSTOOD, SMALLEST


class PlanArrays(NamedTuple):
    """Comparisons in the order of the plan: what each is, its column among the tables, its weight and its side."""

    kinds: Array
    columns: Array
    weights: Array
    sides: Array
    essential_share: float
    wish_share: float
    # score <= occupation ** exponent; 0.0 where the plan has no occupation.
    exponent: float


class Index(NamedTuple):
    """What is searched, by code: the records whose work may be that, by falling weight, surely understood ones only.
    Records that are not surely understood, and those of which nothing is known, are met one by one.
    """

    code_starts: Array
    code_records: Array
    code_weights: Array
    # Does the record state a speciality?
    code_specials: Array
    unclear: Array
    unknown: Array
    alive: Array


class Buffers(NamedTuple):
    """The best so far of every asking record: places, scores, and how many."""

    places: Array
    scores: Array
    counts: Array


# -- parts of one pair --------------------------------------------------------------------------------------------


@njit(inline="always")
def _holds(values: Any, start: int, stop: int, wanted: int) -> bool:
    """Is a number in a sorted stretch?"""
    low, high = start, stop
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low < stop and values[low] == wanted


@njit(cache=True, nogil=True)
def _near(near_keys: Any, near_values: Any, left: int, right: int) -> float:
    """How alike two words are that no dictionary knows."""
    key = (np.int64(min(left, right)) << 32) | np.int64(max(left, right))
    low, high = 0, len(near_keys)
    while low < high:
        middle = (low + high) // 2
        if near_keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return near_values[low] if low < len(near_keys) and near_keys[low] == key else 0.0


@njit(cache=True, nogil=True)
def _titles_alike(
    starts: Any,
    values: Any,
    meanings: Any,
    totals: Any,
    weights: Any,
    codes: Any,
    loose: Any,
    near_keys: Any,
    near_values: Any,
    left: int,
    right: int,
) -> float:
    """`title.similarity` of two titles that have words."""
    met = 0.0
    for turn in range(2):
        here, there = (left, right) if turn == 0 else (right, left)
        for a in range(starts[here], starts[here + 1]):
            own, best = values[a], 0.0
            for b in range(starts[there], starts[there + 1]):
                other = values[b]
                if own == other:
                    best = 1.0
                    break
                if codes[own] >= 0 and codes[own] == codes[other]:
                    best = max(best, _SAME)
                elif loose[own] and loose[other]:
                    best = max(best, _near(near_keys, near_values, own, other))
            met += weights[own] * best
    similarity = np.rint(met / (totals[left] + totals[right]) * _MILLION) / _MILLION
    if meanings[left] >= 0 and meanings[left] == meanings[right]:
        return max(similarity, _SAME)
    return similarity


@njit(cache=True, nogil=True)
def _title_part(words: Any, jobs: Any, job: int, talents: Any, talent: int) -> float:
    best = -1.0
    for a in range(jobs.title_starts[job], jobs.title_starts[job + 1]):
        for b in range(talents.title_starts[talent], talents.title_starts[talent + 1]):
            alike = _titles_alike(
                words.title_starts,
                words.title_words,
                words.title_meaning,
                words.title_total,
                words.word_weight,
                words.word_code,
                words.word_is_loose,
                words.near_keys,
                words.near_values,
                jobs.titles[a],
                talents.titles[b],
            )
            best = max(best, alike)
    return np.nan if best < 0.0 else _FLOOR + (1.0 - _FLOOR) * best


@njit(cache=True, nogil=True)
def _skills_part(
    wanted: Any,
    weights: Any,
    start: int,
    stop: int,
    stated: Any,
    stated_start: int,
    stated_stop: int,
    half: Any,
    half_start: int,
    half_stop: int,
    read: Any,
    read_start: int,
    read_stop: int,
    base: float,
) -> float:
    if start == stop:
        return np.nan
    credit, total = 0.0, 0.0
    for place in range(start, stop):
        skill = wanted[place]
        total += weights[place]
        if _holds(stated, stated_start, stated_stop, skill):
            credit += weights[place]
        elif _holds(half, half_start, half_stop, skill) or _holds(read, read_start, read_stop, skill):
            credit += weights[place] * _HALF
    return base + (1.0 - base) * (credit / total)


@njit(cache=True, nogil=True)
def _skills_of(words: Any, jobs: Any, job: int, talents: Any, talent: int, kind: int) -> float:
    wanted, weights = (jobs.skills, jobs.skill_weights) if kind == SKILLS else (jobs.nice, jobs.nice_weights)
    starts = jobs.skill_starts if kind == SKILLS else jobs.nice_starts
    half = talents.half[talent]
    return _skills_part(
        wanted,
        weights,
        starts[job],
        starts[job + 1],
        talents.skills,
        talents.skill_starts[talent],
        talents.skill_starts[talent + 1],
        words.half_skills,
        words.half_starts[half],
        words.half_starts[half + 1],
        talents.read,
        talents.read_starts[talent],
        talents.read_starts[talent + 1],
        _SKILLS_BASE if kind == SKILLS else _NICE_BASE,
    )


@njit(cache=True, nogil=True)
def _wish_part(
    steps: Any, job_starts: Any, job_codes: Any, job: int, talent_starts: Any, talent_codes: Any, talent: int
) -> float:
    start, stop = talent_starts[talent], talent_starts[talent + 1]
    if job_starts[job] == job_starts[job + 1] or start == stop:
        return np.nan
    code = job_codes[job_starts[job]]
    nearest, position = 255, 0
    for place in range(start, stop):
        between = steps[code, talent_codes[place]]
        if between < nearest:
            nearest, position = between, place - start
    if position == 0:
        return _FIRST
    return _SECOND if position == 1 else _LATER


@njit(cache=True, nogil=True)
def _capped(bits: Any, masks: Any, likeness: Any, left: int, right: int, value: float) -> float:
    """No more than two stated specialities of one family, none in common, allow."""
    a0, a1 = bits[left, 0], bits[left, 1]
    b0, b1 = bits[right, 0], bits[right, 1]
    if (a0 | a1) == 0 or (b0 | b1) == 0:
        return value
    for family in range(len(likeness)):
        m0, m1 = masks[family, 0], masks[family, 1]
        ours0, ours1, theirs0, theirs1 = a0 & m0, a1 & m1, b0 & m0, b1 & m1
        if (ours0 | ours1) != 0 and (theirs0 | theirs1) != 0 and ((ours0 & theirs0) | (ours1 & theirs1)) == 0:
            value = min(value, likeness[family])
    return value


@njit(inline="always")
def _understood(value: float, certainty: float) -> float:
    return np.rint((certainty * value + (1.0 - certainty) * _UNCLEAR) * _MILLION) / _MILLION


@njit(cache=True, nogil=True)
def _occupation_part(words: Any, left: int, right: int) -> float:
    """Of two kinds of work, the job's first."""
    certainty = words.work_certainty[left] * words.work_certainty[right]
    if np.isnan(certainty):
        return np.nan
    best = 0.0
    for a in range(words.work_starts[left], words.work_starts[left + 1]):
        for b in range(words.work_starts[right], words.work_starts[right + 1]):
            likeness = words.likeness[words.work_codes[a], words.work_codes[b]]
            best = max(best, words.work_weights[a] * likeness * words.work_weights[b])
    capped = _capped(words.work_bits, words.family_masks, words.family_likeness, left, right, best)
    return _understood(capped, certainty)


@njit(cache=True, nogil=True)
def _total(logs: Any, weights: Any, sides: Any, essential_share: float, wish_share: float) -> float:
    """Logarithm of the score from the logarithms of the parts, NaN where unknown; -inf where nothing essential is."""
    essential = nice = wish = 0.0
    of_essential = of_nice = of_wish = 0.0
    for place in range(len(logs)):
        value = logs[place]
        if value != value:
            continue
        weight, side = weights[place], sides[place]
        if side == 0:
            essential, of_essential = essential + weight * value, of_essential + weight
        elif side == 1:
            nice, of_nice = nice + weight * value, of_nice + weight
        else:
            wish, of_wish = wish + weight * value, of_wish + weight
    if of_essential == 0.0:
        return -np.inf
    total = essential / of_essential
    if of_nice > 0.0:
        total = essential_share * total + (1.0 - essential_share) * (nice / of_nice)
    if of_wish > 0.0:
        total = (1.0 - wish_share) * total + wish_share * (wish / of_wish)
    return total


@njit(inline="always")
def _log(part: float) -> float:
    return np.log(max(part, _SMALLEST)) if part == part else np.nan


# -- the best of each asking record -------------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def _keep(places: Any, scores: Any, counts: Any, row: int, most: int, place: int, score: float) -> None:
    """Put a pair where it belongs among the best, ties by place; the worst falls off."""
    count = counts[row]
    spot = count
    while spot > 0 and (
        scores[row, spot - 1] < score or (scores[row, spot - 1] == score and places[row, spot - 1] > place)
    ):
        spot -= 1
    if spot >= most:
        return
    for move in range(min(count, most - 1), spot, -1):
        scores[row, move] = scores[row, move - 1]
        places[row, move] = places[row, move - 1]
    scores[row, spot] = score
    places[row, spot] = place
    counts[row] = min(count + 1, most)


@njit(inline="always")
def _is_open(passes: Any, gate_rows: Any, gates: Any, place: int) -> bool:
    is_open = True
    for gate in range(len(gate_rows)):
        is_open = is_open and passes[gate_rows[gate] + gates[place, gate]]
    return is_open


@njit(inline="always")
def _bar(scores: Any, counts: Any, row: int, most: int, least: float) -> float:
    """What a pair must reach to be among the best."""
    return max(least, scores[row, most - 1]) if counts[row] == most else least


@njit(inline="always")
def _least_work(bar: float, exponent: float) -> float:
    """The least likeness of work with which a pair can reach the bar."""
    return max(bar - _SLIP, 0.0) ** (1.0 / exponent) - _SLIP


@njit(cache=True, nogil=True)
def _reach_of(starts: Any, codes: Any, weights: Any, likeness: Any, work: int, reach: Any) -> None:
    """The best of weight times likeness to every code."""
    reach[:] = 0.0
    for place in range(starts[work], starts[work + 1]):
        weight, line = weights[place], codes[place]
        for code in range(len(reach)):
            reach[code] = max(reach[code], weight * likeness[line, code])


@njit(cache=True, nogil=True)
def search(
    words: Any,
    plan: Any,
    tables: Any,
    numbered: Any,
    gates: Any,
    asking: Any,
    searched: Any,
    index: Any,
    asks_jobs: bool,
    most: int,
    least: float,
    best: Any,
    start: int,
    stop: int,
) -> None:
    """Fill `best` for asking records `start` to `stop`; row `n` of `best` is record `start + n`."""
    certainties, work_starts, work_codes = words.work_certainty, words.work_starts, words.work_codes
    work_weights, likeness, bits = words.work_weights, words.likeness, words.work_bits
    masks, alike, their_work = words.family_masks, words.family_likeness, searched.work
    code_starts, code_records, code_weights = index.code_starts, index.code_records, index.code_weights
    code_specials, unclear, unknown = index.code_specials, index.unclear, index.unknown
    passes, gate_offsets, gate_widths, their_gates = (
        tables.passes,
        tables.gate_offsets,
        tables.gate_widths,
        searched.gates,
    )
    scores, counts = best.scores, best.counts
    exponent = plan.exponent
    reach = np.zeros(likeness.shape[0])
    able = np.zeros(likeness.shape[0], np.int64)
    size = len(their_work)
    chosen, values = np.zeros(size, np.int32), np.zeros(size)
    # -2 for who was withdrawn, else the asking record that met the record last.
    seen = np.full(size, -1, np.int32)
    for place in range(size):
        if not index.alive[place]:
            seen[place] = -2
    gate_rows = np.zeros(gates.shape[1], np.int64)
    for one in range(start, stop):
        row = one - start
        work = asking.work[one]
        certainty = certainties[work]
        is_special = (bits[work, 0] | bits[work, 1]) != 0
        for gate in range(len(gate_rows)):
            gate_rows[gate] = gate_offsets[gate] + gates[one, gate] * gate_widths[gate]
        if np.isnan(certainty) or exponent == 0.0:
            met = 0
            for place in range(size):
                if seen[place] != -2 and _is_open(passes, gate_rows, their_gates, place):
                    other = their_work[place]
                    chosen[met] = place
                    values[met] = (
                        _occupation_part(words, work, other) if asks_jobs else _occupation_part(words, other, work)
                    )
                    met += 1
            _meet(
                words,
                plan,
                tables,
                numbered,
                asking,
                searched,
                asks_jobs,
                one,
                row,
                chosen,
                values,
                met,
                most,
                least,
                best,
            )
            continue
        _reach_of(work_starts, work_codes, work_weights, likeness, work, reach)
        floor = (1.0 - certainty) * _UNCLEAR
        wanted = _least_work(least, exponent)
        count = 0
        for code in range(len(reach)):
            if code_starts[code] < code_starts[code + 1] and certainty * reach[code] + floor >= wanted:
                able[count] = code
                count += 1
        for code in able[:count][np.argsort(-reach[able[:count]])]:
            wanted = _least_work(_bar(scores, counts, row, most, least), exponent)
            if certainty * reach[code] + floor < wanted:
                break
            met = 0
            for entry in range(code_starts[code], code_starts[code + 1]):
                weight = code_weights[entry]
                # Weights fall within a code.
                if certainty * (reach[code] * weight) + floor < wanted:
                    break
                place = code_records[entry]
                if seen[place] == one or seen[place] == -2:
                    continue
                seen[place] = one
                if not _is_open(passes, gate_rows, their_gates, place):
                    continue
                # Codes are met by falling reach, so that none behind can be more than the whole of this one.
                value = reach[code]
                if weight < 1.0:
                    value = reach[code] * weight
                    other = their_work[place]
                    for spot in range(work_starts[other], work_starts[other + 1]):
                        value = max(value, reach[work_codes[spot]] * work_weights[spot])
                if is_special and code_specials[entry]:
                    value = _capped(bits, masks, alike, work, their_work[place], value)
                value = _understood(value, certainty)
                if value >= wanted:
                    chosen[met], values[met] = place, value
                    met += 1
            _meet(
                words,
                plan,
                tables,
                numbered,
                asking,
                searched,
                asks_jobs,
                one,
                row,
                chosen,
                values,
                met,
                most,
                least,
                best,
            )
        wanted = _least_work(_bar(scores, counts, row, most, least), exponent)
        met = 0
        for place in unclear:
            if seen[place] != -2 and _is_open(passes, gate_rows, their_gates, place):
                other, value = their_work[place], 0.0
                for spot in range(work_starts[other], work_starts[other + 1]):
                    value = max(value, reach[work_codes[spot]] * work_weights[spot])
                value = _understood(_capped(bits, masks, alike, work, other, value), certainty * certainties[other])
                if value >= wanted:
                    chosen[met], values[met] = place, value
                    met += 1
        for place in unknown:
            if seen[place] != -2 and _is_open(passes, gate_rows, their_gates, place):
                chosen[met], values[met] = place, np.nan
                met += 1
        _meet(
            words, plan, tables, numbered, asking, searched, asks_jobs, one, row, chosen, values, met, most, least, best
        )


@njit(cache=True, nogil=True)
def _meet(
    words: Any,
    plan: Any,
    tables: Any,
    numbered: Any,
    asking: Any,
    searched: Any,
    asks_jobs: bool,
    one: int,
    row: int,
    chosen: Any,
    occupations: Any,
    count: int,
    most: int,
    least: float,
    best: Any,
) -> None:
    """Grade the first `count` of `chosen`, which passed their gates and whose likeness of work is known; cheap parts
    come first.
    """
    if count == 0:
        return
    jobs, talents = (asking, searched) if asks_jobs else (searched, asking)
    best_places, best_scores, best_counts = best.places, best.scores, best.counts
    table_logs, offsets, widths, their_tables = tables.logs, tables.offsets, tables.widths, searched.tables
    part_kinds, columns, weights, sides = plan.kinds, plan.columns, plan.weights, plan.sides
    essential_share, wish_share, exponent = plan.essential_share, plan.wish_share, plan.exponent
    title_starts, talent_title_starts = jobs.title_starts, talents.title_starts
    skill_starts, nice_starts = jobs.skill_starts, jobs.nice_starts
    steps, job_wish_starts, job_wish = words.steps, jobs.wish_starts, jobs.wish
    wish_starts, wish = talents.wish_starts, talents.wish
    logs = np.zeros(len(part_kinds))
    table_rows = np.zeros(numbered.shape[1], np.int64)
    for column in range(len(table_rows)):
        table_rows[column] = offsets[column] + numbered[one, column] * widths[column]
    bar = _bar(best_scores, best_counts, row, most, least)
    log_bar = np.log(max(bar - _SLIP, 1e-300))
    last_value, occupation = -1.0, np.nan
    for number in range(count):
        if occupations[number] != last_value:
            last_value = occupations[number]
            occupation = _log(last_value)
        if occupation == occupation and exponent * occupation < log_bar:
            continue
        place = chosen[number]
        job, talent = (one, place) if asks_jobs else (place, one)
        for part in range(len(logs)):
            what = part_kinds[part]
            # A part that is to come counts as the best it can be, where it is known.
            logs[part] = 0.0
            if what == TABLE:
                logs[part] = table_logs[table_rows[columns[part]] + their_tables[place, columns[part]]]
            elif what == OCCUPATION:
                logs[part] = occupation
            elif what == WISH:
                logs[part] = _log(_wish_part(steps, job_wish_starts, job_wish, job, wish_starts, wish, talent))
            elif what == TITLE:
                if (
                    title_starts[job] == title_starts[job + 1]
                    or talent_title_starts[talent] == talent_title_starts[talent + 1]
                ):
                    logs[part] = np.nan
            elif what == SKILLS:
                if skill_starts[job] == skill_starts[job + 1]:
                    logs[part] = np.nan
            elif nice_starts[job] == nice_starts[job + 1]:
                logs[part] = np.nan
        if _total(logs, weights, sides, essential_share, wish_share) < log_bar:
            continue
        for part in range(len(logs)):
            what = part_kinds[part]
            if what in (SKILLS, NICE_SKILLS) and logs[part] == 0.0:
                logs[part] = _log(_skills_of(words, jobs, job, talents, talent, what))
        if _total(logs, weights, sides, essential_share, wish_share) < log_bar:
            continue
        for part in range(len(logs)):
            if part_kinds[part] == TITLE and logs[part] == 0.0:
                logs[part] = _log(_title_part(words, jobs, job, talents, talent))
        total = _total(logs, weights, sides, essential_share, wish_share)
        if total < log_bar:
            continue
        score = np.rint(min(np.exp(total), 1.0) * _MILLION) / _MILLION
        if score >= bar:
            _keep(best_places, best_scores, best_counts, row, most, place, score)
            bar = _bar(best_scores, best_counts, row, most, least)
            log_bar = np.log(max(bar - _SLIP, 1e-300))


@njit(cache=True, nogil=True)
def grade_pairs(
    words: Any,
    plan: Any,
    tables: Any,
    numbered: Any,
    asking: Any,
    searched: Any,
    asks_jobs: bool,
    rows: Any,
    places: Any,
    parts: Any,
) -> None:
    """Write the part scores of named pairs, NaN where unknown."""
    jobs, talents = (asking, searched) if asks_jobs else (searched, asking)
    for pair in range(len(rows)):
        one, other = rows[pair], places[pair]
        job, talent = (one, other) if asks_jobs else (other, one)
        for part in range(parts.shape[1]):
            what = plan.kinds[part]
            if what == OCCUPATION:
                parts[pair, part] = _occupation_part(words, jobs.work[job], talents.work[talent])
            elif what == TITLE:
                parts[pair, part] = _title_part(words, jobs, job, talents, talent)
            elif what == WISH:
                parts[pair, part] = _wish_part(
                    words.steps, jobs.wish_starts, jobs.wish, job, talents.wish_starts, talents.wish, talent
                )
            elif what == TABLE:
                column = plan.columns[part]
                line = tables.offsets[column] + numbered[one, column] * tables.widths[column]
                parts[pair, part] = tables.scores[line + searched.tables[other, column]]
            else:
                parts[pair, part] = _skills_of(words, jobs, job, talents, talent, what)
