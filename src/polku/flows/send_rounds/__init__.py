"""Messages of rounds are handed to the mail server, each once."""

from polku.flows.send_rounds.letter import Preview, choices_of, letter_of, preview
from polku.flows.send_rounds.sending import can_send, only_sender, remind, send_due, stop_asking, wake

__all__ = [
    "Preview",
    "can_send",
    "choices_of",
    "letter_of",
    "only_sender",
    "preview",
    "remind",
    "send_due",
    "stop_asking",
    "wake",
]
