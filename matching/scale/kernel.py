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
# Skills that a job names are bits of one word, essential ones below the others; more than so many do not fit.
_MOST_BITS = 31
_STATED, _IMPLIED = 2, 1


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
    # The gates of the record once more: read in this order they come from memory one behind the other.
    code_gates: Array
    # Where the next record of the code is that differs in the first gate, or in the first two: all before it are
    # stopped by what stops this one.
    code_skips: Array
    unclear: Array
    unknown: Array
    alive: Array
    # Records are laid out by their work; of equal scores the smaller tie comes first.
    ties: Array


class Scratch(NamedTuple):
    """What one thread needs beside: which question met a record last, and records to be graded with their work."""

    seen: Array
    chosen: Array
    values: Array
    # Of a block of those: places, what each can reach, and the logarithms of its parts.
    hopes: Array
    bounds: Array
    logs: Array


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
def _title_part(
    word_starts: Any,
    values: Any,
    meanings: Any,
    totals: Any,
    weights: Any,
    codes: Any,
    loose: Any,
    near_keys: Any,
    near_values: Any,
    job_starts: Any,
    job_titles: Any,
    job: int,
    talent_starts: Any,
    talent_titles: Any,
    talent: int,
) -> float:
    best = -1.0
    for a in range(job_starts[job], job_starts[job + 1]):
        for b in range(talent_starts[talent], talent_starts[talent + 1]):
            alike = _titles_alike(
                word_starts,
                values,
                meanings,
                totals,
                weights,
                codes,
                loose,
                near_keys,
                near_values,
                job_titles[a],
                talent_titles[b],
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
def _skills_in_bits(weights: Any, start: int, stop: int, stated: int, implied: int, base: float) -> float:
    """`_skills_part` of skills that are held, and held half, as bits."""
    credit, total = 0.0, 0.0
    for place in range(start, stop):
        total += weights[place]
        bit = 1 << (place - start)
        if stated & bit:
            credit += weights[place]
        elif implied & bit:
            credit += weights[place] * _HALF
    return base + (1.0 - base) * (credit / total)


@njit(cache=True, nogil=True)
def _skills_marked(marks: Any, wanted: Any, weights: Any, start: int, stop: int, base: float) -> float:
    """`_skills_part` where `marks` says how each skill is held."""
    credit, total = 0.0, 0.0
    for place in range(start, stop):
        total += weights[place]
        mark = marks[wanted[place]]
        if mark == _STATED:
            credit += weights[place]
        elif mark == _IMPLIED:
            credit += weights[place] * _HALF
    return base + (1.0 - base) * (credit / total)


@njit(cache=True, nogil=True)
def _mark_job(marks: Any, jobs: Any, job: int, is_marked: bool) -> bool:
    """Give each skill of a job its bit, or take it back; False where the bits do not suffice."""
    start, stop = jobs.skill_starts[job], jobs.skill_starts[job + 1]
    nice_start, nice_stop = jobs.nice_starts[job], jobs.nice_starts[job + 1]
    if stop - start > _MOST_BITS or nice_stop - nice_start > _MOST_BITS:
        return False
    for place in range(start, stop):
        skill = jobs.skills[place]
        marks[skill] = marks[skill] | np.int64(1) << (place - start) if is_marked else 0
    for place in range(nice_start, nice_stop):
        skill = jobs.nice[place]
        marks[skill] = marks[skill] | np.int64(1) << (_MOST_BITS + place - nice_start) if is_marked else 0
    return True


@njit(cache=True, nogil=True)
def _mark_talent(marks: Any, words: Any, talents: Any, talent: int, is_marked: bool) -> bool:
    """Note how each skill of a person is held, or forget it."""
    implied = talents.half[talent]
    for place in range(words.half_starts[implied], words.half_starts[implied + 1]):
        marks[words.half_skills[place]] = _IMPLIED if is_marked else 0
    for place in range(talents.read_starts[talent], talents.read_starts[talent + 1]):
        marks[talents.read[place]] = _IMPLIED if is_marked else 0
    for place in range(talents.skill_starts[talent], talents.skill_starts[talent + 1]):
        marks[talents.skills[place]] = _STATED if is_marked else 0
    return True


@njit(cache=True, nogil=True)
def _mark(marks: Any, words: Any, asking: Any, one: int, asks_jobs: bool, is_marked: bool) -> bool:
    return _mark_job(marks, asking, one, is_marked) if asks_jobs else _mark_talent(marks, words, asking, one, is_marked)


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
def _keep(places: Any, scores: Any, counts: Any, ties: Any, row: int, most: int, place: int, score: float) -> None:
    """Put a pair where it belongs among the best; the worst falls off."""
    count = counts[row]
    spot = count
    while spot > 0 and (
        scores[row, spot - 1] < score or (scores[row, spot - 1] == score and ties[places[row, spot - 1]] > ties[place])
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
def _passed(passes: Any, gate_rows: Any, gates: Any, place: int) -> int:
    """How many gates a record passes before one stops it."""
    gate = 0
    while gate < len(gate_rows) and passes[gate_rows[gate] + gates[place, gate]]:
        gate += 1
    return gate


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
    scratch: Any,
    stamp: int,
    start: int,
    stop: int,
) -> None:
    """Fill `best` for asking records `start` to `stop`; row `n` of `best` is record `start + n`.

    Numbers above `stamp` mark what each of them met; none may be in `scratch.seen` yet.
    """
    certainties, work_starts, work_codes = words.work_certainty, words.work_starts, words.work_codes
    work_weights, likeness, bits = words.work_weights, words.likeness, words.work_bits
    masks, alike, their_work = words.family_masks, words.family_likeness, searched.work
    code_starts, code_records, code_weights = index.code_starts, index.code_records, index.code_weights
    code_specials, code_gates, code_skips = index.code_specials, index.code_gates, index.code_skips
    unclear, unknown, alive = index.unclear, index.unknown, index.alive
    seen, chosen, values = scratch.seen, scratch.chosen, scratch.values
    passes, gate_offsets, gate_widths, their_gates = (
        tables.passes,
        tables.gate_offsets,
        tables.gate_widths,
        searched.gates,
    )
    scores, counts = best.scores, best.counts
    exponent = plan.exponent
    reach = np.zeros(likeness.shape[0])
    marks = np.zeros(words.skills, np.int64)
    able = np.zeros(likeness.shape[0], np.int64)
    size = len(their_work)
    gate_rows = np.zeros(gates.shape[1], np.int64)
    for one in range(start, stop):
        row = one - start
        mark = stamp + 1 + row
        work = asking.work[one]
        certainty = certainties[work]
        is_marked = _mark(marks, words, asking, one, asks_jobs, True)
        is_special = (bits[work, 0] | bits[work, 1]) != 0
        for gate in range(len(gate_rows)):
            gate_rows[gate] = gate_offsets[gate] + gates[one, gate] * gate_widths[gate]
        if np.isnan(certainty) or exponent == 0.0:
            met = 0
            for place in range(size):
                if alive[place] and _passed(passes, gate_rows, their_gates, place) == len(gate_rows):
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
                met,
                most,
                least,
                best,
                index.ties,
                scratch,
                marks,
                is_marked,
            )
            _mark(marks, words, asking, one, asks_jobs, False)
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
            entry, end = code_starts[code], code_starts[code + 1]
            while entry < end:
                weight = code_weights[entry]
                # Weights fall within a code.
                if certainty * (reach[code] * weight) + floor < wanted:
                    break
                this, passed = entry, _passed(passes, gate_rows, code_gates, entry)
                entry = code_skips[this, passed] if passed < code_skips.shape[1] else this + 1
                if passed < len(gate_rows):
                    continue
                place = code_records[this]
                if seen[place] == mark or not alive[place]:
                    continue
                seen[place] = mark
                # Codes are met by falling reach, so that none behind can be more than the whole of this one.
                value = reach[code]
                if weight < 1.0:
                    value = reach[code] * weight
                    other = their_work[place]
                    for spot in range(work_starts[other], work_starts[other + 1]):
                        value = max(value, reach[work_codes[spot]] * work_weights[spot])
                if is_special and code_specials[this]:
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
                met,
                most,
                least,
                best,
                index.ties,
                scratch,
                marks,
                is_marked,
            )
        wanted = _least_work(_bar(scores, counts, row, most, least), exponent)
        met = 0
        for place in unclear:
            if alive[place] and _passed(passes, gate_rows, their_gates, place) == len(gate_rows):
                other, value = their_work[place], 0.0
                for spot in range(work_starts[other], work_starts[other + 1]):
                    value = max(value, reach[work_codes[spot]] * work_weights[spot])
                value = _understood(_capped(bits, masks, alike, work, other, value), certainty * certainties[other])
                if value >= wanted:
                    chosen[met], values[met] = place, value
                    met += 1
        for place in unknown:
            if alive[place] and _passed(passes, gate_rows, their_gates, place) == len(gate_rows):
                chosen[met], values[met] = place, np.nan
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
            met,
            most,
            least,
            best,
            index.ties,
            scratch,
            marks,
            is_marked,
        )
        _mark(marks, words, asking, one, asks_jobs, False)


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
    count: int,
    most: int,
    least: float,
    best: Any,
    ties: Any,
    scratch: Any,
    marks: Any,
    is_marked: bool,
) -> None:
    """Grade the first `count` of those chosen, which passed their gates and whose likeness of work is known; cheap
    parts come first.
    """
    if count == 0:
        return
    chosen, occupations = scratch.chosen, scratch.values
    hopes, bounds, kept_logs = scratch.hopes, scratch.bounds, scratch.logs
    jobs, talents = (asking, searched) if asks_jobs else (searched, asking)
    best_places, best_scores, best_counts = best.places, best.scores, best.counts
    table_logs, offsets, widths, their_tables = tables.logs, tables.offsets, tables.widths, searched.tables
    part_kinds, columns, weights, sides = plan.kinds, plan.columns, plan.weights, plan.sides
    essential_share, wish_share, exponent = plan.essential_share, plan.wish_share, plan.exponent
    word_starts, title_words, title_meaning = words.title_starts, words.title_words, words.title_meaning
    title_total, word_weight, word_code = words.title_total, words.word_weight, words.word_code
    word_is_loose, near_keys, near_values = words.word_is_loose, words.near_keys, words.near_values
    title_starts, titles, talent_title_starts, talent_titles = (
        jobs.title_starts,
        jobs.titles,
        talents.title_starts,
        talents.titles,
    )
    skill_starts, skills, skill_weights = jobs.skill_starts, jobs.skills, jobs.skill_weights
    nice_starts, nice, nice_weights = jobs.nice_starts, jobs.nice, jobs.nice_weights
    stated_starts, stated = talents.skill_starts, talents.skills
    half, half_starts, half_skills = talents.half, words.half_starts, words.half_skills
    read_starts, read = talents.read_starts, talents.read
    steps, job_wish_starts, job_wish = words.steps, jobs.wish_starts, jobs.wish
    wish_starts, wish = talents.wish_starts, talents.wish
    # Where each part stands; one more place takes those that the plan has not.
    logs = np.zeros(len(part_kinds) + 1)
    parts_of = np.full(TABLE, len(part_kinds))
    table_parts = np.zeros(numbered.shape[1], np.int64)
    for part in range(len(part_kinds)):
        if part_kinds[part] == TABLE:
            table_parts[columns[part]] = part
        else:
            parts_of[part_kinds[part]] = part
    table_rows = np.zeros(numbered.shape[1], np.int64)
    for column in range(len(table_rows)):
        table_rows[column] = offsets[column] + numbered[one, column] * widths[column]
    bar = _bar(best_scores, best_counts, row, most, least)
    log_bar = np.log(max(bar - _SLIP, 1e-300))
    for begin in range(0, count, len(bounds)):
        # First what every pair can reach at most, with the best of titles and of skills.
        hopeful = 0
        last_value, occupation = -1.0, np.nan
        for number in range(begin, min(begin + len(bounds), count)):
            if occupations[number] != last_value:
                last_value = occupations[number]
                occupation = _log(last_value)
            if occupation == occupation and exponent * occupation < log_bar:
                continue
            place = chosen[number]
            job, talent = (one, place) if asks_jobs else (place, one)
            for column in range(len(table_rows)):
                logs[table_parts[column]] = table_logs[table_rows[column] + their_tables[place, column]]
            logs[parts_of[OCCUPATION]] = occupation
            logs[parts_of[WISH]] = _log(_wish_part(steps, job_wish_starts, job_wish, job, wish_starts, wish, talent))
            has_titles = (
                title_starts[job] < title_starts[job + 1]
                and talent_title_starts[talent] < talent_title_starts[talent + 1]
            )
            logs[parts_of[TITLE]] = 0.0 if has_titles else np.nan
            logs[parts_of[SKILLS]] = 0.0 if skill_starts[job] < skill_starts[job + 1] else np.nan
            logs[parts_of[NICE_SKILLS]] = 0.0 if nice_starts[job] < nice_starts[job + 1] else np.nan
            reach = _total(logs[:-1], weights, sides, essential_share, wish_share)
            if reach >= log_bar:
                hopes[hopeful], bounds[hopeful], kept_logs[hopeful] = place, reach, logs[:-1]
                hopeful += 1
        # Then the most hopeful first, so that the bar rises early.
        for number in np.argsort(-bounds[:hopeful]):
            if bounds[number] < log_bar:
                break
            place, parts = hopes[number], kept_logs[number]
            held, implied = -1, 0
            job, talent = (one, place) if asks_jobs else (place, one)
            for part in range(len(parts)):
                what = part_kinds[part]
                if what in (SKILLS, NICE_SKILLS) and parts[part] == 0.0:
                    is_must = what == SKILLS
                    base = _SKILLS_BASE if is_must else _NICE_BASE
                    own_weights = skill_weights if is_must else nice_weights
                    start = skill_starts[job] if is_must else nice_starts[job]
                    stop = skill_starts[job + 1] if is_must else nice_starts[job + 1]
                    if not is_marked:
                        kind = half[talent]
                        value = _skills_part(
                            skills if is_must else nice,
                            own_weights,
                            start,
                            stop,
                            stated,
                            stated_starts[talent],
                            stated_starts[talent + 1],
                            half_skills,
                            half_starts[kind],
                            half_starts[kind + 1],
                            read,
                            read_starts[talent],
                            read_starts[talent + 1],
                            base,
                        )
                    elif not asks_jobs:
                        value = _skills_marked(marks, skills if is_must else nice, own_weights, start, stop, base)
                    else:
                        if held < 0:
                            held, implied, kind = 0, 0, half[talent]
                            for spot in range(stated_starts[talent], stated_starts[talent + 1]):
                                held |= marks[stated[spot]]
                            for spot in range(half_starts[kind], half_starts[kind + 1]):
                                implied |= marks[half_skills[spot]]
                            for spot in range(read_starts[talent], read_starts[talent + 1]):
                                implied |= marks[read[spot]]
                        shift = 0 if is_must else _MOST_BITS
                        value = _skills_in_bits(own_weights, start, stop, held >> shift, implied >> shift, base)
                    parts[part] = _log(value)
            if _total(parts, weights, sides, essential_share, wish_share) < log_bar:
                continue
            for part in range(len(parts)):
                if part_kinds[part] == TITLE and parts[part] == 0.0:
                    parts[part] = _log(
                        _title_part(
                            word_starts,
                            title_words,
                            title_meaning,
                            title_total,
                            word_weight,
                            word_code,
                            word_is_loose,
                            near_keys,
                            near_values,
                            title_starts,
                            titles,
                            job,
                            talent_title_starts,
                            talent_titles,
                            talent,
                        )
                    )
            total = _total(parts, weights, sides, essential_share, wish_share)
            if total < log_bar:
                continue
            score = np.rint(min(np.exp(total), 1.0) * _MILLION) / _MILLION
            if score >= bar:
                _keep(best_places, best_scores, best_counts, ties, row, most, place, score)
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
    kinds, columns = plan.kinds, plan.columns
    their_tables, offsets, widths, table_scores = searched.tables, tables.offsets, tables.widths, tables.scores
    word_starts, title_words, title_meaning = words.title_starts, words.title_words, words.title_meaning
    title_total, word_weight, word_code = words.title_total, words.word_weight, words.word_code
    word_is_loose, near_keys, near_values = words.word_is_loose, words.near_keys, words.near_values
    title_starts, titles, talent_title_starts, talent_titles = (
        jobs.title_starts,
        jobs.titles,
        talents.title_starts,
        talents.titles,
    )
    skill_starts, skills, skill_weights = jobs.skill_starts, jobs.skills, jobs.skill_weights
    nice_starts, nice, nice_weights = jobs.nice_starts, jobs.nice, jobs.nice_weights
    stated_starts, stated = talents.skill_starts, talents.skills
    half, half_starts, half_skills = talents.half, words.half_starts, words.half_skills
    read_starts, read = talents.read_starts, talents.read
    steps, job_wish_starts, job_wish = words.steps, jobs.wish_starts, jobs.wish
    wish_starts, wish, job_work, talent_work = talents.wish_starts, talents.wish, jobs.work, talents.work
    for pair in range(len(rows)):
        one, other = rows[pair], places[pair]
        job, talent = (one, other) if asks_jobs else (other, one)
        for part in range(len(kinds)):
            what = kinds[part]
            if what == OCCUPATION:
                parts[pair, part] = _occupation_part(words, job_work[job], talent_work[talent])
            elif what == TITLE:
                parts[pair, part] = _title_part(
                    word_starts,
                    title_words,
                    title_meaning,
                    title_total,
                    word_weight,
                    word_code,
                    word_is_loose,
                    near_keys,
                    near_values,
                    title_starts,
                    titles,
                    job,
                    talent_title_starts,
                    talent_titles,
                    talent,
                )
            elif what == WISH:
                parts[pair, part] = _wish_part(steps, job_wish_starts, job_wish, job, wish_starts, wish, talent)
            elif what == TABLE:
                column = columns[part]
                line = offsets[column] + numbered[one, column] * widths[column]
                parts[pair, part] = table_scores[line + their_tables[other, column]]
            else:
                implied = half[talent]
                parts[pair, part] = _skills_part(
                    skills if what == SKILLS else nice,
                    skill_weights if what == SKILLS else nice_weights,
                    skill_starts[job] if what == SKILLS else nice_starts[job],
                    skill_starts[job + 1] if what == SKILLS else nice_starts[job + 1],
                    stated,
                    stated_starts[talent],
                    stated_starts[talent + 1],
                    half_skills,
                    half_starts[implied],
                    half_starts[implied + 1],
                    read,
                    read_starts[talent],
                    read_starts[talent + 1],
                    _SKILLS_BASE if what == SKILLS else _NICE_BASE,
                )
