"""The mail that tells a night: its text, its headers, and handing it to a mail server.

Belongs here: the words of the mail in Arabic and English, SMTP, what went wrong in a sentence.
Does not: which changes are told and when (alerts.py), their sentences (showing/telling).
"""

from __future__ import annotations

import base64
import contextlib
import datetime
import email.policy
import email.utils
import hashlib
import smtplib
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from riwaya.showing.atom import (
    change_text,
    counted,
    in_language,
    link_of,
    moment_of,
    night_folder,
    plain_line,
    said_day,
    site_base,
    told_changes,
)
from riwaya.showing.frame import FILES
from riwaya.showing.naming import count

if TYPE_CHECKING:
    from riwaya.running.nights.alerts import Mail

MAIL_SECONDS = 120.0
_ANSWER_SECONDS = 30.0  # for one answer of the server
_LONGEST_SUBJECT, _LONGEST_ERROR = 180, 600
# A mark at the beginning of a line gives a mail client its direction, whatever the line opens with.
_MARKS = {"ar": "\u200f", "en": "\u200e"}
_WORDS = {
    "ar": {
        "failed": "تعذّر إتمام الليلة",
        "failures": "تعذّر إعداد {n}",
        "night": "{title}: ليلة {day}",
        "since": "ما تغيّر منذ {day}:",
        "more": "وفي الصفحة كذلك: {n}.",
        "page_failed": "{title}: ليلة {day}، تعذّر إعداد الصفحة: {error}",
        "night_failed": "تعذّر إتمام ليلة {day}: {error}",
        "cell": "الخلية: {cell}",
        "stands": "تبقى صفحة آخر ليلة ناجحة في مكانها.",
    },
    "en": {
        "failed": "the night failed",
        "failures": "{n} failed",
        "night": "{title}: night of {day}",
        "since": "What has changed since {day}:",
        "more": "Also on the page: {n}.",
        "page_failed": "{title}: the night of {day} failed: {error}",
        "night_failed": "The night of {day} failed: {error}",
        "cell": "Cell: {cell}",
        "stands": "The page of the last good night stays where it is.",
    },
}


def compose(
    mail: Mail,
    title: str,
    changes: Sequence[Mapping[str, Any]],
    failed: Sequence[Mapping[str, Any]],
    address: str,
    made: str,
    languages: Sequence[str] = ("ar", "en"),
) -> EmailMessage:
    """The mail of a night: plain text, one language below the other; the same night gives the same Message-ID.

    The arguments are those of ``alerts.send_alerts``. Where ``made`` is no time the mail bears that of its writing.
    """
    parts = ["\n".join(_lines(title, changes, failed, site_base(address), lang)) for lang in languages]
    body = _scalar("\n\n\n".join(parts) + "\n")
    subject = _scalar(_subject(title, changes, failed, languages))
    digest = hashlib.sha256("\0".join((made, subject, body, *mail.to)).encode()).hexdigest()[:32]
    message = EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = subject
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.to)
    message["Date"] = email.utils.format_datetime(_date(made))
    message["Message-ID"] = f"<riwaya.{digest}@{mail.sender.rpartition('@')[2]}>"
    message["Content-Language"] = ", ".join(languages)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence is answered
    message.set_content(body, charset="utf-8", cte="base64")
    return message


def _subject(
    title: str,
    changes: Sequence[Mapping[str, Any]],
    failed: Sequence[Mapping[str, Any]],
    languages: Sequence[str],
) -> str:
    n = sum(len(told_changes(each)) + _untold(each) for each in changes)
    told = []
    for lang in languages:
        words, of_event = _WORDS[lang], sum(bool(each.get("event")) for each in failed)
        parts = [words["failed"]] if of_event < len(failed) else []
        parts += [words["failures"].format(n=count(of_event, "event", lang))] if of_event else []
        parts += [counted(n, lang)] if n else []
        told.append(("، " if lang == "ar" else ", ").join(parts))
    return f"{plain_line(title)[:_LONGEST_SUBJECT]}: {' · '.join(told)}"


def _lines(
    title: str,
    changes: Sequence[Mapping[str, Any]],
    failed: Sequence[Mapping[str, Any]],
    base: str,
    lang: str,
) -> Iterator[str]:
    """The mail in one language, line by line; every text on a line of its own, so that none turns its neighbours."""
    mark = _MARKS[lang]
    yield mark + plain_line(title)
    for each in failed:
        yield ""
        yield from (mark + line for line in _failure(each, lang))
    for each in changes:
        event, date = plain_line(each.get("event") or ""), plain_line(each.get("date") or "")
        name = in_language(each.get("title"), lang) or event
        folder = night_folder(base, event, date)
        yield ""
        yield mark + _WORDS[lang]["night"].format(title=name, day=said_day(date, lang))
        if since := plain_line(each.get("since") or ""):
            yield mark + _WORDS[lang]["since"].format(day=said_day(since, lang))
        for change in told_changes(each):
            yield f"{mark}- {plain_line(change_text(change, lang))}"
            if base and (link := link_of(change, lang)):
                yield f"  {folder}{link}"
        if untold := _untold(each):
            yield mark + _WORDS[lang]["more"].format(n=counted(untold, lang))
        if base:
            yield folder + FILES[lang]


