"""Counts a log of integer codes in one pass: directly-follows pairs, starts, ends, and which case is which variant."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

_SEED = np.uint64(1469598103934665603)
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


@njit(cache=True, nogil=True)
def count_pairs(codes: Codes, offsets: Ints, n_names: int) -> tuple[Ints, Ints, Ints, Ints]:  # pragma: no cover
    """Pairs (from, to), starts, ends and events of each touchpoint."""
    pairs = np.zeros((n_names, n_names), dtype=np.int64)
    starts = np.zeros(n_names, dtype=np.int64)
    ends = np.zeros(n_names, dtype=np.int64)
    totals = np.zeros(n_names, dtype=np.int64)
    for case in range(len(offsets) - 1):
        low, high = offsets[case], offsets[case + 1]
        if low == high:
            continue
        last = codes[low]
        starts[last] += 1
        totals[last] += 1
        for i in range(low + 1, high):
            code = codes[i]
            pairs[last, code] += 1
            totals[code] += 1
            last = code
        ends[last] += 1
    return pairs, starts, ends, totals


@njit(cache=True, nogil=True)
def _hash(walk: Codes) -> np.uint64:  # pragma: no cover
    h = _SEED
    for code in walk:
        h = (h ^ np.uint64(code)) * _PRIME
        h ^= h >> np.uint64(29)
    return (h ^ (h >> np.uint64(32))) * _MIX


@njit(cache=True, nogil=True)
def _same(left: Codes, right: Codes) -> bool:  # pragma: no cover
    k = 0
    while k < len(left) and k < len(right) and left[k] == right[k]:
        k += 1
    return k == len(left) == len(right)


@njit(cache=True, nogil=True)
def _grown(hashes: NDArray[np.uint64], found: int, size: int) -> Ints:  # pragma: no cover
    """A table of the size with every variant at its slot."""
    table = np.full(size, -1, dtype=np.int64)
    for variant in range(found):
        slot = np.int64(hashes[variant] & np.uint64(size - 1))
        while table[slot] >= 0:
            slot = (slot + 1) & (size - 1)
        table[slot] = variant
    return table


@njit(cache=True, nogil=True)
def number_variants(codes: Codes, offsets: Ints) -> tuple[Ints, Ints, Ints]:  # pragma: no cover
    """The variant of each case, the first case of each variant, and how many cases each has.

    Cases are compared event by event once their hashes agree, so two variants are never taken for one.
    """
    n_cases = len(offsets) - 1
    table = np.full(1024, -1, dtype=np.int64)
    variant_of = np.empty(n_cases, dtype=np.int64)
    first = np.empty(n_cases, dtype=np.int64)
    counts = np.zeros(n_cases, dtype=np.int64)
    hashes = np.empty(n_cases, dtype=np.uint64)
    found = 0
    for case in range(n_cases):
        walk = codes[offsets[case] : offsets[case + 1]]
        h = _hash(walk)
        slot = np.int64(h & np.uint64(len(table) - 1))
        while True:
            variant = table[slot]
            if variant < 0:
                variant = table[slot] = found
                first[found], hashes[found] = case, h
                found += 1
                break
            other = first[variant]
            if hashes[variant] == h and _same(walk, codes[offsets[other] : offsets[other + 1]]):
                break
            slot = (slot + 1) & (len(table) - 1)
        variant_of[case] = variant
        counts[variant] += 1
        if found * 2 > len(table):
            table = _grown(hashes, found, len(table) * 4)
    return variant_of, first[:found].copy(), counts[:found].copy()
