"""Pages and OAuth endpoints meet bad input without a fault (SC-06)."""

import re

QUERIES = (
    *("q", "next", "page", "cursor", "category", "mode", "lang", "kind", "state"),
    *("client_id", "redirect_uri", "request_uri", "province", "regency", "batch"),
)
FIELDS = (
    *("email", "password", "next", "code", "csrf_token", "token", "client_id"),
    *("client_secret", "grant_type", "state", "number", "channel", "comment", "stars"),
    *("refresh_token", "code_verifier", "redirect_uri", "nik", "full_name", "phone"),
)
BAD = ("%00", "%ff%fe", "x" * 3000)


def test_no_page_fails_on_bad_addresses_and_forms(app, client):
    """Every route outside the JSON API, with bad path, query and form values."""
    failed = []
    for method, path in addresses(app):
        for bad in BAD:
            for query in ("", *(f"?{name}={bad}" for name in QUERIES)):
                address = path.replace("BAD", bad) + query
                form = dict.fromkeys(FIELDS, "a\0b") if method == "POST" else None
                with client.open(address, method=method, data=form) as response:
                    if response.status_code >= 500:
                        failed.append((method, address[:80], response.status_code))

    assert failed == []


def addresses(app) -> list[tuple[str, str]]:
    """Method and path of each page, `BAD` where the path holds a text."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/v1/"):
            continue
        path = re.sub("<uuid:[^>]+>", "01900000-0000-7000-8000-000000000001", rule.rule)
        path = re.sub("<[^>]*int[^>]*>", "1", path)
        path = re.sub("<[^>]+>", "BAD", path)
        found += [(m, path) for m in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return found
