"""Writes of surveys: drafts, publishing, and the responses that come in."""

from polku.surveys.services.errors import (
    AlreadyPublished,
    CannotPublish,
    NotOpen,
    StaysClosed,
    SurveyGone,
    TakenMeanwhile,
)
from polku.surveys.services.imported import ImportedResponse, drop_imported, store_responses_bulk
from polku.surveys.services.publishing import (
    close,
    create_survey,
    new_draft,
    publish,
    reopen,
    save_draft,
    take_back_draft,
    throw_draft,
    undo_edit,
)
from polku.surveys.services.responses import Respondent, Stored, store_response
from polku.surveys.services.ticks import flush_ticks, leave_tick

__all__ = [
    "AlreadyPublished",
    "CannotPublish",
    "ImportedResponse",
    "NotOpen",
    "Respondent",
    "StaysClosed",
    "Stored",
    "SurveyGone",
    "TakenMeanwhile",
    "close",
    "create_survey",
    "drop_imported",
    "flush_ticks",
    "leave_tick",
    "new_draft",
    "publish",
    "reopen",
    "save_draft",
    "store_response",
    "store_responses_bulk",
    "take_back_draft",
    "throw_draft",
    "undo_edit",
]
