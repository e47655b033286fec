"""The process that moto's server runs in: says its port on stdout, and ends when its stdin does.

So it leaves with the test run however that ends, killed included, and no port is guessed.
"""

from __future__ import annotations

import io
import json
import re
import sys
import threading
import urllib.parse
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import moto_mends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

KEPT_ANSWERS = 2_000
"""How many answers are kept, for calls that may come once more."""
_SUCCESS = "2"
LONGEST = 10_000
"""Characters of a parameter that are written down; what is longer is code."""
_SIGNED = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")


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


class Recorded:
    """Writes down who calls what, a line of JSON each: for whoever wants to know what a deployer needs."""

    def __init__(self, application: Any, record: IO[str]) -> None:
        self._application, self._record = application, record

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Write a request down, and have it answered."""
        signed = _SIGNED.search(environ.get("HTTP_AUTHORIZATION", ""))
        if signed:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            user, region, service = signed.groups()
            path, target = environ["REQUEST_URI"].partition("?")[0], environ.get("HTTP_X_AMZ_TARGET", "")
            parameters = _parameters(body)
            line = {
                "user": user,
                "region": region,
                "service": service,
                "method": environ["REQUEST_METHOD"],
                "path": path,
                "operation": target.rpartition(".")[2]
                or ("" if body.startswith(b"{") else parameters.get("Action", "")),
                "parameters": parameters,
            }
            self._record.write(json.dumps(line) + "\n")
        return self._application(environ, start_response)


def _parameters(body: bytes) -> dict[str, Any]:
    """Return what a call gives, but for texts that are longer than any name."""
    try:
        if body.startswith(b"{"):
            given: dict[str, Any] = json.loads(body)
            return {key: value for key, value in given.items() if len(str(value)) < LONGEST}
        pairs = urllib.parse.parse_qsl(body.decode(), max_num_fields=LONGEST)
    except ValueError:
        return {}
    found: dict[str, Any] = {}
    for key, value in pairs:
        name, _, more = key.partition(".")
        found[name] = [*found.get(name, []), value] if more else value
    return found


def backend(service: str) -> Any:
    """Return the application of a service, which answers 501 to what moto does not have: SDKs repeat a call after 500."""
    application = create_backend_app(service)
    application.register_error_handler(NotImplementedError, lambda error: (str(error), 501))
    return application


def main() -> None:
    """Serve on a free port of the loopback interface, and write calls down in the file that is named."""
    moto_mends.mend()
    with Path(sys.argv[1]).open("w", buffering=1) as record:
        application = OnceEach(Recorded(DomainDispatcherApplication(backend), record))
        server = make_server("127.0.0.1", 0, application, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
