"""Rule: docs/rules/course-import.md, "Links"."""

import pytest

from catalog.imports import findings
from catalog.imports.rules.links import Link, read_link


@pytest.mark.parametrize(
    "published",
    [
        "https://arkademi.com/course/x/",
        "http://odyssey.co.id/a?b=c",
        "https://a.id:8443/",
    ],
)
def test_a_web_address_is_kept_as_published(published):
    assert read_link(published) == Link(published)


def test_a_link_without_scheme_gets_https():
    assert read_link("www.ernalatraining.com") == Link(
        "https://www.ernalatraining.com", (findings.LINK_WITHOUT_SCHEME,)
    )


def test_a_link_through_another_site_is_remarked_upon():
    google = "https://www.google.com/url?q=https://cariilmu.co.id/kelas"

    assert read_link(google) == Link(google, (findings.LINK_REDIRECTS,))
    assert read_link("bit.ly/kanira-id") == Link(
        "https://bit.ly/kanira-id",
        (findings.LINK_WITHOUT_SCHEME, findings.LINK_REDIRECTS),
    )


def test_a_missing_link_is_reported():
    assert read_link("") == Link(None, (findings.LINK_MISSING,))


@pytest.mark.parametrize(
    "published",
    [
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://user:secret@example.org/",
        "https://exa mple.org/",
        "https://[::1/",
        "https://localhost/",
        "nanti menyusul",
        "https://example.org/" + "a" * 2_000,
    ],
)
def test_what_is_not_a_web_address_is_left_out(published):
    assert read_link(published) == Link(None, (findings.LINK_UNUSABLE,))
