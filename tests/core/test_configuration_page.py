from pathlib import Path

from core.configuration import table

PAGE = Path(__file__).parents[2] / "docs/operations/configuration.md"


def test_the_page_of_the_configuration_lists_the_settings_as_they_are():
    assert table() in PAGE.read_text(encoding="utf-8")
