"""The set-up speaks in sentences, and names no address."""

import re
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BASH = "/bin/bash"
SERVICES = dict.fromkeys(("caddy", "nginx", "openssl", "redis_server", "systemd_analyze"), "")


def run(*command, **environment):
    kept = {"env": environment} if environment else {}
    return subprocess.run(
        [BASH, *command], cwd=ROOT, capture_output=True, text=True, check=False, **kept
    )


@pytest.fixture
def bare_path(tmp_path):
    """A PATH with nothing on it but what a test puts there."""

    def put(**programs: str) -> str:
        for name, script in programs.items():
            program = tmp_path / name.replace("_", "-")
            program.write_text(f"#!{BASH}\n{script}\n")
            program.chmod(0o755)
        return str(tmp_path)

    return put


def test_an_occupied_port_is_said_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = run("scripts/port-is-free.sh", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is in use: stop what serves there, or choose")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["", "eight", "0", "65536"])
def test_a_port_that_is_none_is_said_in_one_sentence(port):
    done = run("scripts/port-is-free.sh", port)
    assert done.returncode == 1
    assert done.stderr.startswith(f"PORT is '{port}': set it to a number from 1 to 65535")


def test_a_machine_that_has_everything_asks_no_package_manager(bare_path):
    path = bare_path(
        python3="exit 0",
        chromium="",
        xgettext="",
        **SERVICES,
        apt_get="echo apt-get was called; exit 1",
    )
    done = run("scripts/system-packages.sh", "test", PATH=path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_apt_one_sentence_says_what_to_install(bare_path):
    done = run("scripts/system-packages.sh", "test", PATH=bare_path(python3="exit 0", **SERVICES))
    assert done.returncode == 1
    assert done.stderr == (
        "Salkku needs the system packages chromium-headless-shell gettext (Debian's names): "
        "install them with your system's package manager, then run make again.\n"
    )


def test_without_rights_one_sentence_says_what_to_run(bare_path):
    path = bare_path(python3="exit 0", apt_get="exit 1", id="echo 1000", sudo="exit 1", **SERVICES)
    done = run("scripts/system-packages.sh", "test", PATH=path)
    assert done.returncode == 1
    assert (
        "run 'sudo apt-get install chromium-headless-shell gettext', then run make again."
        in done.stderr
    )


def test_missing_packages_are_named_while_they_are_installed(bare_path):
    path = bare_path(
        python3="exit 0", apt_get="exit 0", id="echo 0", env='shift 2; exec "$@"', **SERVICES
    )
    done = run("scripts/system-packages.sh", "test", PATH=path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Installing system packages: chromium-headless-shell gettext\n"


def test_lists_of_packages_that_cannot_be_fetched_are_said(bare_path):
    path = bare_path(
        python3="exit 0", id="echo 0", env='shift 2; exec "$@"',
        apt_get="case $* in *update) exit 100 ;; esac",
    )  # fmt: skip
    done = run("scripts/system-packages.sh", "test", PATH=path)
    assert done.returncode == 0
    assert done.stderr.startswith("apt-get update failed (its reason stands above)")


def test_the_package_of_virtual_environments_is_that_of_the_python_in_use(bare_path):
    python = "case $2 in *ensurepip*) exit 1 ;; *minor*) echo 12 ;; esac"
    done = run("scripts/system-packages.sh", "run", PATH=bare_path(python3=python))
    assert "Salkku needs the system packages python3.12-venv (Debian's names)" in done.stderr


def test_packages_that_cannot_be_installed_are_said_in_one_sentence(bare_path):
    path = bare_path(python3="exit 0", apt_get="exit 100", id="echo 0", env='shift 2; exec "$@"')
    done = run("scripts/system-packages.sh", "test", PATH=path)
    assert done.returncode == 1
    assert "apt-get could not install them" in done.stderr


def test_an_old_python_is_said_in_one_sentence(bare_path):
    done = run("scripts/system-packages.sh", PATH=bare_path(python3="exit 1"))
    assert done.returncode == 1
    assert done.stderr.startswith("Salkku needs Python 3.11 or newer")


def test_every_target_has_a_sentence_in_the_help():
    text = (ROOT / "Makefile").read_text()
    phony = [name for line in re.findall(r"^\.PHONY:(.*)$", text, re.M) for name in line.split()]
    command = ["make", "--no-print-directory", "help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [line.split()[1] for line in shown.stdout.splitlines()] == phony


def test_locked_requirements_have_hashes_and_name_no_addresses():
    for name in ("uv", "build", "base", "dev"):
        lock = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "://" not in lock
        pins = [line for line in lock.splitlines() if line[:1].isalnum()]
        assert all("==" in pin and pin.endswith("\\") for pin in pins)
