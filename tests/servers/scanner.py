"""A small virus scanner that speaks clamd's protocol, over TCP or a Unix socket."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: What every scanner finds, and no computer minds; written apart so that this file is none.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Scanner(socketserver.StreamRequestHandler):
    """Answer one command, as clamd does to a command that begins with z."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self._judge(b"".join(self._pieces())) + b"\0")

    def _pieces(self) -> Iterator[bytes]:
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            yield self.rfile.read(length)

    def _judge(self, body: bytes) -> bytes:
        if b"too large for this scanner" in body:
            return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Signature FOUND" if EICAR in body else b"stream: OK"


@contextmanager
def scanning(path: Path | None = None) -> Iterator[str]:
    """Run a scanner; yields its address."""
    server: socketserver.BaseServer
    if path is None:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Scanner)
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        server = socketserver.ThreadingUnixStreamServer(str(path), _Scanner)
        address = f"unix:{path}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
