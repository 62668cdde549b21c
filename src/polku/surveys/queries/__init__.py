"""Reads of surveys, versions, responses and comments, as frozen dataclasses; only what an import has landed is seen."""

from polku.surveys.queries.answers import (
    Answer,
    AnswersPage,
    CommentsOf,
    Withheld,
    answers,
    comments,
    known_from,
    known_keys,
    said_under,
)
from polku.surveys.queries.behind import Behind, Given, GivenPage, Heard, behind, heard, said_between
from polku.surveys.queries.design import (
    Draft,
    SurveyRow,
    VersionRow,
    anybody_answered,
    draft,
    labels,
    survey,
    surveys,
    versions,
)
from polku.surveys.queries.exporting import Exportable, ExportRow, exportable
from polku.surveys.queries.public import NoSuchSurvey, PublishedVersion, previewed, published, stored_under, ticked
from polku.surveys.queries.questions import QuestionName, question_names

__all__ = [
    "Answer",
    "AnswersPage",
    "Behind",
    "CommentsOf",
    "Draft",
    "ExportRow",
    "Exportable",
    "Given",
    "GivenPage",
    "Heard",
    "NoSuchSurvey",
    "PublishedVersion",
    "QuestionName",
    "SurveyRow",
    "VersionRow",
    "Withheld",
    "answers",
    "anybody_answered",
    "behind",
    "comments",
    "draft",
    "exportable",
    "heard",
    "known_from",
    "known_keys",
    "labels",
    "previewed",
    "published",
    "question_names",
    "said_between",
    "said_under",
    "stored_under",
    "survey",
    "surveys",
    "ticked",
    "versions",
]
