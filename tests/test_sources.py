"""Files, folders and records to sources; every input that cannot be used to one clear sentence."""

from __future__ import annotations

import csv
import datetime
import gzip
import hashlib
import json
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.knowledge import home
from riwaya.reading.sources import (
    Rejected,
    Source,
    article_id_of,
    article_key,
    load_outlets,
    parse_date,
    read_inputs,
    read_url_list,
    safe_id,
    safe_name,
    safe_url,
    same_site,
)
from riwaya.reading.sources.record_files import MAX_ARTICLE_BYTES, MAX_LINE_BYTES
from riwaya.reading.sources.source import wide_encoding

TEXT = "عنوان عن الطريق\n\nقال الوزير إن الطريق مفتوح.\n"
SEEDS = home() / "seeds"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only_source(*inputs: str | Path) -> Source:
    sources, rejected = read_inputs(inputs)
    assert not rejected
    assert len(sources) == 1
    return sources[0]


def only_reason(*inputs: str | Path) -> str:
    sources, rejected = read_inputs(inputs)
    assert not sources
    assert len(rejected) == 1
    return rejected[0].reason


# ---------------------------------------------------------------- texts


def test_a_text_is_the_file_decoded_and_unmodified(tmp_path: Path) -> None:
    content = "  عنوان\r\n\r\nنص\u00a0أول.\r\n\n"
    source = only_source(write(tmp_path, "a.txt", content))
    assert source.text == content
    assert source.article_id == "a"
    assert source.sha256 == hashlib.sha256(content.encode()).hexdigest()
    assert (source.outlet, source.published, source.headline) == (None, None, None)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "iso8859_6", "utf-16-le"])
