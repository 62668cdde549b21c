"""Files that people send by mistake are told for what they seem to be, and tables never are taken for one of them."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.files import FILE_ERRORS, FileError, open_table
from cxlab.files.mistaken import mistaken

PAGE = '<html xmlns:x="urn:schemas-microsoft-com:office:excel">\n<table><tr><td>score</td><td>team</td></tr></table>'
LOG = '<?xml version="1.0"?>\n<!-- made by hand -->\n<log xes.version="1.0"><trace/></log>'


def zipped(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "score,team\n9,a\n")
    return content.getvalue()


def tarred():
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("answers.csv"), io.BytesIO(b""))
    return content.getvalue()


def database():
    with sqlite3.connect(":memory:") as store:
        store.execute("CREATE TABLE answers (score)")
        content = store.serialize()
    store.close()
    return content


WRONG = {
    "answers.xls": (PAGE.encode(), "web_page"),
    "answers.csv": (b"\n\n <!DOCTYPE html>\n<html><body>Sign in, please", "web_page"),
    "wide.csv": (b"\xff\xfe" + PAGE.encode("utf-16-le"), "web_page"),
    "log.xes": (LOG.encode(), "event_log"),
    "log.xes.gz": (gzip.compress(LOG.encode()), "event_log"),
    "log.jsonocel": (b'{"ocel:global-event": {}}', "event_log"),
    "sheet.xml": (
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook></Workbook>',
        "excel_xml",
    ),
    "any.xml": (b"<?xml version='1.0'?><customers><one/></customers>", "xml_file"),
    "bare.xml": (b"<customers>\n  <one/></customers>", "xml_file"),
    "answers.json": (b'[{"score": 9, "team": "a"},\n {"score": 7}]', "json_file"),
    "answers.jsonl": (b'{"score": 9, "team": "a"}\n{"score": 7}', "json_file"),
    "answers.pdf": (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    "sheet.png": (b"\x89PNG\r\n\x1a\n\x00", "picture"),
    "answers.zip": (zipped("answers.csv"), "packed_folder"),
    "answers.tar.gz": (gzip.compress(tarred()), "packed_folder"),
    "answers.xlsx.gz": (gzip.compress(zipped("xl/workbook.xml")), "packed_folder"),
    "report.docx": (zipped("word/document.xml"), "text_document"),
    "report.rtf": (b"{\\rtf1 hello, all}", "text_document"),
    "sheet.ods": (zipped("content.xml"), "open_document"),
    "sheet.xlsb": (zipped("xl/workbook.bin"), "excel_binary"),
    "sheet.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_excel"),
    "store.csv": (database(), "database"),
    "mail.eml": (b"From: a@example.com\nTo: b@example.com\n\nHello, all", "mail"),
    "page.mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related", "mail"),
    "data.dta": (b"<stata_dta><header>", "other_statistics"),
    "data.por": (b"ASCII SPSS PORT FILE" + b" " * 20, "other_statistics"),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_refused_as_what_it_is(tmp_path, name):
    content, kind = WRONG[name]
    place = tmp_path / name
    place.write_bytes(content)
    with pytest.raises(FileError) as error:
        open_table(place)
    assert error.value.kind == kind
    assert str(error.value).endswith(FILE_ERRORS[kind][1])


@pytest.mark.parametrize(
    "text",
    [
        "<5,5-10,>10\n1,2,3\n",
        "score <b>bold</b>,team\n9,a\n",
        '"{x}",y\n1,2\n',
        "[1],[2]\n3,4\n",
        "From: country,To: country\nFI,SE\n",
        "RDX,score\n1,2\n",
        "HTML,XML\n1,2\n",
        "%PDFs read,score\n1,2\n",
    ],
)
def test_a_table_with_odd_names_is_read(tmp_path, text):
    place = tmp_path / "a.csv"
    place.write_text(text if not text.startswith("%PDF") else " " + text)
    assert open_table(place).whole().height == 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_wide_text_without_a_mark_is_read(tmp_path, encoding):
    place = tmp_path / "a.csv"
    place.write_bytes("nimi,arvo\nkyllä,9\nei,8\n".encode(encoding))
    assert open_table(place).whole().rows() == [("kyllä", "9"), ("ei", "8")]


@given(st.binary(max_size=600))
def test_any_bytes_are_something_or_nothing(head):
    assert mistaken(head) in {None, *FILE_ERRORS}
