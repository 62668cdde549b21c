"""The sentences that tell what was noticed, why it matters and what can be done, in English; translators start here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# kind, or kind.variant: what it is, why it matters.
SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing_code.answer": (
            "%(column)s, asked from %(low)s to %(high)s, holds what look like codes for no answer: %(values)s.",
            "Counted as marks they would change the score: a code for blank or not applicable is nobody's opinion.",
        ),
        "missing_code": (
            "%(column)s holds what look like codes for no answer: %(values)s.",
            "Left as they are, they form a group of their own in every breakdown.",
        ),
        "missing_word": (
            "%(column)s holds words that usually mean no answer: %(values)s.",
            (
                "They are no marks and no words of a customer; counted as answers they would raise the number of "
                "answers."
            ),
        ),
        "outside_scale": (
            "%(column)s, asked from %(low)s to %(high)s, holds values that are no step of that scale: %(values)s.",
            (
                "They may be slips of the keyboard, or the question may have been asked on another scale; a score "
                "cannot place them."
            ),
        ),
        "not_a_number": (
            "%(column)s holds marks, and cells that are no numbers: %(values)s.",
            "A cell that is no number cannot be counted; guessing its mark would make up an answer.",
        ),
        "marks_unclear": (
            "%(column)s looks like answers on a scale from %(low)s to %(high)s: %(values)s.",
            (
                "Nothing says which end is good, or whether the last steps are codes for no answer. Kept beside the "
                "answers it is counted in no figure."
            ),
        ),
        "words_unclear": (
            "%(column)s holds words that are steps of more than one scale: %(values)s.",
            (
                "On one scale they count as other marks than on another, so guessed ones could not be compared with "
                "other waves. Say at the column how it is counted and which step each word is; kept beside the answers "
                "it is counted in no figure."
            ),
        ),
        "text_na": (
            "%(column)s holds %(values)s, which may mean no answer or may be text.",
            "NA is not available to one, and Namibia or a person's initials to another; only you know.",
        ),
        "weight_missing": (
            "%(column)s is to weigh answers, but some rows have no weight above zero: %(values)s; empty: %(empty)s.",
            "An answer without a weight would vanish from weighted figures without a word.",
        ),
        "mixed_dates": (
            (
                "%(column)s mixes dates: %(day_first)s rows can only be day first, %(month_first)s only month "
                "first, and %(either)s can be read both ways."
            ),
            "A date read the wrong way moves an answer by months, and a trend with it.",
        ),
        "ambiguous_dates": (
            "%(column)s holds dates that can be read two ways, and none that settles which: %(values)s.",
            "A date read the wrong way moves an answer by months, and a trend with it.",
        ),
        "date_forms": (
            "%(column)s writes dates in more than one way; the rarer ones: %(values)s.",
            "Each way can be read, but two sources may have been put together here.",
        ),
        "impossible_dates": (
            "%(column)s holds dates that no calendar has: %(values)s.",
            "Nobody can have answered on such a day; the right one is not in the file.",
        ),
        "future_dates": (
            "%(column)s holds days that are yet to come: %(values)s.",
            "Answers from the future would stand at the end of every trend.",
        ),
        "early_dates": (
            "%(column)s holds days before 1950: %(values)s.",
            "They are most likely placeholders or slips; a trend would begin with them.",
        ),
        "zero_dates": (
            "%(column)s holds days that programs write when there is none: %(values)s.",
            "A spreadsheet keeps a time of day as a time on the last day of 1899; the day means nothing.",
        ),
        "not_a_time": (
            "%(column)s holds dates or times, and cells that are neither: %(values)s.",
            "Answers without a time cannot be put into a month.",
        ),
        "mixed_times": (
            "%(column)s writes times of day in two ways: %(values)s.",
            "Without AM or PM nobody can tell whether 6:00:00 is morning or evening.",
        ),
        "bare_day": (
            "%(column)s holds bare days of a month, from %(low)s to %(high)s, without month and year.",
            "Without a month the answers have no place in time; say which month this file is of.",
        ),
        "whole_dates": (
            "%(column)s is used as a bare day of the month, but holds whole dates: %(values)s.",
            "The date says more than the month you named, and may contradict it.",
        ),
        "no_dates": (
            "%(column)s is to say when people answered, but holds few dates that can be read: %(values)s.",
            "Answers without a time cannot be put into a month.",
        ),
        "decimal_comma": (
            "%(column)s writes numbers with a decimal comma: %(values)s.",
            "Read as text they would be lost, and read as thousands they would be a thousand times too large.",
        ),
        "leading_zeros": (
            "%(column)s holds numbers that begin with zero: %(values)s.",
            "A spreadsheet drops such zeros: 007 here and 7 in another file may be the same, or may not.",
        ),
        "broken_letters": (
            "%(column)s holds letters that were read in a wrong encoding: %(values)s.",
            "People would see them in names and quotes; the file was most likely saved or read in another encoding.",
        ),
        "same_but_for_spaces": (
            "%(column)s holds values that differ only by spaces or capital letters from others: %(values)s.",
            "One group would be counted as two.",
        ),
        "repeated_texts": (
            "%(column)s holds long texts that stand more than once, letter by letter: %(rows)s.",
            "The same person may have been entered twice, or the text may be a form's own words.",
        ),
        "duplicate_ids": (
            "%(column)s is to name each respondent once, but %(ids)s ids stand on several rows: %(values)s.",
            "One person would count twice, or two answers of one person would look like two people.",
        ),
        "ids_start_again": (
            "%(column)s uses ids again that the earlier wave (%(earlier)s) used: %(again)s of them.",
            (
                "If ids start again in each wave, the same number is another person; taken as one, new answers "
                "would replace old ones."
            ),
        ),
        "ids_start_again.column": (
            "%(column)s uses the same ids again in each wave of the column %(wave)s: %(ids)s of them.",
            (
                "If ids start again in each wave, the same number is another person; taken as one, new answers "
                "would replace old ones."
            ),
        ),
        "missing_ids": (
            "%(column)s is empty on some rows: %(rows)s.",
            "An answer without an id is known again only by its content, if the file comes a second time.",
        ),
        "column_renamed": (
            "The column %(column)s of the earlier wave (%(earlier)s) is gone; %(name)s may be its new name.",
            (
                "If they are the same question, the trend goes on; if not, a trend over both would compare what is "
                "not alike."
            ),
        ),
        "new_column.used": (
            "The column %(column)s is new: the mapping does not name it, and it looks like something to be used.",
            "Passed over, it would be counted in no figure, and nobody would notice.",
        ),
        "new_column": (
            "The column %(column)s is new: the mapping does not name it.",
            "Nothing is counted from it; it is kept beside the answers unless you leave it out.",
        ),
        "rows_known.same": (
            "%(rows)s of this file are here already: they came with %(file)s, which landed on %(landed)s.",
            (
                "Each row is known by its survey, its wave and its respondent. Of %(compared)s rows compared "
                "%(alike)s say the same as before, so this is most likely the same file again, or more of it."
            ),
        ),
        "rows_known.other": (
            (
                "%(rows)s of this file are taken for rows that are here already: they came with %(file)s, which "
                "landed on %(landed)s."
            ),
            (
                "They have the same survey, wave and respondents, but of %(compared)s rows compared only %(alike)s "
                "say the same. If this is another wave, these answers would not come in."
            ),
        ),
        "rows_known.promised": (
            (
                "%(rows)s of this file are taken for rows that are here already: they came with %(file)s, which "
                "landed on %(landed)s."
            ),
            (
                "They have the same survey, wave and respondents. Their answers were not compared: those given under "
                "a promise never are. If this is another wave, these answers would not come in."
            ),
        ),
        "rows_known.content": (
            (
                "%(rows)s of this file are taken for rows that are here already: they came with %(file)s, which "
                "landed on %(landed)s."
            ),
            (
                "They have neither an id nor a time, so a row is known by what stands in it. If these are answers of "
                "another month or wave, they would not come in: say which wave the file is."
            ),
        ),
        "rows_known.row": (
            "%(rows)s of this file are here already: they came with %(file)s, which landed on %(landed)s.",
            (
                "A row without an id is known by all that stands in it, when it was answered included, so nothing is "
                "lost when these stay as they are."
            ),
        ),
        "column_vanished": (
            "The column %(column)s of the earlier wave (%(earlier)s) is gone.",
            "Its trend ends here, or the column was forgotten when the file was made.",
        ),
        "other_file": (
            "Most columns of the earlier wave (%(earlier)s) are not in this file: %(gone)s of %(columns)s.",
            "This looks like another survey; put together, two questions would be one.",
        ),
        "scale_change.row": (
            "%(column)s goes beyond %(top)s, up to %(highest)s, only in the rows %(begin)s to %(end)s: %(rows)s.",
            (
                "The scale seems to have changed: a 5 of 5 and a 5 of 10 are not the same answer, and one mean of "
                "both means nothing."
            ),
        ),
        "scale_change.day": (
            (
                "%(column)s goes beyond %(top)s, up to %(highest)s, only where %(time)s is %(begin)s to %(end)s: "
                "%(rows)s."
            ),
            (
                "The scale seems to have changed: a 5 of 5 and a 5 of 10 are not the same answer, and one mean of "
                "both means nothing."
            ),
        ),
        "straight_lines": (
            (
                "The same mark for every item of the question that begins with %(column)s (%(items)s items): "
                "%(rows)s of %(given)s."
            ),
            (
                "Some mean it, others tick through; they hide differences between the items and make them look "
                "more alike than they are."
            ),
        ),
        "identical_rows": (
            "Rows that equal another one from end to end: %(rows)s.",
            "The file may hold some rows twice; or these are different people who answered alike.",
        ),
        "odd_header": (
            "The column's name %(column)s has stray signs or spaces; without them it is %(name)s.",
            "The same column would not be found again in the next file.",
        ),
        "unnamed_column": (
            "A column has no name.",
            "It is often a row number that a program left behind.",
        ),
        "twin_names": (
            "The columns %(column)s and %(other)s have names that differ only by capital letters, spaces or signs.",
            "One may be taken for the other.",
        ),
        "empty_column": (
            "%(column)s holds nothing.",
            "It can be left out.",
        ),
        "same_columns": (
            "%(column)s says the same as %(other)s in every row.",
            "Kept twice, one answer would count as two questions.",
        ),
    },
)
# choice, or kind.choice where the words need to be closer.
CHOSEN: Mapping[str, str] = MappingProxyType(
    {
        "dates.missing": "Keep the rows without a date",
        "no_dates.missing": "Keep the rows without a date",
        "times.missing": "Keep the rows and leave these cells empty",
        "missing": "They mean no answer: leave them out of the figures",
        "keep": "Keep them as they are",
        "missing_code.keep": "They are answers: choose another metric or scale for the column",
        "reject_rows": "Set these rows aside, into the file of rejected rows",
        "other_scale": "The question has another scale: choose the metric again",
        "weight_one": "Let them weigh 1",
        "day_first": "The day comes first: 31/1/2026",
        "month_first": "The month comes first: 1/31/2026",
        "mixed_dates.day_first": "Day first; those that can only be month first are read so",
        "mixed_dates.month_first": "Month first; those that can only be day first are read so",
        "read_all": "Read them all, each in its way",
        "as_time": "Read them as the day of the answer",
        "time_only": "They are times of day: leave out the day",
        "with_month": "They belong to a month that I name",
        "decimal": "The comma is a decimal sign",
        "drop_zeros": "Leave the zeros out: 007 is 7",
        "other_encoding": "Read the file again in another encoding",
        "join": "Join them: they are the same",
        "keep_all": "Keep all: several rows of one respondent are right",
        "keep_first": "Keep the first of them",
        "keep_last": "Keep the last of them",
        "by_wave": "Ids start again in each wave: the same number is another person",
        "same_people": "They are the same people in both waves",
        "without_id": "Take them in without an id",
        "take_nps": "Take it as the answer to: would you recommend us?",
        "take_scale": "Take it as an answer, from %(low)s to %(high)s",
        "take_choice": "Take it as an answer: one of several options",
        "take_text": "Take it as an open answer",
        "marks_unclear.take_scale": "It is a scale from %(low)s, the worst, to %(high)s, the best",
        "marks_unclear.take_choice": "Its numbers stand for options: show the share of each",
        "take": "Take it as what its name and values say",
        "background": "Keep it beside the answers: nothing is counted from it",
        "leave_out": "Leave the column out",
        "skip": "Leave these rows as they are, and take in the others",
        "other_wave": "It is another wave: I say which",
        "corrected": "It is a corrected file: I undo the earlier import first",
        "same": "It is the same question as %(name)s",
        "other": "%(name)s is another question",
        "without": "Go on without it",
        "stop": "Stop: I get a file that has it",
        "new_survey": "It is another survey",
        "same_survey": "It is the same survey all the same",
        "set_apart": "Leave out the answers above %(top)s and all others of that stretch",
        "one_scale": "The scale reached %(highest)s all along",
        "rename": "Call it %(name)s",
        "odd_header.keep": "Keep the name as it is",
        "ignore": "Leave the column out",
        "unnamed_column.keep": "Keep the column",
        "twin_names.keep": "Keep both columns",
        "same_columns.keep": "Keep both columns",
        "empty_column.keep": "Keep the column",
        "straight_lines.keep": "Keep the answers: they may be meant",
        "identical_rows.keep": "Keep all rows",
    },
)
ROWS_OF_VALUE = ("%(value)s (%(count)s row)", "%(value)s (%(count)s rows)")
ROWS = ("%(count)s row", "%(count)s rows")
OTHERS = "%(values)s and others"