def test_a_text_in_any_arabic_encoding_comes_out_the_same_and_its_hash_is_of_the_bytes(
    tmp_path: Path, name: str
) -> None:
    raw = TEXT.encode(name)
    source = only_source(write(tmp_path, "a.txt", raw))
    assert source.text == TEXT
    assert source.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "the file is empty. Save the article again."),
        ("blank.txt", " \n\u00a0\t\r\n", "it holds only white space. Save the article again."),
        ("mark.txt", b"\xef\xbb\xbf", "it holds only white space. Save the article again."),
        ("nul.txt", b"\x00\x01\x02\x03" * 9, "the file is binary (it holds NUL bytes), not text. Save the article as plain text."),
        ("pdf.txt", b"%PDF-1.7 \x00", "the file is a PDF, not text. Save the article as plain text."),
        ("png.txt", b"\x89PNG\r\n\x1a\n", "the file is an image, not text. Save the article as plain text."),
        ("word.txt", b"PK\x03\x04....", "the file is a zip or office document, not text. Save the article as plain text."),
        ("broken.txt", TEXT.encode()[:30] + b"\xff" + TEXT.encode()[30:], "byte 30 is neither UTF-8 nor any Arabic encoding known here. Save the file as UTF-8."),
        ("english.txt", "The road is open, the minister said.", "it holds no Arabic text. Riwaya reads Arabic articles only."),
        ("markup.txt", f"<html><body><p>{TEXT}</p></body></html>", "it holds HTML markup, not plain text. Save the article's text without tags."),
        ("pieces.txt", f"{TEXT}<br><br>{TEXT}</p>", "it holds HTML markup, not plain text. Save the article's text without tags."),
        ("page.html", "<html><body></body></html>", "the page holds no article that can be found. Save its text as .txt."),
        ("a.docx", b"PK\x03\x04", "this kind of file is not read. Use .txt, .html, .jsonl, .jsonl.gz or .csv."),
        ("\u202e.txt", TEXT, "the file name holds no letter or digit to make an article id of. Rename the file."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why_in_one_sentence_and_the_mend(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    assert only_reason(write(tmp_path, name, content)) == reason


def test_a_file_above_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert (
        only_reason(path)
        == "50 MB; one article may have 1 MB. If it holds several articles, split it or use .jsonl."
    )


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    content = ("خبر " * (MAX_ARTICLE_BYTES // 7))[: MAX_ARTICLE_BYTES // 2].encode()
    assert len(only_source(write(tmp_path, "a.txt", content)).text) == len(content.decode())


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    assert only_reason(tmp_path / "none.txt") == "there is no such file. Check the name."
    assert only_reason(str(tmp_path / "*.txt")).startswith("no file matches this pattern.")
    assert only_reason(tmp_path).startswith("the folder holds no article.")
    assert only_reason("a\0b.txt") == "this is not a file name. Name a file, a folder or a glob."


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert only_reason(tmp_path / "a.txt") == "is not a regular file. Name a file that holds text."


def test_the_good_go_on_beside_the_bad_and_the_order_is_that_of_the_names(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("c.txt", "a.txt", "sub/b.txt"):
        write(tmp_path, name, TEXT)
    write(tmp_path, "b.txt", "")
    write(tmp_path, "README.md", "about")
    write(tmp_path, ".hidden.txt", TEXT)
    sources, rejected = read_inputs([tmp_path])
    assert [source.article_id for source in sources] == ["a", "c", "b"]
    assert [Path(item.path).name for item in rejected] == ["b.txt"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEXT)
    assert only_source(path, tmp_path, str(tmp_path / "*.txt")).article_id == "a"


def test_a_file_whose_name_looks_like_a_pattern_is_read_as_a_file(tmp_path: Path) -> None:
    assert only_source(write(tmp_path, "a[1].txt", TEXT)).article_id == "a-1"


def test_the_second_article_of_an_id_is_rejected_and_names_the_first(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    first, second = write(tmp_path, "a.txt", TEXT), write(tmp_path, "x/a.txt", TEXT)
    sources, rejected = read_inputs([first, second])
    assert [source.source_path for source in sources] == [str(first)]
    assert rejected == [
        Rejected(str(second), f'the article id "a" is taken by {first}. Rename one of the two.')
    ]


# ---------------------------------------------------------------- records

RECORD = {
    "id": "r1",
    "outlet": "صحيفة الميناء",
    "title": "عنوان",
    "date": "2019-05-04",
    "url": "https://example.org/1",
    "text": "قال الوزير إن الطريق مفتوح.",
}


def lines(*records: object) -> str:
    return "".join(
        (item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)) + "\n" for item in records
    )


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_record_becomes_title_two_line_ends_and_text(tmp_path: Path, name: str) -> None:
    raw = lines(RECORD).encode()
    source = only_source(write(tmp_path, name, gzip.compress(raw) if name.endswith("gz") else raw))
    assert source.text == "عنوان\n\nقال الوزير إن الطريق مفتوح."
    assert (source.article_id, source.outlet, source.headline) == ("r1", "صحيفة الميناء", "عنوان")
    assert (source.published, source.published_basis) == (datetime.date(2019, 5, 4), "given")
    assert source.url == "https://example.org/1"
    assert source.sha256 == hashlib.sha256(source.text.encode()).hexdigest()


def test_a_title_of_several_lines_ends_where_the_record_says(tmp_path: Path) -> None:
    record = RECORD | {"title": " عنوان\n\nأول "}
    source = only_source(write(tmp_path, "a.jsonl", lines(record)))
    assert source.text == " عنوان\n\nأول \n\nقال الوزير إن الطريق مفتوح."
    assert source.text[: source.title_end] == record["title"]
    assert source.headline == "عنوان أول"


def test_the_field_names_of_other_collections_are_known(tmp_path: Path) -> None:
    record = {"docno": 7, "src": "BBC", "headline": "عنوان", "text": "نص قصير."}
    source = only_source(write(tmp_path, "a.jsonl", lines(record)))
    assert (source.article_id, source.outlet, source.headline) == ("7", "BBC", "عنوان")
    assert source.published is None
    assert source.published_basis is None


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1256")]
)
def test_a_table_gives_the_same_sources_as_json_lines(tmp_path: Path, delimiter: str, name: str) -> None:
    record = RECORD | {"text": 'قال الوزير: "الطريق مفتوح"؛ والناس، كلهم، يعرفون.\nسطر ثان.'}
    path = tmp_path / "a.csv"
    with path.open("w", encoding=name, newline="") as file:
        writer = csv.DictWriter(file, list(record), delimiter=delimiter)
        writer.writeheader()
        writer.writerow(record)
    from_csv = only_source(path)
    from_json = only_source(write(tmp_path, "a.jsonl", lines(record)))
    assert from_csv.text == from_json.text
    assert from_csv.published == from_json.published


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "x", "text": ', "not valid JSON: Expecting value at column 20. Mend that line."),
        ("[" * 100_000, "not valid JSON: nested too deeply, or a number too long. Mend that line."),
        ('["نص"]', "is not a record of named fields. Write {...} with id, outlet, title, date, url, text."),
        ({"id": "x", "title": "عنوان"}, "the record has no text. Fill its text field."),
        ({"id": "x", "text": " \n"}, "the record has no text. Fill its text field."),
        ({"id": "x", "text": ["نص"]}, "text is not text. Write it between quotation marks."),
        ({"text": "نص قصير."}, "the record has no usable id. Give it an id of letters, digits, _ . or -."),
        (
            {"id": "../..", "text": "نص قصير."},
            "the record has no usable id. Give it an id of letters, digits, _ . or -.",
        ),
        (
            {"id": "x", "text": "no Arabic here"},
            "it holds no Arabic text. Riwaya reads Arabic articles only.",
        ),
    ],
)
def test_a_bad_record_names_its_line_and_the_others_go_on(tmp_path: Path, line: object, reason: str) -> None:
    path = write(tmp_path, "a.jsonl", lines(RECORD, line, RECORD | {"id": "r3"}))
    sources, rejected = read_inputs([path])
    assert [source.article_id for source in sources] == ["r1", "r3"]
    assert rejected == [Rejected(f"{path}, line 2", reason)]


def test_a_line_above_the_limit_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", lines('{"text": "' + "ا" * MAX_LINE_BYTES + '"}', RECORD))
    sources, rejected = read_inputs([path])
    assert [source.article_id for source in sources] == ["r1"]
    assert [item.path for item in rejected] == [f"{path}, line 1"]


def test_bytes_that_are_not_utf_8_name_their_line(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", lines(RECORD).encode() + b'{"id": "\xff"}\n')
    _, rejected = read_inputs([path])
    assert rejected == [Rejected(f"{path}, line 2", "byte 8 is not UTF-8. Save the file as UTF-8.")]


@pytest.mark.parametrize("content", [gzip.compress(lines(RECORD).encode())[:-9], b"not gzip"])
def test_a_broken_archive_is_rejected(tmp_path: Path, content: bytes) -> None:
    _, rejected = read_inputs([write(tmp_path, "a.jsonl.gz", content)])
    assert len(rejected) == 1
    assert rejected[0].reason.startswith("cannot be read (")


def test_files_without_records_say_so(tmp_path: Path) -> None:
    assert only_reason(write(tmp_path, "a.jsonl", "\n \n")).startswith("the file holds no record.")
    assert only_reason(write(tmp_path, "a.csv", "id,text\n")).startswith("the file holds no row")
    assert only_reason(write(tmp_path, "b.csv", "id,other\n1,2\n")).startswith("names no text column.")
    assert (
        only_reason(write(tmp_path, "d.csv", b"\n\x80"))
        == "holds bytes that are not utf-8-sig. Save the file as UTF-8."
    )
    assert only_reason(write(tmp_path, "c.csv", b"\x00\x01")).startswith("the file is not text")


def test_what_cannot_be_written_is_replaced_one_for_one(tmp_path: Path) -> None:
    line = '{"id": "x", "text": "قال \\ud800 الوزير \\u0000 إن الطريق مفتوح."}'
    source = only_source(write(tmp_path, "a.jsonl", lines(line)))
    assert source.text == "قال \ufffd الوزير \ufffd إن الطريق مفتوح."
    assert source.text.encode()


def test_a_table_of_hostile_fields_yields_a_safe_source(tmp_path: Path) -> None:
    record = RECORD | {
        "id": "../../a\u202e\u0000b",
        "outlet": "صحيفة\u202e\n" + "س" * 999,
        "url": "javascript:alert(1)",
    }
    source = only_source(write(tmp_path, "a.jsonl", lines(record)))
    assert source.article_id == "a-b"
    assert source.outlet is not None
    assert len(source.outlet) <= 120
    assert source.outlet.isprintable()
    assert source.url is None


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_an_id_is_always_safe_and_stays_what_it_is(name: str) -> None:
    made = safe_id(name)
    assert safe_id(made) == made
    assert len(made) <= 120 and len(made.encode()) <= 240
    assert not set(made) & set("/\\\0\"'<>&# \n")
    assert ".." not in made
    assert not made.startswith((".", "-"))


def test_a_long_id_of_long_letters_still_makes_a_file_name() -> None:
    assert safe_id("\U00020000" * 120) == "\U00020000" * 60


def test_what_is_said_of_a_refused_input_holds_nothing_that_a_terminal_obeys() -> None:
    item = Rejected("a\x1b[2J.txt", 'article 1 ("\x1b]0;x\x07\u202e\u2028") is faulty.')
    assert item.path.isprintable() and item.reason.isprintable()


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_names_and_addresses_from_outside_never_raise(text: str) -> None:
    assert safe_name(text).encode() is not None
    address = safe_url(text)
    assert address is None or address.startswith("http")
    parse_date(text)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018-02-18", datetime.date(2018, 2, 18)),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("1443-06-07", None),
        ("2018-02-18T23:10:00+03:00", datetime.date(2018, 2, 18)),
        ("2018/2/8 10:00", datetime.date(2018, 2, 8)),
        ("Sun, 18 Feb 2018 19:49:50 GMT", datetime.date(2018, 2, 18)),
        ("٢٠٢٢-٠١-١٠", datetime.date(2022, 1, 10)),
        ("2018-13-40", None),
        ("أمس", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_left_unknown(written: str, day: datetime.date | None) -> None:
    assert parse_date(written) == day


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.jsonl", "a.jsonl.gz", "a.csv", "manifest.toml"]))
@settings(max_examples=80, deadline=None)
def test_any_bytes_under_any_name_never_raise(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    write(folder, name, raw)
    sources, _ = read_inputs([folder])
    for source in sources:
        assert source.text.encode()


# ---------------------------------------------------------------- manifests


def manifest(folder: Path, *entries: str) -> None:
    write(folder, "manifest.toml", "".join(f"[[article]]\n{entry}\n" for entry in entries))


def test_a_manifest_says_what_the_text_does_not(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    manifest(
        tmp_path,
        'file = "a.txt"\noutlet = "trt"\npublished = 2020-03-04\nurl = "https://example.org/a"\nnote = "seen"',
    )
    for named in (tmp_path, tmp_path / "a.txt"):
        source = only_source(named)
        assert (source.outlet, source.url, source.note) == ("trt", "https://example.org/a", "seen")
        assert (source.published, source.published_basis) == (datetime.date(2020, 3, 4), "given")


def test_a_changed_file_is_rejected(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    manifest(tmp_path, f'file = "a.txt"\nsha256 = "{"0" * 64}"')
    reason = only_reason(tmp_path / "a.txt")
    assert reason.startswith("its SHA-256 is ")
    assert reason.endswith("the file was changed. Put the original back, or mend sha256 in the manifest.")


@pytest.mark.parametrize(
    ("entry", "end"),
    [
        (
            'file = "a.txt"\noutlet = "nobody"',
            'outlet "nobody" is not in data/outlets.toml. Add it there, or mend the id.',
        ),
        (
            'file = "a.txt"\nauthor = "x"',
            "author is not a known key. Known keys: file, outlet, published, published_basis, url, sha256, note.",
        ),
        ('file = "a.txt"\npublished = "soon"', "published is 'soon', not date. Mend its type."),
        (
            'file = "a.txt"\npublished = 2020-01-01\npublished_basis = "felt"',
            "published_basis is 'felt'. Use one of: stated, inferred, given.",
        ),
        ('file = "a.txt"\nsha256 = "12"', "sha256 must be 64 hexadecimal digits. Copy it from sha256sum."),
        (
            'file = "a.txt"\nurl = "javascript:1"',
            "url must be a web address (http or https). Mend or drop it.",
        ),
        (
            'file = "a.txt"\nurl = "https://example.org/\\u202egnp.exe"',
            "url must be a web address (http or https). Mend or drop it.",
        ),
    ],
)
def test_a_faulty_entry_rejects_its_article_and_says_the_mend(tmp_path: Path, entry: str, end: str) -> None:
    write(tmp_path, "a.txt", TEXT)
    write(tmp_path, "b.txt", TEXT)
    manifest(tmp_path, entry)
    sources, rejected = read_inputs([tmp_path])
    assert [source.article_id for source in sources] == ["b"]
    assert all(item.reason.endswith(end) for item in rejected)
    assert str(tmp_path / "a.txt") in [item.path for item in rejected]
    assert any('article 1 ("a.txt")' in item.reason for item in rejected)


@pytest.mark.parametrize("name", ["../a.txt", "/etc/passwd", "..", ""])
def test_an_entry_never_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path, "b.txt", TEXT)
    manifest(tmp_path, f'file = "{name}"')
    sources, rejected = read_inputs([tmp_path])
    assert len(sources) == 1
    assert [item.reason.rpartition(": ")[2] for item in rejected] == [
        "file must be the plain name of a file in the manifest's own folder. Drop the path."
    ]


def test_an_entry_without_a_file_is_named_when_the_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    manifest(tmp_path, 'file = "gone.txt"')
    sources, rejected = read_inputs([tmp_path])
    assert len(sources) == 1
    assert [item.reason for item in rejected] == [
        'file = "gone.txt": there is no such file beside it. Add the file or drop the entry.'
    ]
    assert read_inputs([tmp_path / "a.txt"])[1] == []


def test_a_manifest_that_is_not_toml_is_named_and_the_articles_go_on(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    write(tmp_path, "manifest.toml", "[[article]\n")
    sources, rejected = read_inputs([tmp_path])
    assert len(sources) == 1
    assert [Path(item.path).name for item in rejected] == ["manifest.toml"]
    assert "not valid TOML" in rejected[0].reason


# ---------------------------------------------------------------- encodings

NAMES = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6"]
SENTENCE = "قال الوزير إن الطريق الساحلي مفتوح أمام السيارات، وأضاف أن أحدا لم يقتل في العاصفة."


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["a.txt", "b.txt", "a.html", "a.csv", "a.jsonl", "a.jsonl.gz"])
def test_every_kind_of_file_is_read_in_every_arabic_encoding(tmp_path: Path, kind: str, name: str) -> None:
    record = json.dumps({"id": "x", "text": SENTENCE}, ensure_ascii=False)
    content = {
        "a.txt": f"عنوان الخبر\n\n{SENTENCE}",
        "b.txt": f"Riwaya\n\n{SENTENCE}",
        "a.html": f"<!doctype html><html><body><h1>عنوان الخبر</h1>{f'<p>{SENTENCE}</p>' * 4}</body></html>",
        "a.csv": f"id,title,text\r\nx,عنوان الخبر,{SENTENCE}\r\n",
        "a.jsonl": f"{record}\n\n",
        "a.jsonl.gz": f"{record}\n",
    }[kind]
    raw = content.encode(name)
    assert (
        SENTENCE
        in only_source(write(tmp_path, kind, gzip.compress(raw) if kind.endswith("gz") else raw)).text
    )


def test_wide_records_that_break_off_or_are_too_long_name_their_line(tmp_path: Path) -> None:
    good = lines(RECORD).encode("utf-16-le")
    long = ('{"text": "' + "ا" * MAX_LINE_BYTES + '"}\n').encode("utf-16-le")
    sources, rejected = read_inputs([write(tmp_path, "a.jsonl", good + long + good[:-1])])
    assert [source.article_id for source in sources] == ["r1"]
    assert [item.path.rpartition(", ")[2] for item in rejected] == ["line 2", "line 3"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [(b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"), (b"{\0\0\0", "utf-32-le"), (b"\0\0\0{", "utf-32-be"), (b"\xff\xfea\0", "utf-16"),
     (b"\xff\xfe\0\0a\0\0\0", "utf-32"), (b"{}", None), (b"\0\1", None), (b"\0\0", None), (b"{", None), (b"", None)],
)  # fmt: skip
def test_the_first_bytes_of_wide_text(raw: bytes, name: str | None) -> None:
    assert wide_encoding(raw) == name


# ---------------------------------------------------------------- addresses

SAME = "https://example.org/news/2023/%D8%B3%D8%AF?id=12"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/2023/سد?id=12",
        "HTTP://WWW.Example.ORG:80/news/2023/%d8%b3%d8%af/?id=12",
        "https://m.example.org/news/2023/سد?id=12#comments",
        "https://amp.example.org./news/2023/سد/amp/?id=12",
        "https://www.m.example.org/news/2023/سد?utm_source=x&id=12&utm_campaign=y",
        "https://example.org/news/2023/سد?id=12&fbclid=abc&gclid=1&ref=home&amp=1",
        "https://user:word@example.org/n%65ws/2023/سد;jsessionid=1A2B?&id=%31%32&",
    ],
)
def test_an_article_is_known_again_however_it_was_linked(url: str) -> None:
    assert article_key(url) == SAME


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/2023/سد",
        "https://example.org/news/2023/سد?id=13",
        "https://example.org/news/2023/سد?ID=12",
        "https://example.org/News/2023/سد?id=12",
        "https://example.com/news/2023/سد?id=12",
        "https://arabic.example.org/news/2023/سد?id=12",
        "https://example.org:8080/news/2023/سد?id=12",
        "https://example.org/news%2F2023/سد?id=12",
        "https://example.org/news/2023/سد?id=12&page=2",
        "https://example.org/news/2023/سد?id=12%26x=1",
    ],
)
def test_another_article_has_another_key(url: str) -> None:
    assert article_key(url) not in (SAME, "")


@pytest.mark.parametrize(
    "name", ["id", "cid", "uid", "eid", "gallery", "source", "story_id", "newsId", "p", "sid", "session"]
)
def test_a_parameter_that_may_tell_the_article_stays(name: str) -> None:
    assert article_key(f"https://example.org/a?{name}=7") == f"https://example.org/a?{name}=7"


def test_the_order_of_parameters_tells_no_article() -> None:
    assert article_key("https://example.org/?b=2&a=1") == article_key("https://example.org?a=1&b=2")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "سد",
        "ftp://example.org/",
        "http://",
        "http://[::1",
        "http://a:99999/",
        "http://..",
        "javascript:1",
    ],
)
def test_what_is_no_web_address_has_no_key(url: str) -> None:
    assert article_key(url) == ""


PARTS = st.sampled_from(["http://", "https://", "www.", "m.", "amp.", "a.example", "/", "//", "%", "%2", "%2f", "%D8", "سد", "?", "&", "=", "#", "/amp",
                         "utm_x=1", "id=1", ":", "80", "@", "\ud800", "+", ".", ";jsessionid=1"])  # fmt: skip


@given(
    st.lists(st.one_of(PARTS, st.text(max_size=4)), max_size=12),
    st.sampled_from(["", "https://", "http://a.example/"]),
)
@settings(max_examples=400, deadline=None)
def test_a_key_is_its_own_key_and_an_id_is_safe(parts: list[str], head: str) -> None:
    url = head + "".join(parts)
    key = article_key(url)
    assert article_key(key) == key
    assert key.isascii()
    made = article_id_of(url, None)
    assert made == safe_id(made) != ""
    assert made == article_id_of(key or url, None)


def test_an_id_of_an_article_says_whose_it_is_and_where_it_stood() -> None:
    made = article_id_of("https://www.vetogate.com/4499567?utm_source=x", "vetogate")
    assert made.startswith("vetogate-4499567-")
    assert made == article_id_of("http://vetogate.com/4499567/", "vetogate")
    assert made != article_id_of("http://vetogate.com/4499568/", "vetogate")
    assert len(article_id_of("https://example.org/" + "long-" * 300, "x" * 300)) < 110


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.example.org/a", "http://gate.example.org/b", True),
        ("https://example.org.eg/a", "https://other.org.eg/b", False),
        ("https://one.blogspot.com/a", "https://two.blogspot.com/b", False),
        ("https://www.aljazeera.net/a", "https://www.aljazeera.com/b", True),
        ("https://aljazeera.net.example.org/a", "https://aljazeera.net/a", False),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8001/a", False),
        ("", "", False),
        ("سد", "https://example.org/", False),
    ],
)
def test_two_addresses_of_one_site(one: str, other: str, same: bool) -> None:
    assert same_site(one, other, load_outlets()) is same


def test_a_list_of_addresses_is_read_and_a_bad_line_is_named(tmp_path: Path) -> None:
    content = "\ufeff# ours\r\nhttps://example.org/1\r\n\r\n  https://example.org/سد?id=2  \r\nhttp://www.example.org/1/\r\nexample.org/3\r\nfile:///etc/passwd\r\n"
    path = write(tmp_path, "urls.txt", content)
    urls, rejected = read_url_list(path)
    assert urls == ["https://example.org/1", "https://example.org/سد?id=2"]
    reason = "this is no web address. Write one that begins with http:// or https:// on the line."
    assert rejected == [Rejected(f"{path}, line 6", reason), Rejected(f"{path}, line 7", reason)]


@pytest.mark.parametrize("name", ["utf-8", "utf-16", "utf-16-le"])
def test_a_list_of_addresses_in_ascii_or_wide(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "urls.txt", "https://example.org/1\nhttps://example.org/2".encode(name))
    assert read_url_list(path) == (["https://example.org/1", "https://example.org/2"], [])


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert read_url_list(tmp_path / "none.txt")[1][0].reason.startswith("cannot be read (")
    assert read_url_list(tmp_path)[1][0].reason.startswith("cannot be read (")
    assert "binary" in read_url_list(write(tmp_path, "b.txt", b"\0\1\2\3" * 9))[1][0].reason
    assert read_url_list(write(tmp_path, "empty.txt", "")) == ([], [])


# ---------------------------------------------------------------- the seeds


def test_the_seeds_are_read_whole_with_outlet_date_and_basis() -> None:
    sources, rejected = read_inputs([SEEDS])
    assert rejected == []
    assert [
        (source.article_id[:3], source.outlet, str(source.published), source.published_basis)
        for source in sources
    ] == [
        ("000", "aljazeera", "2022-01-10", "inferred"),
        ("001", "orient", "2022-01-10", "stated"),
        ("002", "vetogate", "2022-01-07", "inferred"),
        ("003", "egyptian-daily", "2022-01-10", "inferred"),
        ("004", "trt", "2022-01-10", "inferred"),
    ]


def test_every_seed_has_its_hash_and_a_note_in_the_manifest() -> None:
    entries = tomllib.loads((SEEDS / "manifest.toml").read_text(encoding="utf-8"))["article"]
    assert {entry["file"] for entry in entries} == {path.name for path in SEEDS.glob("*.txt")}
    for entry in entries:
        assert entry["sha256"] == hashlib.sha256((SEEDS / entry["file"]).read_bytes()).hexdigest()
        assert entry["note"]
