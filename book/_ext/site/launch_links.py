"""Point Colab and Binder at the generated .ipynb, for they cannot open the MyST source of a page;
offer the book as a PDF.

The workflow publishes `_build/notebooks`, with binder/, on a branch of its own. Everything is
derived from `repository.url`.
"""

from __future__ import annotations

BRANCH = "notebooks"
PDF = "rnncourse.pdf"  # `make pdf` prints it, the workflow puts it on the site
OPENED_BY = {
    "Colab": "https://colab.research.google.com/github/{owner}/{name}/blob/{branch}/{page}.ipynb",
    "Binder": "https://mybinder.org/v2/gh/{owner}/{name}/{branch}?urlpath=lab/tree/{page}.ipynb",
}


def repository(config) -> tuple[str, str]:
    """(owner, name) of the repository that `_config.yml` names.

    Raises ValueError for an address that is not one of a GitHub repository.
    """
    url = config.html_theme_options["repository_url"].rstrip("/").removesuffix(".git")
    owner, _, name = url.removeprefix("https://github.com/").partition("/")
    if not url.startswith("https://github.com/") or not name or "/" in name:
        raise ValueError(
            f"repository.url is {url!r}; expected https://github.com/OWNER/NAME in _config.yml"
        )
    return owner, name


def site_url(config) -> str:
    """Where the workflow publishes the site, with a slash at its end."""
    owner, name = repository(config)
    return f"https://{owner.lower()}.github.io/{name}/"


def rewrite(app, pagename, templatename, context, doctree) -> None:
    """Let the launch buttons of a page open the published notebook."""
    for group in context.get("header_buttons", []):
        if group.get("label") == "launch-buttons":
            owner, name = repository(app.config)
            for button in group["buttons"]:
                if address := OPENED_BY.get(button["text"]):
                    button["url"] = address.format(
                        owner=owner, name=name, branch=BRANCH, page=pagename
                    )
        elif group.get("label") == "download-buttons":
            group["buttons"].append(
                {
                    "type": "link",
                    "url": f"{site_url(app.config)}{PDF}",
                    "text": "book.pdf",
                    "icon": "fas fa-book",
                    "tooltip": "Download the whole book",
                    "label": "download-book-button",
                }
            )


def setup(app):
    app.connect("html-page-context", rewrite, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
