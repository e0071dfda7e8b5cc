"""nightly.toml: every mistake gets one sentence that names the place and the mend; nothing is guessed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from riwaya.language.knowledge import KnowledgeError
from riwaya.running.nights.commands import next_start
from riwaya.running.nights.config import load_config
from tests.conftest import Riwaya

SOURCE = '[[source]]\nkind = "inbox"\npath = "inbox"\n'

WRONG = {
    "a key that is not known": ('sitee = "x"\n' + SOURCE, "sitee is not a known key"),
    "a key of a table": ("[budget]\nminute = 3\n" + SOURCE, "minute is not a known key"),
    "no source": ('site = "x"\n', "names no source"),
    "a source of another kind": ('[[source]]\nkind = "rss"\nurl = "https://example.org"\n', "kind is 'rss'"),
    "a feed without an address": ('[[source]]\nkind = "feed"\n', "Give the feed's address"),
    "a feed that is a file": ('[[source]]\nkind = "feed"\nurl = "file:///etc/passwd"\n', "Give the feed's address"),
    "an inbox without a path": ('[[source]]\nkind = "inbox"\n', "needs a path"),
    "a folder that is not there": ('[[source]]\nkind = "folder"\npath = "none"\n', "no such folder"),
    "a list that is not there": ('[[source]]\nkind = "urls"\npath = "none.txt"\n', "no such file"),
    "an inbox with an outlet": ('[[source]]\nkind = "inbox"\npath = "i"\noutlet = "trt"\n', "manifest.toml"),
    "an inbox with an address": ('[[source]]\nkind = "inbox"\npath = "i"\nurl = "https://example.org"\n', "are of feeds"),
    "a language": ('languages = ["fr"]\n' + SOURCE, "languages is ['fr']"),
    "a language twice": ('languages = ["ar", "ar"]\n' + SOURCE, "each once"),
    "a time of day": ('at = "3.30"\n' + SOURCE, "at is '3.30'"),
    "a time zone": ('timezone = "Mars/Olympus"\n' + SOURCE, "timezone is"),
    "a time zone that is a path": ('timezone = "../../etc/passwd"\n' + SOURCE, "timezone is"),
    "an address": ('address = "ftp://example.org"\n' + SOURCE, "address is"),
    "an event": ('events = ["nowhere"]\n' + SOURCE, "events names 'nowhere'"),
    "an event that is a path": ('events = ["../outlets"]\n' + SOURCE, "events names '../outlets'"),
    "a notebook": ('notebook = "mine.ipynb"\n' + SOURCE, "no such file"),
    "own terms": ('framing = ["mine.toml"]\n' + SOURCE, "no such file"),
    "what is read": ('read = "some"\n' + SOURCE, "read is 'some'"),
    "no minutes": ("[budget]\nminutes = 0\n" + SOURCE, "minutes is 0"),
    "endless minutes": ("[budget]\nminutes = inf\n" + SOURCE, "minutes is inf"),
    "a page with more memory than the night": ("[budget]\nmemory_mb = 500\n" + SOURCE, "more than memory_mb"),
    "a whole number in words": ('[budget]\nworkers = "two"\n' + SOURCE, "not int"),
    "a private address": ('[fetch]\nallow = ["localhost"]\n' + SOURCE, "not host:port"),
    "an agent over two lines": ('[fetch]\nagent = "a\\nb"\n' + SOURCE, "plain ASCII"),
    "a kind of change": ('[tell]\nkinds = ["gossip"]\n' + SOURCE, "gossip"),
    "a password": (
        '[alert.mail]\nhost = "h.example"\nsender = "a@b.example"\nto = ["c@d.example"]\npassword = "s"\n' + SOURCE,
        "password does not belong",
    ),
    "a store inside the site": ('store = "reports/store"\n' + SOURCE, "store lies within site"),
    "a source inside the site": ('[[source]]\nkind = "inbox"\npath = "reports/in"\n', "lies within site"),
    "no TOML": ("= 3", "not valid TOML"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_named_with_its_mend(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "nightly.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"nightly\.toml") as refused:
        load_config(path)
    assert said in str(refused.value) and str(refused.value).endswith((".", ". "))


def test_paths_are_told_from_the_files_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nightly.toml").write_text('site = "public"\n' + SOURCE, encoding="utf-8")
    monkeypatch.chdir("/")
    config = load_config(tmp_path / "nightly.toml")
    assert config.site == str(tmp_path / "public") and config.source[0].path == str(tmp_path / "inbox")
    assert config.events == ("gaza_2018-03-30", "jordan_protests_2018-06")


def test_the_command_tells_a_mistake_with_the_status_of_wrong_usage(tmp_path: Path, riwaya: Riwaya) -> None:
    path = tmp_path / "nightly.toml"
    path.write_text("sitee = 1\n", encoding="utf-8")
    done = riwaya("nightly", "--config", path, "--once")
    assert (done.status, done.out) == (2, "") and "sitee" in done.err
    path.write_text(SOURCE, encoding="utf-8")
    done = riwaya("nightly", "--config", path)
    assert done.status == 2 and "at is missing" in done.err
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("now", "at", "next_one"),
    [
        ("2026-03-01T02:00", "03:30", "2026-03-01T03:30"),
        ("2026-03-01T03:30", "03:30", "2026-03-02T03:30"),
        ("2026-12-31T23:59", "00:00", "2027-01-01T00:00"),
    ],
)
def test_the_next_night_is_the_next_time_of_that_day(now: str, at: str, next_one: str) -> None:
    zone = datetime.UTC
    moment = datetime.datetime.fromisoformat(now).replace(tzinfo=zone)
    assert next_start(moment, at) == datetime.datetime.fromisoformat(next_one).replace(tzinfo=zone)