def _failure(failed: Mapping[str, Any], lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    title = in_language(failed.get("title"), lang) or plain_line(failed.get("event") or "")
    day = said_day(plain_line(failed.get("date") or ""), lang)
    error = plain_line(failed.get("error") or failed.get("kind") or "")[:_LONGEST_ERROR]
    yield words["page_failed" if title else "night_failed"].format(title=title, day=day, error=error)
    if failed.get("cell") not in (None, ""):
        yield words["cell"].format(cell=plain_line(failed["cell"]))
    yield words["stands"]


def _untold(changes: Mapping[str, Any]) -> int:
    untold = changes.get("untold")
    return untold if isinstance(untold, int) and untold > 0 else 0


def _scalar(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _date(made: str) -> datetime.datetime:
    """When a night was made; now where that is not known, for a mail without a date is taken for unwanted."""
    told = moment_of(made, "")
    if told.startswith("1970"):
        return datetime.datetime.now(datetime.UTC)
    return datetime.datetime.fromisoformat(told)


# Sending


def send_mail(
    mail: Mail,
    message: EmailMessage,
    *,
    env: Mapping[str, str],
    seconds: float = MAIL_SECONDS,
    answer_seconds: float = _ANSWER_SECONDS,
) -> str | None:
    """Hand a mail to the server; a sentence where that failed, else None. It takes at most ``seconds``.

    The password is looked up in ``env``; the server's certificate must be good for ``mail.host``.
    """
    where = f"alert: the mail to {mail.host}:{mail.port}"
    password = env.get(mail.password_env, "") if mail.user else ""
    if mail.user and not password:
        return f"{where} was not sent: the environment variable {mail.password_env} is not set. Set it."
    said: list[str | None] = []

    def work() -> None:
        # Whatever a server answers or breaks, the night hears of it in one sentence.
        try:
            said.append(_deliver(mail, message, password, answer_seconds))
        except Exception as error:
            said.append(_reason(error))

    # In a thread of its own: a server that answers one letter at a time keeps every single time limit.
    thread = threading.Thread(target=work, name="alert mail", daemon=True)
    thread.start()
    thread.join(seconds)
    if not said:
        return f"{where} was not sent within {seconds:g} seconds."
    if said[0] is None:
        return None
    return f"{where} failed: {_without_password(said[0], mail.user, password)}"


def _deliver(mail: Mail, message: EmailMessage, password: str, answer_seconds: float) -> str | None:
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if mail.security == "tls":
        server = smtplib.SMTP_SSL(mail.host, mail.port, timeout=answer_seconds, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=answer_seconds)
    try:
        if mail.security == "starttls":
            # Raises where the server does not offer it: nothing is sent in the clear.
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, password)
        refused = server.send_message(message, mail.sender, list(mail.to))
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()  # the mail is the server's already
    finally:
        server.close()
    if refused:
        return "; ".join(f"{who} was refused: {_answer(*answer)}" for who, answer in sorted(refused.items()))
    return None


def _reason(error: Exception) -> str:
    """An error of the network or of SMTP as a sentence for people."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        told = sorted(error.recipients.items())
        return "; ".join(f"{who} was refused: {_answer(*answer)}" for who, answer in told)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"user or password was refused: {_answer(error.smtp_code, error.smtp_error)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the server refused: {_answer(error.smtp_code, error.smtp_error)}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"the server does not offer what is asked: {plain_line(error)} Look at [alert.mail] security."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not good: {plain_line(error.verify_message)}."
    # smtplib turns a time limit into a connection that was closed, and keeps the reason in the text only.
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "the server did not answer in time."
    if isinstance(error, OSError):
        return f"{plain_line(error.strerror or error)}."
    if isinstance(error, UnicodeError):
        return "user or password holds a letter that SMTP cannot carry."
    return f"{type(error).__name__}: {plain_line(error)}"


def _without_password(text: str, user: str, password: str) -> str:
    """An answer that repeats what it was sent, in the clear or in base64, is not repeated."""
    if not password:
        return text
    for sent in (password, f"\0{user}\0{password}"):
        for secret in (sent, base64.b64encode(sent.encode("utf-8", "replace")).decode("ascii")):
            text = text.replace(secret, "***")
    return text


def _answer(code: int, text: object) -> str:
    told = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return f"{code} {plain_line(told)[:300]}"
