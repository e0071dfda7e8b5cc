"""Which article a source is: new, known, changed, or known under another key."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.reading.sources import Source
from riwaya.tables.versions import Register, Version, text_sha256

CAME = datetime.datetime(2026, 3, 1, 2, 30, tzinfo=datetime.UTC)
TOLL = "انهيار سد في الشمال\n\nقالت الوزارة إن 164 شخصا قتلوا في انهيار السد."


def taken(
    register: Register, text: str = TOLL, key: str = "https://example.org/1", **facts: object
) -> Version | None:
    source = Source(str(facts.pop("article_id", "one")), text, **{"outlet": "aljazeera", **facts})  # type: ignore[arg-type]
    return register.take(source, key, came=CAME, fetched=bool(facts.get("fetched")))


def test_an_article_that_comes_again_is_known() -> None:
    register = Register()
    assert taken(register) is not None
    assert taken(register) is None
    assert len(register) == 1


def test_white_space_alone_makes_no_new_version() -> None:
    register = Register()
    taken(register)
    assert taken(register, TOLL.replace(" ", "  ") + "\n") is None


def test_a_changed_text_is_a_version_beside_the_old() -> None:
    register = Register()
    first = taken(register)
    second = taken(register, TOLL.replace("164", "225"))
    assert first and second
    assert (second.article_id, second.version) == (first.article_id, 2)
    assert second.content != first.content
    assert register.latest() == [second]


def test_a_text_that_goes_back_is_a_third_version_of_the_first_content() -> None:
    register = Register()
    first = taken(register)
    taken(register, TOLL.replace("164", "225"))
    third = taken(register)
    assert first and third and (third.version, third.content) == (3, first.content)


def test_one_outlets_text_under_another_address_is_the_same_article() -> None:
    register = Register()
    first = taken(register)
    alias = taken(register, key="https://example.org/amp-of-1", article_id="other")
    assert first and alias and alias.alias and alias.article_id == first.article_id and alias.text is None
    assert taken(register, key="https://example.org/amp-of-1") is None
    changed = taken(register, TOLL + " وأضافت أن السد قديم.", key="https://example.org/amp-of-1")
    assert changed and (changed.article_id, changed.version) == (first.article_id, 2)


def test_two_outlets_with_one_text_are_two_articles() -> None:
    register = Register()
    first = taken(register)
    second = taken(register, key="https://example.com/9", outlet="trt", article_id="nine")
    assert first and second and not second.alias and second.article_id == "nine"


def test_an_id_that_is_taken_gets_letters_of_its_key() -> None:
    register = Register()
    taken(register)
    other = taken(register, "خبر آخر عن السوق", key="https://example.org/2")
    assert other and other.article_id.startswith("one-") and len(other.article_id) == len("one-") + 8


def test_a_manifest_that_is_mended_counts_and_the_surroundings_of_a_page_do_not() -> None:
    register = Register()
    taken(register)
    page = Source("one", TOLL, outlet="aljazeera", sha256="other bytes", headline="عنوان آخر")
    assert register.take(page, "https://example.org/1", came=CAME, fetched=True) is None
    dated = Source(
        "one", TOLL, outlet="aljazeera", published=datetime.date(2026, 2, 28), published_basis="given"
    )
    version = register.take(dated, "https://example.org/1", came=CAME)
    assert version and version.version == 2 and version.published == datetime.date(2026, 2, 28)


def test_a_page_that_now_tells_its_day_is_taken_anew() -> None:
    register = Register()
    taken(register)
    dated = Source(
        "one", TOLL, outlet="aljazeera", published=datetime.date(2026, 2, 28), published_basis="stated"
    )
    assert register.take(dated, "https://example.org/1", came=CAME, fetched=True) is not None
    undated = Source("one", TOLL, outlet="aljazeera")
    assert register.take(undated, "https://example.org/1", came=CAME, fetched=True) is None


def test_half_a_surrogate_pair_is_replaced_in_its_place() -> None:
    version = taken(Register(), "قتل \ud800 ثلاثة")
    assert version and version.text == "قتل \ufffd ثلاثة"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["خبر أول", "خبر ثان", "خبر  أول", "خبر ثالث"]),
            st.sampled_from("xyz"),
        ),
        max_size=25,
    )
)
def test_a_register_made_of_its_versions_knows_the_same(comings: list[tuple[str, str, str]]) -> None:
    register, kept = Register(), []
    for key, text, outlet in comings:
        version = register.take(Source("n", text, outlet=outlet), key, came=CAME)
        if version is not None:
            kept.append(version)
        # What has just come is known.
        assert register.take(Source("n", text, outlet=outlet), key, came=CAME) is None
    again = Register(kept)
    assert [v.content for v in again.latest()] == [v.content for v in register.latest()]
    assert len({(v.article_id, v.version) for v in kept if not v.alias}) == sum(not v.alias for v in kept)
    assert [v.number for v in kept] == list(range(1, len(kept) + 1))


def test_the_text_hash_is_of_the_words() -> None:
    assert text_sha256("أ\u0654 ب") == text_sha256("أ\u0654   ب\n")
    assert text_sha256("164") != text_sha256("165")
