"""Which words and codes usually mean that nobody answered, in the languages our files are written in."""

from __future__ import annotations

import re

# Words nobody writes as an answer, in any column. Compared in lower case, without spaces and a full stop at the ends.
NO_ANSWER = frozenset(
    """
    blank|(blank)|[blank]|<blank>|empty|missing|no answer|no response|not answered|did not answer|didn't answer
    unanswered|not asked|n/a|n.a|#n/a|#na|nan|null|#null!|(null)|not applicable|refused|skipped|no data
    tyhjä|ei vastausta|ei vastattu|ei vastannut|puuttuu|ei tietoa|ei koske
    tomt|inget svar|ej svarat|svarade inte|saknas|uppgift saknas|ej tillämpligt
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)
# Words that mean no answer among scores, and may be an answer elsewhere.
NO_SCORE = NO_ANSWER | frozenset(
    """
    -|--|.|?|x|none|no|nothing|don't know|dont know|do not know|dk|d/k|unknown|never used|have never used|not used
    no opinion|prefer not to say|can't say|cannot say|na
    eos|en osaa sanoa|ei osaa sanoa|en tiedä|en ole käyttänyt|ei käyttänyt|ei
    vet ej|vet inte|ingen åsikt|har inte använt|aldrig använt|ej|inget
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)
# A country, a name, a chemical or no answer: only the sender knows.
MAYBE_TEXT = frozenset({"na", "none", "nil"})

_NO_ANSWER_LABEL = re.compile(
    r"blank|missing|no answer|not answered|did not|refus|don.?t know|do not know|not applicable|\bn/?a\b|never used|"
    r"not used|no opinion|no response|not asked|skipped|unknown|prefer not|can.?t say|cannot say|"
    r"ei osaa|en osaa|\beos\b|ei vasta|en tiedä|ei koske|tyhjä|puuttu|käyttänyt|"
    r"vet ej|vet inte|inget svar|ej svar|saknas|ej tillämp|inte använt|aldrig använt|ingen åsikt",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """A cell as it is compared with the words: lower case, no spaces and no full stop at the ends.

    Example:
        >>> bare("  Blank. ")
        'blank'
    """
    return text.strip().rstrip(".").strip().lower() or text.strip()


def means_no_answer(label: str) -> bool:
    """Whether a code's label in the file says that there is no answer.

    Example:
        >>> means_no_answer("Have never used or visited"), means_no_answer("Outstanding")
        (True, False)
    """
    return _NO_ANSWER_LABEL.search(label) is not None


def code_like(value: float, low: float, high: float) -> bool:
    """Whether a number beside a scale looks like a code: just past an end, a run of 6 to 9, or a negative such as -99.

    Args:
        value: the number.
        low: lowest step of the scale.
        high: highest step.

    Example:
        >>> code_like(11, 0, 10), code_like(99, 0, 10), code_like(37, 0, 10)
        (True, True, False)
    """
    if low <= value <= high or value != int(value):
        return False
    whole = int(value)
    if whole in {int(low) - 1, int(high) + 1, 0}:
        return True
    if whole < 0:
        return whole in {-1, -2, -7, -8, -9, -77, -88, -97, -98, -99, -777, -888, -998, -999, -9999}
    digits = str(whole)
    return (len(set(digits)) == 1 and digits[0] in "6789") or re.fullmatch(r"9{1,3}[5-8]", digits) is not None
