"""Words, skills, titles, kinds of work and keys as numbers, the same for both sides of a match."""

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.comparisons.occupation import Key as WorkKey
from matching.comparisons.occupation import read_key
from matching.comparisons.skills import held_half
from matching.comparisons.title import ENGINE, LEAST_ALIKE, is_loose, meaning_code, title_words
from matching.occupations.classification import relation_steps
from matching.occupations.known_names import known_names
from matching.occupations.likeness import places, table
from matching.occupations.specialities import families, of_titles, specialities_of
from matching.scale.growing import Array, Growing, Lists
from matching.text.segmenting import word_weight

# Pairs of loose words are compared in blocks of so many at once.
_BLOCK_PAIRS = 20_000_000


class Words(NamedTuple):
    """What the kernel needs to know of the lexicon."""

    work_starts: Array
    work_codes: Array
    work_weights: Array
    work_certainty: Array
    work_bits: Array
    title_starts: Array
    title_words: Array
    title_meaning: Array
    title_total: Array
    word_weight: Array
    word_code: Array
    word_is_loose: Array
    near_keys: Array
    near_values: Array
    half_starts: Array
    half_skills: Array
    likeness: Array
    family_masks: Array
    family_likeness: Array
    steps: Array
    # How many skills there are.
    skills: int


class Numbers:
    """A number for each thing, in the order of first sight."""

    def __init__(self, things: Sequence[Hashable] = ()) -> None:
        self.things: list[Any] = list(things)
        self._numbers = {thing: number for number, thing in enumerate(self.things)}

    def __len__(self) -> int:
        return len(self.things)

    def of(self, thing: Hashable) -> int:
        number = self._numbers.get(thing)
        if number is None:
            number = self._numbers[thing] = len(self.things)
            self.things.append(thing)
        return number

    def known(self, thing: Hashable) -> int | None:
        return self._numbers.get(thing)


