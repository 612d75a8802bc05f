"""Serve the built site on this machine: `python tools/serve.py [PORT]`, 8000 if none is given."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).resolve().parents[1] / "_build/html"


def main(port: str = "8000") -> int:
    """Serve until Ctrl-C; return 0, or 1 with the reason on the screen."""
    try:
        server = ThreadingHTTPServer(
            ("127.0.0.1", int(port)), partial(SimpleHTTPRequestHandler, directory=SITE)
        )
    except (OSError, OverflowError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        print(
            f"port {port} cannot be used ({reason}); take another one: make serve PORT=8001",
            file=sys.stderr,
        )
        return 1
    print(f"http://localhost:{port}/", flush=True)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
