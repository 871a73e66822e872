"""Each course on sale at a public address of its own, and how machines find them.

What a stranger is shown is the same for every stranger in one language, so it may be
kept by whoever carries it: the page has no form and sets no cookie.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from xml.etree import ElementTree

from flask import Response, current_app, render_template, request
from flask_babel import force_locale

from catalog.courses.errors import CourseNotFound
from catalog.courses.publishing import (
    MOST_PER_SITEMAP,
    CourseAddress,
    course_of_code,
    newest_on_sale,
    sitemap_of,
    sitemap_starts,
)
from catalog.courses.queries import course_in_detail
from core.clock import now
from core.settings import Settings
from core.text import LOCALES
from core.unit_of_work import reading
from marketplace.web.catalogue import WHY_PUBLIC, course_page
from marketplace.web.course_markup import markup_of
from marketplace.web.kept import kept_bodies
from marketplace.web.site import PageNotFound, blueprint
from openapi.security import public
from partners.accounts.web import page_locale, visitor

PAGE_SECONDS = 300
LIST_SECONDS = 3600

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"

# What is for one person only, or answers a form, is of no use to a search engine.
NOT_FOR_ROBOTS = (
    "/me",
    "/partner",
    "/operator",
    "/verify/",
    "/reviews/",
    "/links",
    "/activity",
    "/oauth/",
    "/v1/",
    # Every choice of filters and every four courses have an address: there is no end.
    "/catalogue?",
    "/courses/compare",
)


@blueprint.get("/courses/<code>")
@public(WHY_PUBLIC)
def public_course(code: str) -> Response:
    """A course at the address that others link to; `lang` chooses the language."""
    with reading("pages.public_course") as session:
        try:
            course_id = course_of_code(session, code)
            detail = course_in_detail(session, course_id, at=now())
        except CourseNotFound as refusal:
            raise PageNotFound from refusal
        shown = course_page(session, detail)
    chosen = request.args.get("lang", "")
    language = chosen if chosen in LOCALES else page_locale()
    address = _public(f"/courses/{code}")
    with force_locale(language):
        body = render_template(
            "pages/public_course.html",
            **shown,
            locale=language,
            address=address,
            canonical=f"{address}?lang={chosen}" if chosen in LOCALES else address,
            markup=markup_of(
                detail, shown["published"], address, currency=_settings().currency
            ),
        )
    response = Response(body, content_type="text/html; charset=utf-8")
    response.vary.update(("Cookie", "Accept-Language"))
    if visitor() is None:
        return _kept(response, PAGE_SECONDS)
    return response


@blueprint.get("/robots.txt")
@public("What robots may read is for robots to read.")
def robots() -> Response:
    lines = [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
    text = "\n".join(
        ["User-agent: *", *lines, "", f"Sitemap: {_public('/sitemap.xml')}", ""]
    )
    return _kept(Response(text, content_type="text/plain; charset=utf-8"), LIST_SECONDS)


@blueprint.get("/sitemap.xml")
@public(WHY_PUBLIC)
def sitemap() -> Response:
    """The parts of the list of courses, each of 10,000 at most."""
    with reading("pages.sitemap") as session:
        starts = sitemap_starts(session)
    index = ElementTree.Element("sitemapindex", xmlns=SITEMAP)
    for start in starts:
        part = ElementTree.SubElement(index, "sitemap")
        _text(part, "loc", _public(f"/sitemaps/courses-{start}.xml"))
    return _xml(index, "application/xml")


@blueprint.get("/sitemaps/courses-<uuid:start>.xml")
@public(WHY_PUBLIC)
def sitemap_part(start: UUID) -> Response:
    """The courses from this id on."""
    with reading("pages.sitemap_part") as session:
        courses = sitemap_of(session, start, limit=MOST_PER_SITEMAP)
    if not courses:
        raise PageNotFound
    listed = ElementTree.Element("urlset", xmlns=SITEMAP)
    for course in courses:
        entry = ElementTree.SubElement(listed, "url")
        _text(entry, "loc", _public(f"/courses/{course.code}"))
        _text(entry, "lastmod", _instant(course.updated_at))
    return _xml(listed, "application/xml")


@blueprint.get("/courses.atom")
@public(WHY_PUBLIC)
def newest() -> Response:
    """The newest 50 courses as a feed (RFC 4287)."""
    body = kept_bodies().get("newest", _newest)
    kind = "application/atom+xml; charset=utf-8"
    return _kept(Response(body, content_type=kind), LIST_SECONDS)


def _newest() -> bytes:
    with reading("pages.newest") as session:
        courses = newest_on_sale(session)
    feed = ElementTree.Element("feed", xmlns=ATOM)
    address = _public("/courses.atom")
    _text(feed, "id", address)
    _text(feed, "title", _settings().programme_name)
    _text(feed, "updated", _instant(_latest(courses)))
    ElementTree.SubElement(feed, "link", rel="self", href=address)
    for course in courses:
        _entry(feed, course)
    return _bytes(feed)


def _entry(feed: ElementTree.Element, course: CourseAddress) -> None:
    entry = ElementTree.SubElement(feed, "entry")
    _text(entry, "id", f"urn:uuid:{course.id}")
    _text(entry, "title", course.title)
    _text(entry, "updated", _instant(course.updated_at))
    _text(entry, "published", _instant(course.created_at))
    author = ElementTree.SubElement(entry, "author")
    _text(author, "name", course.institution_name)
    ElementTree.SubElement(
        entry, "link", rel="alternate", href=_public(f"/courses/{course.code}")
    )
    if course.summary:
        _text(entry, "summary", course.summary)


def _latest(courses: Iterable[CourseAddress]) -> datetime:
    return max((each.updated_at for each in courses), default=now())


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    """A child that holds a text; what XML cannot hold is left out."""
    child = ElementTree.SubElement(parent, name)
    child.text = "".join(each for each in text if each >= " " or each in "\t\n")


def _instant(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _xml(root: ElementTree.Element, kind: str) -> Response:
    return _kept(
        Response(_bytes(root), content_type=f"{kind}; charset=utf-8"), LIST_SECONDS
    )


def _bytes(root: ElementTree.Element) -> bytes:
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _kept(response: Response, seconds: int) -> Response:
    """May be kept by anybody, and is asked for again by its ETag."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.add_etag()
    response.make_conditional(request)
    return response


def _public(path: str) -> str:
    return f"{_settings().public_url.rstrip('/')}{path}"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
