"""What goes with an outcome: shares of drivers, their order, their performance, and what is basic or exciting."""

from cxlab.drivers.answers import DriversError
from cxlab.drivers.contrasts import Contrast, Contrasts, penalty_reward
from cxlab.drivers.correlations import CorrelationError
from cxlab.drivers.importance import Driver, Importance, importance
from cxlab.drivers.order import Order, Pair
from cxlab.drivers.performance import ImportanceMap, Place, importance_map
from cxlab.drivers.shapley import relative_weights, shapley, shapley_of_columns
from cxlab.drivers.stated import Beside, Stated, beside, stated_importance

__all__ = [
    "Beside",
    "Contrast",
    "Contrasts",
    "CorrelationError",
    "Driver",
    "DriversError",
    "Importance",
    "ImportanceMap",
    "Order",
    "Pair",
    "Place",
    "Stated",
    "beside",
    "importance",
    "importance_map",
    "penalty_reward",
    "relative_weights",
    "shapley",
    "shapley_of_columns",
    "stated_importance",
]
