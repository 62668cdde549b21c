"""Gives the answers to a survey out as a file: CSV, XLSX or SPSS, as far as the promise allows."""

from polku.flows.export_answers.flow import FORMATS, Exported, Given, NothingToExport, TooMany, export_answers

__all__ = ["FORMATS", "Exported", "Given", "NothingToExport", "TooMany", "export_answers"]