class Lexicon:
    """Grows with what is met; nothing is ever renumbered."""

    def __init__(self) -> None:
        self.work, self.titles, self.words = Numbers(), Numbers(), Numbers()
        self.skills, self.halves, self.codes = Numbers(), Numbers(), Numbers()
        self._work = Lists(np.int32, np.float64)
        self._certainty = Growing(np.float64)
        self._bits = Growing(np.uint64)
        self._title_words = Lists(np.int32)
        self._title_meaning, self._title_total = Growing(np.int32), Growing(np.float64)
        self._word_weight, self._word_code = Growing(np.float64), Growing(np.int32)
        self._word_loose = Growing(np.bool_)
        self._halves = Lists(np.int32)
        self._loose: list[int] = []
        self._new_loose: list[int] = []
        self._near_keys: NDArray[np.int64] = np.zeros(0, np.int64)
        self._near_values: NDArray[np.float64] = np.zeros(0)
        self._steps: Array = np.zeros((0, 0), np.uint8)

    # -- what is met ----------------------------------------------------------------------------------------------

    def work_of(self, key: WorkKey) -> int:
        """The number of a kind of work: stated codes and titles."""
        number = self.work.known(key)
        if number is None:
            number = self.work.of(key)
            weights, certainty = read_key(key)
            self._work.add((places()[code] for code in weights), weights.values())
            # No codes at all: nothing is known of the work.
            self._certainty.append(certainty if weights else np.nan)
            for mask in _bits(key[1]):
                self._bits.append(mask)
        return number

    def title_of(self, title: str) -> int:
        """The number of a title; it may have no words."""
        number = self.titles.known(title)
        if number is None:
            number = self.titles.of(title)
            words = title_words(title)
            self._title_words.add(self._word_of(word) for word in words)
            code = meaning_code(title)
            self._title_meaning.append(places()[code] if code else -1)
            self._title_total.append(sum(map(word_weight, words)))
        return number

    def has_words(self, title: int) -> bool:
        starts = self._title_words.starts.view
        return bool(starts[title + 1] > starts[title])

    def _word_of(self, word: str) -> int:
        number = self.words.known(word)
        if number is None:
            number = self.words.of(word)
            code = known_names().get(word)
            self._word_weight.append(word_weight(word))
            self._word_code.append(places()[code] if code else -1)
            self._word_loose.append(is_loose(word))
            if is_loose(word):
                self._new_loose.append(number)
        return number

    def halves_of(self, codes: tuple[str, ...]) -> int:
        """The number of the skills that occupations imply."""
        number = self.halves.known(codes)
        if number is None:
            number = self.halves.of(codes)
            self._halves.add(sorted(self.skills.of(key) for key in held_half(codes)))
        return number

    # -- for the kernel -------------------------------------------------------------------------------------------

    def arrays(self) -> Words:
        self._meet_loose_words()
        if len(self._steps) != len(self.codes):
            self._steps = relation_steps(self.codes.things)
        masks, alike = _family_masks()
        return Words(
            *self._work.arrays(),  # type: ignore[call-arg,arg-type]
            self._certainty.view,
            self._bits.view.reshape(-1, 2),
            *self._title_words.arrays(),
            self._title_meaning.view,
            self._title_total.view,
            self._word_weight.view,
            self._word_code.view,
            self._word_loose.view,
            self._near_keys,
            self._near_values,
            *self._halves.arrays(),
            table(),
            masks,
            alike,
            self._steps,
            len(self.skills),
        )

    def _meet_loose_words(self) -> None:
        """Find which words that no dictionary knows are nearly alike: the new ones with all."""
        if not self._new_loose:
            return
        new = self._new_loose
        all_loose = [*self._loose, *new]
        texts = [self.words.things[number] for number in all_loose]
        numbers = np.array(all_loose, dtype=np.int64)
        keys, values = [self._near_keys], [self._near_values]
        size = max(1, _BLOCK_PAIRS // len(texts))
        for start in range(0, len(new), size):
            part = np.array(new[start : start + size], dtype=np.int64)
            rows, columns, found = ENGINE.near_pairs([self.words.things[n] for n in part], texts, LEAST_ALIKE)
            left, right = part[rows], numbers[columns]
            ordered = left < right
            keys.append(pair_key(left, right)[ordered])
            values.append(found[ordered])
            # A pair of an old and a new word is met once, from the side of the new one.
            older = ~ordered & (columns < len(self._loose))
            keys.append(pair_key(right, left)[older])
            values.append(found[older])
        merged, first = np.unique(np.concatenate(keys), return_index=True)
        self._near_keys, self._near_values = merged, np.concatenate(values)[first]
        self._loose, self._new_loose = all_loose, []

    # -- to and from files ----------------------------------------------------------------------------------------

    def state(self) -> tuple[dict[str, list[Any]], dict[str, Array]]:
        """(things by name, arrays by name) from which `restored` makes the same lexicon."""
        self.arrays()
        named = ("work", "titles", "words", "skills", "halves", "codes")
        things = {name: getattr(self, name).things for name in named} | {"loose": self._loose}
        arrays = {f"lexicon_{name}": array for name, array in self._files().items()}
        return things, arrays

    def _files(self) -> dict[str, Array]:
        files = {f"work{place}": array for place, array in enumerate(self._work.arrays())}
        files |= {f"title_words{place}": array for place, array in enumerate(self._title_words.arrays())}
        files |= {f"halves{place}": array for place, array in enumerate(self._halves.arrays())}
        files |= {name: getattr(self, f"_{name}").view for name in _COLUMNS}
        return files | {"near_keys": self._near_keys, "near_values": self._near_values}

    @classmethod
    def restored(cls, things: dict[str, list[Any]], arrays: dict[str, Array]) -> "Lexicon":
        made = cls()
        for name in ("work", "titles", "words", "skills", "halves", "codes"):
            setattr(made, name, Numbers(things[name]))
        made._loose = things["loose"]
        files = {name.removeprefix("lexicon_"): array for name, array in arrays.items() if name.startswith("lexicon_")}
        made._work = Lists.of([files[f"work{place}"] for place in range(3)])
        made._title_words = Lists.of([files[f"title_words{place}"] for place in range(2)])
        made._halves = Lists.of([files[f"halves{place}"] for place in range(2)])
        for name in _COLUMNS:
            setattr(made, f"_{name}", Growing(files[name].dtype, files[name]))
        made._near_keys, made._near_values = files["near_keys"], files["near_values"]
        return made


_COLUMNS = ("certainty", "bits", "title_meaning", "title_total", "word_weight", "word_code", "word_loose")


def pair_key(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for two, the smaller first."""
    return (left << 32) | right


def _bits(titles: Sequence[str]) -> tuple[np.uint64, np.uint64]:
    """The stated specialities as bits of two words."""
    words = [0, 0]
    for family, names in of_titles(titles).items():
        for name in names:
            word, bit = _bit_places()[family, name]
            words[word] |= 1 << bit
    return np.uint64(words[0]), np.uint64(words[1])


def _bit_places() -> dict[tuple[str, str], tuple[int, int]]:
    """(word, bit) of each speciality; a family never spans two words."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    used = [0, 0]
    for family, names in specialities_of().items():
        word = 0 if used[0] + len(names) <= 63 else 1
        if used[word] + len(names) > 63:
            raise ValueError("more specialities than two words hold")
        for name in names:
            found[family, name] = (word, used[word])
            used[word] += 1
    return found


def _family_masks() -> tuple[Array, Array]:
    """For each family its bits in both words, and how alike two of its specialities are."""
    rows = {family: [0, 0] for family in families()}
    for (family, _), (word, bit) in _bit_places().items():
        rows[family][word] |= 1 << bit
    masks = np.array([[np.uint64(a), np.uint64(b)] for a, b in rows.values()], dtype=np.uint64)
    return masks, np.array([families()[family] for family in rows])
