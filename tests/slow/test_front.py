"""nginx, as docs/deploy sets it up, in front of two hosts: what it passes on and what it keeps."""

import os
import signal
import ssl
import subprocess
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers.application import free_port
from tests.servers.hosts import DEPLOY, installed, running, two_hosts, wait_for_port
from tests.servers.postgres import PostgresServer

HOST = "exchange.example"


def write_certificate(folder: Path) -> None:
    """Write a certificate of a day for the name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "exchange.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "exchange.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def configuration(folder: Path, hosts: list[int], port: int) -> Path:
    """Put this machine's ports and folders into the documented file."""
    text = (DEPLOY / "nginx.conf").read_text()
    for ours, here in (
        ("127.0.0.1:8001", f"127.0.0.1:{hosts[0]}"),
        ("# server 192.0.2.12:8001", f"server 127.0.0.1:{hosts[1]}"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80", f"listen 127.0.0.1:{free_port()}"),
        ("/etc/ssl/private/", f"{folder}/"),
        ("/etc/ssl/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        assert ours in text
        text = text.replace(ours, here)
    path = folder / "nginx.conf"
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\n{temporary}\n{text}\n}}\n"
    )
    return path


@pytest.fixture
def nginx() -> str:
    program = installed("nginx")
    if program is None:
        pytest.skip("no nginx on this machine")
    return program


def test_a_proxy_in_front_of_two_hosts(
    nginx: str, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    write_certificate(tmp_path)
    url = postgres_server.create("exchange_front")
    port = free_port()
    environ = {"EXCHANGE_DATABASE_URL": url, "EXCHANGE_BASE_URL": f"https://{HOST}"}
    trusting = ssl.create_default_context(cafile=str(tmp_path / "exchange.pem"))
    trusting.check_hostname = False

    def ask(path: str) -> tuple[int, dict[str, str], bytes]:
        request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", headers={"Host": HOST})
        try:
            with urllib.request.urlopen(request, context=trusting, timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, dict(refused.headers), refused.read()

    with two_hosts(tmp_path, **environ) as hosts:
        ports = [int(host.url.rpartition(":")[2]) for host in hosts]
        config = configuration(tmp_path, ports, port)
        with running([nginx, "-c", str(config)]) as process:
            wait_for_port(port, process)
            status, headers, _ = ask("/accounts/sign-in")
            assert status == 200
            assert headers["Strict-Transport-Security"]
            assert "Secure" in headers["Set-Cookie"]
            number = headers["X-Request-ID"]
            assert len(number) == 32  # nginx's own
            assert [ask(path)[0] for path in ("/readyz", "/metrics")] == [404, 404]
            assert ask("/consent/s3cret-token")[0] == 404
            os.kill(hosts[0].pid, signal.SIGTERM)  # one host goes; people notice nothing
            os.waitpid(hosts[0].pid, 0)
            assert [ask("/healthz")[0] for _ in range(6)] == [200] * 6
        log = (tmp_path / "exchange.log").read_text()
        assert number in log
        assert "s3cret" not in log
        assert "127.0.0.1" not in log
    postgres_server.drop("exchange_front")


def test_the_units_are_written_as_systemd_reads_them(tmp_path: Path) -> None:
    program = installed("systemd-analyze")
    if program is None:
        pytest.skip("no systemd on this machine")
    for unit in sorted(DEPLOY.glob("*.service")):
        text = unit.read_text()
        assert "/srv/exchange/.venv/bin/exchange" in text
        here = tmp_path / unit.name  # the program it starts is not on this machine
        here.write_text(text.replace("/srv/exchange/.venv/bin/exchange", "/bin/true"))
        done = subprocess.run(
            [program, "verify", str(here)], capture_output=True, text=True, check=False
        )
        said = [line for line in done.stderr.splitlines() if unit.name in line]
        assert said == []
