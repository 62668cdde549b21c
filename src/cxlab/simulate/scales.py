"""How a latent experience becomes an answer on a scale, and what score a latent level implies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordered scale.

    Attributes:
        values: the answers from worst to best.
        below: probability of an answer below each value but the first, at latent level 0.
        weights: what each answer adds to the headline score of the definition (percent points for NPS, else units).
    """

    values: tuple[int, ...]
    below: tuple[float, ...]
    weights: tuple[float, ...]

    def cuts(self) -> Floats:
        """The latent thresholds between the answers."""
        from scipy.special import ndtri

        return np.asarray(ndtri(np.array(self.below)), dtype=np.float64)

    def place(self, latent: Floats) -> NDArray[np.intp]:
        """Index of the answer that a latent experience gives."""
        return np.searchsorted(self.cuts(), latent)

    def answer(self, latent: Floats) -> NDArray[np.int16]:
        """The answers that latent experiences give."""
        return np.array(self.values, dtype=np.int16)[self.place(latent)]


SCALES: dict[str, Scale] = {
    "nps": Scale(
        tuple(range(11)),
        (0.008, 0.018, 0.034, 0.06, 0.095, 0.16, 0.25, 0.41, 0.67, 0.86),
        (-100.0,) * 7 + (0.0, 0.0) + (100.0, 100.0),
    ),
    "ces": Scale(tuple(range(1, 8)), (0.02, 0.05, 0.11, 0.22, 0.44, 0.77), tuple(map(float, range(1, 8)))),
    "csat": Scale((1, 2, 3, 4, 5), (0.03, 0.10, 0.27, 0.68), (0.0, 0.0, 0.0, 1.0, 1.0)),
    "scale": Scale((1, 2, 3, 4, 5), (0.03, 0.11, 0.32, 0.73), (1.0, 2.0, 3.0, 4.0, 5.0)),
    "disconfirmation": Scale((-2, -1, 0, 1, 2), (0.05, 0.20, 0.66, 0.92), (-2.0, -1.0, 0.0, 1.0, 2.0)),
    # wrong or right; the side of wrong is drawn apart
    "just_right": Scale((0, 1), (0.35,), (0.0, 1.0)),
    # an opposite, neither, a target feeling
    "feeling": Scale((-1, 0, 1), (0.18, 0.52), (0.0, 0.0, 1.0)),
}
TOO_MUCH = 0.40
"""Share of the wrong amounts that are too much."""

_NODES = np.linspace(-4.5, 4.5, 181)
_DENSITY = np.exp(-(_NODES**2) / 2)


def implied(scale: Scale, level: Floats) -> Floats:
    """The headline score that each expected level implies when latent experience is normal with variance 1."""
    return _score(scale, level, 1.0)


def selected(scale: Scale, level: Floats, mass: Floats, correlation: float) -> float:
    """The score expected of those who answer, when answering goes with something correlated with the experience.

    Args:
        scale: of the question.
        level: expected latent level of each kind of person asked.
        mass: how many of each kind (rows) are expected to answer at each of the 181 standard normal scores of ``nodes``
            of what answering goes with (columns); need not be weighted by the density.
        correlation: of that something with the experience.

    Raises:
        ValueError: when nobody is asked.
    """
    if not len(level):
        raise ValueError("a score needs somebody who is asked")
    r = min(correlation, 0.995)
    score = _score(scale, level[:, None] + r * _NODES[None, :], np.sqrt(1 - r * r))
    weighted = mass * _DENSITY[None, :]
    return float((weighted * score).sum() / weighted.sum())


def nodes() -> Floats:
    """The standard normal scores at which ``selected`` wants the expected number of answers."""
    return _NODES


def _score(scale: Scale, centre: Floats, spread: float) -> Floats:
    from scipy.special import ndtr

    score = np.full(centre.shape, scale.weights[0])
    for cut, step in zip(scale.cuts(), np.diff(scale.weights), strict=True):
        if step:
            score += step * ndtr((centre - cut) / spread)
    return score
