"""The ways in which a change to a survey can be refused."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from polku.governance.rules import Refused
from polku.surveys.rules import Finding


class SurveyGone(Refused):
    """The survey is not there, or no longer."""

    def __init__(self) -> None:
        super().__init__(_("This survey is not there any more."))


class AlreadyPublished(Refused):
    """A published version is never changed."""

    def __init__(self) -> None:
        super().__init__(_("This version is published and stays as it is. Make a new draft to change something."))


class TakenMeanwhile(Refused):
    """Somebody else saved the draft since it was opened."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed this draft meanwhile. Look at it as it is now, then try again."))


class NotOpen(Refused):
    """The version takes no answers."""

    def __init__(self, state: str) -> None:
        super().__init__(_("This survey does not take answers now."))
        self.state = state


class StaysClosed(Refused):
    """What was closed under a promise is not opened again: each answer that came then would show by subtraction."""

    def __init__(self) -> None:
        super().__init__(
            _("What was closed under this promise stays closed, so that no single answer shows. Make a new version.")
        )


class CannotPublish(Refused):
    """The draft is not ready; ``findings`` says what has to be mended."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(_("The survey cannot be published yet. Mend what is listed first."))
        self.findings = tuple(findings)
