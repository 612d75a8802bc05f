"""Every page ends with a line to report an error in it and to see what changed on it."""

from types import SimpleNamespace

from _ext.site import page_foot

CONFIG = SimpleNamespace(html_theme_options={"repository_url": "https://github.com/someone/course"})


def test_the_foot_of_a_page_names_it_in_the_report_and_leads_to_its_changes():
    line = page_foot.foot(CONFIG, "book/a/x", 'Names & "numbers"')
    assert "https://github.com/someone/course/issues/new?title=Names+%26+%22numbers%22%3A+" in line
    assert "body=Page%3A+book%2Fa%2Fx" in line
    assert 'href="https://github.com/someone/course/commits/main/book/a/x.md"' in line


def test_a_page_without_a_source_such_as_the_search_has_no_foot():
    context = {"body": "results"}
    page_foot.add(SimpleNamespace(config=CONFIG), "search", "search.html", context, None)
    assert context["body"] == "results"
