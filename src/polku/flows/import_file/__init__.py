"""A file becomes records: what its columns are is proposed, what is odd is asked, and all of it lands at once."""

from polku.flows.import_file.ahead import under_way
from polku.flows.import_file.fitting import fitted, tied
from polku.flows.import_file.looking import Preview, Summary, look
from polku.flows.import_file.mapping import ColumnUse, FileForm, Mapping, MappingFault
from polku.flows.import_file.mapping_file import from_toml, to_toml
from polku.flows.import_file.proposing import propose
from polku.flows.import_file.running import Outcome, Undecided, run
from polku.flows.import_file.uploading import (
    FileRefused,
    bring,
    decide,
    look_at,
    receive,
    rejected_file,
    remove,
    start,
    undo,
)

__all__ = [
    "ColumnUse",
    "FileForm",
    "FileRefused",
    "Mapping",
    "MappingFault",
    "Outcome",
    "Preview",
    "Summary",
    "Undecided",
    "bring",
    "decide",
    "fitted",
    "from_toml",
    "look",
    "look_at",
    "propose",
    "receive",
    "rejected_file",
    "remove",
    "run",
    "start",
    "tied",
    "to_toml",
    "under_way",
    "undo",
]
