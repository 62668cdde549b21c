"""A company with known truth, and a null company: for the demo, for testing estimators, for planning samples."""

from cxlab.simulate.columns import COLUMNS
from cxlab.simulate.company import Company, company
from cxlab.simulate.truth import Truth

__all__ = ["COLUMNS", "Company", "Truth", "company"]
