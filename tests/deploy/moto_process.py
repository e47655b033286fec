"""The process that moto's server runs in: says its port on stdout, and ends when its stdin does.

So it leaves with the test run however that ends, killed included, and no port is guessed.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

KEPT_ANSWERS = 2_000
"""How many answers are kept, for calls that may come once more."""
_SUCCESS = "2"


class OnceEach:
    """Does what a call asks for once, though the SDK may send it twice.

    An SDK repeats a call, with the same invocation ID, when the answer did not reach it, which happens now and
    then on a busy machine. moto takes that for a second call: it refuses a stage that is there already, and adds a
    permission twice.
    """

    def __init__(self, application: Any) -> None:
        self._application = application
        self._answers: OrderedDict[str, tuple[str, Any, bytes]] = OrderedDict()
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request, from what was answered before if it is a repetition."""
        identity = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if not identity:
            return self._application(environ, start_response)
        with self._lock:
            own = self._locks.setdefault(identity, threading.Lock())
        with own:
            answer = self._answers.get(identity) or self._ask(identity, environ)
        status, headers, body = answer
        start_response(status, headers)
        return [body]

    def _ask(self, identity: str, environ: dict[str, Any]) -> tuple[str, Any, bytes]:
        told: list[Any] = []
        parts = self._application(environ, lambda status, headers, *_: told.append((status, headers)))
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        ((status, headers),) = told
        with self._lock:
            if status.startswith(_SUCCESS):
                self._answers[identity] = (status, headers, body)
            while len(self._answers) > KEPT_ANSWERS:
                self._locks.pop(self._answers.popitem(last=False)[0], None)
        return status, headers, body


def main() -> None:
    """Serve on a free port of the loopback interface."""
    application = OnceEach(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
