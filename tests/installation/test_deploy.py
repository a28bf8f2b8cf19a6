"""What `deploy/` gives a server is read by the programs that it is for."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.installation.machine import ROOT, said

DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("systemd/*.service"))
WORST = 3.0  # of what systemd calls exposure: 0 is none, 10 everything


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """A system's root in which nothing but the units is installed."""
    root = tmp_path_factory.mktemp("system")
    shutil.copytree(DEPLOY / "systemd", root / "etc" / "systemd" / "system")
    program = root / "opt" / "salkku" / "bin" / "salkku"
    for path in (program, root / "bin" / "kill"):
        path.parent.mkdir(parents=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    return root


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_understood_and_may_do_little(system, unit):
    told = said(
        "systemd-analyze", "security", "--offline=true", f"--root={system}", "--no-pager", unit
    )
    (level,) = re.findall(rf"exposure level for {unit}: (\d+\.\d+)", told)
    assert float(level) < WORST
    # Settings that systemd does not know are warnings, and go unheeded.
    assert not re.search(r"(?i)unknown|ignoring|failed to parse", told), told


@pytest.fixture
def nginx(tmp_path):
    """`nginx(server)`: holds the configuration of a server against nginx."""
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    said("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=a.fi",
         "-keyout", key, "-out", certificate)  # fmt: skip

    def check(text: str) -> None:
        text = text.replace("/etc/ssl/salkku/", f"{tmp_path}/")
        file = tmp_path / "nginx.conf"
        file.write_text(
            f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
            f"http {{ access_log off; client_body_temp_path {tmp_path}/b; {text} }}\n"
        )
        said("nginx", "-t", "-q", "-c", file)

    return check


def test_nginx_takes_its_examples(nginx):
    site = (DEPLOY / "nginx.conf").read_text()
    nginx(site)
    below = (DEPLOY / "nginx-path.conf").read_text()
    nginx(f"server {{ listen 8080; {below} }}")


@pytest.mark.parametrize("text", [
    (DEPLOY / "Caddyfile").read_text(),
    f"www.example.fi {{\n{(DEPLOY / 'Caddyfile-path').read_text()}\n}}\n",
])  # fmt: skip
def test_caddy_takes_its_examples(tmp_path, text):
    file = tmp_path / "Caddyfile"
    file.write_text(text)
    said("caddy", "validate", "--adapter", "caddyfile", "--config", file,
         env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"})  # fmt: skip
    written = said("caddy", "fmt", file, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"})
    assert "reverse_proxy 127.0.0.1:8000" in written
