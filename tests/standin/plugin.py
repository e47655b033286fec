"""go-plugin's side of the contract: the magic cookie, the handshake line, mutual TLS on a unix socket.

Source: https://github.com/hashicorp/go-plugin/blob/main/docs/guide-plugin-write-non-go.md
"""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import socket
import ssl
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from standin.certificate import self_signed
from standin.http2 import HOLD, Connection, Hold
from standin.schema import Provider
from standin.service import Service

COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
_SERVICE = "/tfplugin6.Provider/"
_SILENT_STREAMS = ("/plugin.GRPCStdio/StreamStdio", "/plugin.GRPCBroker/StartStream")
_PATIENCE_SECONDS = 60.0


def serve(provider: Provider) -> None:
    """Serve one Terraform process, the one that started us, and leave."""
    if os.environ.get("TF_PLUGIN_MAGIC_COOKIE") != COOKIE:
        sys.exit("This is a Terraform provider; Terraform starts it, not a person.")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too, but Terraform is the one to stop us
    service = Service(provider)
    with _private_folder() as folder:
        peer = _accept(folder)

    def answer(path: str, message: bytes) -> bytes | Hold | None:
        if path == "/plugin.GRPCController/Shutdown":
            connection.stop = True
            return b""
        if path in _SILENT_STREAMS:
            return HOLD
        return service.call(path.removeprefix(_SERVICE), message) if path.startswith(_SERVICE) else None

    connection = Connection(peer, answer)
    connection.serve()
    os._exit(0)  # saves the interpreter's tidying, for which Terraform would wait


@contextlib.contextmanager
def _private_folder() -> Iterator[Path]:
    """Make a folder that we alone can read; whatever is in it goes when the connection stands."""
    parent = os.environ.get("PLUGIN_UNIX_SOCKET_DIR") or None
    with tempfile.TemporaryDirectory(prefix="standin-", dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _accept(folder: Path) -> socket.socket:
    """Announce a socket on stdout and return Terraform's connection to it."""
    tls, certificate = _tls(folder)
    path = folder / "socket"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(1)
        listener.settimeout(_PATIENCE_SECONDS)
        print(f"1|6|unix|{path}|grpc{certificate}", flush=True)
        peer = listener.accept()[0]
    peer.settimeout(None)
    return tls.wrap_socket(peer, server_side=True) if tls else peer


def _tls(folder: Path) -> tuple[ssl.SSLContext | None, str]:
    """Return the TLS that Terraform asks for, and the last field of the handshake line."""
    client = os.environ.get("PLUGIN_CLIENT_CERT")
    if not client:
        return None, ""
    certificate, pem = self_signed()
    file = folder / "certificate.pem"
    file.write_text(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(file)
    context.load_verify_locations(cadata=client)
    context.verify_mode = ssl.CERT_REQUIRED
    context.set_alpn_protocols(["h2"])
    return context, "|" + base64.b64encode(certificate).decode().rstrip("=")
