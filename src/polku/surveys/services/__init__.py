"""Writes of surveys: drafts, publishing, and the responses that come in."""

from polku.surveys.services.arriving import ARRIVING, WORDS, Ready, made_ready, store_ready
from polku.surveys.services.errors import (
    AlreadyPublished,
    CannotPublish,
    NotOpen,
    StaysClosed,
    SurveyGone,
    TakenMeanwhile,
)
from polku.surveys.services.imported import ImportedResponse, drop_imported, store_responses_bulk
from polku.surveys.services.imported_survey import OtherPromise, TakesAnswers, publish_imported
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
from polku.surveys.services.withdrawing import withdraw

__all__ = [
    "ARRIVING",
    "WORDS",
    "AlreadyPublished",
    "CannotPublish",
    "ImportedResponse",
    "NotOpen",
    "OtherPromise",
    "Ready",
    "Respondent",
    "StaysClosed",
    "Stored",
    "SurveyGone",
    "TakenMeanwhile",
    "TakesAnswers",
    "close",
    "create_survey",
    "drop_imported",
    "flush_ticks",
    "leave_tick",
    "made_ready",
    "new_draft",
    "publish",
    "publish_imported",
    "reopen",
    "save_draft",
    "store_ready",
    "store_response",
    "store_responses_bulk",
    "take_back_draft",
    "throw_draft",
    "undo_edit",
    "withdraw",
]
