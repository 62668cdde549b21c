"""What the simulated customers buy: revenue by account and month, moved by their experience some months before."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.simulate.columns import table
from cxlab.simulate.experience import World

Floats = NDArray[np.float64]

_NOISE = 0.5  # standard deviation of log revenue in a month with purchases


def log_effect(world: World) -> Floats:
    """What the experience of the account ``lag`` months earlier adds to log expected revenue (accounts x months).

    The experience is the account's own part of it, in latent points; before the period it is that of the first month.
    """
    truth = world.truth
    latent = np.sqrt(truth.account_variance) * world.felt.account
    lagged = latent[:, np.maximum(np.arange(world.clock.months) - truth.lag, 0)]
    return np.asarray(truth.elasticity * lagged, dtype=np.float64)


def revenue(rng: np.random.Generator, world: World) -> pl.DataFrame:
    """The table revenue: E[amount] = size x season x exp(elasticity x experience ``lag`` months earlier).

    Small customers buy in fewer months, more at a time; months after the customer left are 0, those before it came are
    not rows.
    """
    who, clock = world.who, world.clock
    shape = (who.accounts, clock.months)
    rank = who.size / (who.size + 800.0)
    often = np.clip(0.15 + 0.8 * rank, 0.0, 1.0)[:, None]
    buys = rng.random(shape) < often
    noise = np.exp(_NOISE * rng.normal(size=shape) - _NOISE**2 / 2)
    amount = who.size[:, None] / often * clock.season()[None, :] * np.exp(log_effect(world)) * noise * buys
    begins = clock.month_first[:-1]
    present = who.since[:, None] < clock.month_first[1:][None, :]
    amount = np.where(who.left[:, None] <= begins[None, :], 0.0, amount)
    present[0] = False
    account, month = np.nonzero(present)
    labels = pl.Series(clock.labels())
    return table(
        "revenue",
        {
            "account": account,
            "month": labels.gather(month),
            "amount": np.rint(amount[account, month]).astype(np.int64),
        },
    )
