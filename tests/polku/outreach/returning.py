"""Mail that comes back, as mail servers write it."""

from __future__ import annotations

REPORT = """\
From: MAILER-DAEMON@mx.example.net
To: asks@example.com
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="edge"

--edge
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--edge
{report}
--edge
Content-Type: {returned}

From: asks@example.com
To: maija@example.com
Message-ID: {letter}
Subject: How did we do?

--edge--
"""
DELIVERY = """\
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; maija@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <maija@example.com> not here
"""
ABUSE = """\
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
"""


def bounce(letter: str, *, status: str = "5.1.1", action: str = "failed", whole: bool = False) -> bytes:
    """A delivery report about the letter of this Message-ID."""
    returned = "message/rfc822" if whole else "text/rfc822-headers"
    report = DELIVERY.format(action=action, status=status)
    return REPORT.format(kind="delivery-status", report=report, returned=returned, letter=letter).encode()


def complaint(letter: str) -> bytes:
    """A report that somebody called the letter spam."""
    return REPORT.format(kind="feedback-report", report=ABUSE, returned="message/rfc822", letter=letter).encode()
