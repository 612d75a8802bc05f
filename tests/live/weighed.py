"""The scripts of a live box, which count towards its size: those that it loads before touch, and
after.
"""

from asked import ROOT

SCRIPTS = ROOT / "book/live"


def size_of(scripts):
    """The bytes of some scripts."""
    return sum((SCRIPTS / script).stat().st_size for script in scripts)


def loaded_from(first):
    """The scripts that a page loads which begins with one: the ones it names, which name others."""
    loaded, left = {"live.js"}, [first]
    while left:
        loaded.add(script := left.pop())
        text = (SCRIPTS / script).read_text("utf-8")
        named = {path.name for path in SCRIPTS.glob("*.js") if f'{path.name}"' in text}
        left += named - loaded
    return loaded
