"""The one way records come in: checked row by row, in short transactions, landed as one and undone as one.

``import_records`` takes tables with the columns that ``COLUMNS`` documents. What it cannot take comes back with its
row, its column and the reason; the rest comes in. The same records sent again add nothing.
"""

from polku.flows.import_records.columns import COLUMNS
from polku.flows.import_records.flow import Imported, import_records, undo_import
from polku.flows.import_records.taking import Rejected

__all__ = ["COLUMNS", "Imported", "Rejected", "import_records", "undo_import"]
