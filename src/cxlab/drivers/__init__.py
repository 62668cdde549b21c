"""What goes with an outcome: shares of drivers, their order, their performance, and what is basic or exciting."""

from cxlab.drivers.answers import DriversError
from cxlab.drivers.correlations import CorrelationError
from cxlab.drivers.importance import Driver, Importance, importance
from cxlab.drivers.order import Order, Pair
from cxlab.drivers.shapley import relative_weights, shapley, shapley_of_columns

__all__ = [
    "CorrelationError",
    "Driver",
    "DriversError",
    "Importance",
    "Order",
    "Pair",
    "importance",
    "relative_weights",
    "shapley",
    "shapley_of_columns",
]
