"""The engine for many: the same numbers as `scoring`, found without looking at every pair.

A score can be no higher than the likeness of the work allows, so work is met in falling order of likeness, and what
cannot beat the k-th best is never graded. `lexicon` turns words, codes and keys into numbers, `features` records into
arrays, `tables` grades of rare keys into look-ups, `kernel` does the work in compiled code, `segments` keeps what is
searched. `matching.matcher` is the door.
"""
