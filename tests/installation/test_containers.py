"""The container image, compose.yaml and Kubernetes, as far as a machine without an engine goes.

The steps of the Containerfile are run as a script, on the files that its build is given.
"""

from __future__ import annotations

import re
import secrets
import shutil
import stat
import subprocess
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from tests import migrated
from tests.installation.machine import ROOT, Gunicorn, Machine, said

IMAGE = 400  # megabytes that the image may have
# What its last stage begins with, and the libraries that it installs with what they need.
BELOW = {"python:3.11-slim-bookworm": 130, "apt-get": 45, "pg_dump, pg_restore": 2}
STEPS = re.compile(r"^(FROM|RUN|COPY|ENV|USER|WORKDIR|ENTRYPOINT|CMD|HEALTHCHECK) (.*)$", re.M)
CONTAINERFILE = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
OURS = {"web", "worker", "migrate"}


def steps(stage: int) -> list[tuple[str, str]]:
    text = re.split(r"^(?=FROM )", CONTAINERFILE, flags=re.M)[stage + 1]
    return STEPS.findall(text)


def words(kind: str) -> list[str]:
    """What a step of the last stage has as a list of words."""
    (line,) = [value for name, value in steps(2) if name == kind]
    return yaml.safe_load(line)


def test_the_containerfile_is_what_hadolint_asks_for():
    if not shutil.which("hadolint", path=ROOT / ".venv" / "bin"):
        pytest.skip("hadolint is not there for this machine")
    said(ROOT / ".venv/bin/hadolint", ROOT / "Containerfile")


class Image(Machine):
    """What the build makes of its folder; `/opt` and the rest lie below a root."""

    def _copy_what_git_holds(self) -> None:
        super()._copy_what_git_holds()
        kept = (ROOT / ".dockerignore").read_text().splitlines()
        assert kept[0] == "*"
        for path in self.clone.iterdir():
            if f"!{path.name}" not in kept:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture(scope="module")
def image(tmp_path_factory, pytestconfig):
    tables = migrated.sqlite_file(pytestconfig.cache.mkdir("migrated"))
    database = shutil.copy(tables, tmp_path_factory.mktemp("database"))
    image = Image(tmp_path_factory.mktemp("image"), f"sqlite:///{database}")
    place = "salkku"
    for name, value in steps(0):
        if name == "WORKDIR":
            place = value.replace("/src", "salkku")
        elif name == "RUN":
            done = image.run(f"cd {place}; {re.sub(r'rm -rf /var/lib/apt', 'true /var', value)}")
            assert done.returncode == 0, done.stderr
    secret = {"SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "salkku.example.fi",
              "BEHIND_HTTPS_PROXY": "1"}  # fmt: skip
    image.settings.parent.mkdir(exist_ok=True)
    image.settings.write_text("".join(f"{name}={value}\n" for name, value in secret.items()))
    return image


@pytest.mark.one_database  # its own is an SQLite file
def test_the_image_serves_pages_from_the_files_that_its_build_is_given(image):
    assert words("ENTRYPOINT") == ["salkku"]
    assert words("CMD") == ["serve", "--bind", "0.0.0.0:8000"]
    assert migrations(image.files.parents[1]) == migrations(ROOT)
    with Gunicorn(image, f"{image.program}/bin/salkku serve --bind 127.0.0.1:8000") as service:
        status, page, _headers = service.get("/accounts/login/")
        assert status == 200, service.errors.read_text()
        sheet = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.decode())[0]
        assert service.get(sheet)[0] == 200


def migrations(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.glob("*/migrations/*.py")}


@pytest.mark.one_database
def test_the_image_is_not_too_large(image, tmp_path):
    """Files as large as its packages say; what its build drops of them is dropped by its step."""
    names = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements/base.txt").read_text(), re.M)
    code = (
        "import importlib.metadata as m, sys\n"
        "for name in sys.argv[1:]:\n"
        "    try: files = m.files(name)\n"
        "    except m.PackageNotFoundError: continue\n"
        "    for file in files or []: print(file.size or 0, file)"
    )
    told = said(image.program / "bin/python", "-c", code, *names, "salkku")
    for size, name in (line.split(" ", 1) for line in told.splitlines()):
        if not name.endswith(".pyc") and ".." not in name:
            path = tmp_path / "opt" / "salkku" / "lib" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.truncate(int(size))
    (drops,) = [value for kind, value in steps(0) if kind == "RUN" and value.startswith("find ")]
    finds = [part for part in drops.split("&&") if part.strip().startswith("find ")]
    assert len(finds) == 3
    for find in finds:
        said("bash", "-c", find.replace("/opt/salkku", f"{tmp_path}/opt/salkku"))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept = {path.name for path in files}
    assert {"fi.dat", "sv.dat", "root.dat", "service-2.json.gz", "django.mo"} <= kept
    program = sum(path.stat().st_size for path in files) / 1e6
    whole = program + sum(BELOW.values())
    print(f"{whole:.0f} MB, of which the program {program:.0f}")
    assert 150 < whole < IMAGE


def test_the_image_runs_as_nobody_who_may_do_anything():
    last = dict(steps(2))
    assert last["USER"] == "10001:10001"
    assert "/healthz" in last["HEALTHCHECK"]
    assert not re.search(r"(?i)secret|password|:latest", CONTAINERFILE)


@pytest.fixture
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def test_compose_is_of_its_schema_and_locks_every_service_in(compose):
    try:
        from compose_spec.models import ComposeSpecification
    except ImportError:
        pytest.skip("compose-spec is not there for this machine")
    fields = {key: value for key, value in compose.items() if not key.startswith("x-")}
    ComposeSpecification.model_validate(fields)
    assert set(compose["services"]) == {*OURS, "database", "proxy"}
    for name, service in compose["services"].items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert ":" in service["image"] or name in OURS, "an image without its version"
        if name in OURS:
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
            assert "ports" not in service
    assert {"web", "worker"} <= {
        name for name, service in compose["services"].items()
        if "migrate" in service.get("depends_on", {})
    }  # fmt: skip


def test_the_settings_of_compose_are_made_once_and_start_the_service(tmp_path, compose):
    folder = tmp_path / "salkku"
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    script = folder / "deploy" / "containers" / "settings.sh"
    refused = subprocess.run([script, "https://a.fi"], capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    said(script, "salkku.naantali.fi")
    named = {service["env_file"] for service in compose["services"].values()}
    made = {path.name: path for path in folder.glob("*.env")}
    assert set(made) == named
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.values()} == {0o600}
    text = made["salkku.env"].read_text()
    assert "ALLOWED_HOSTS=salkku.naantali.fi\n" in text
    (network,) = compose["networks"]["default"]["ipam"]["config"]
    assert f"TRUSTED_PROXIES={network['subnet']}\n" in text  # of the proxy's container
    password = re.findall("POSTGRES_PASSWORD=(.{64})\n", made["database.env"].read_text())[0]
    assert f"DATABASE_URL=postgres://salkku:{password}@database/salkku\n" in text
    code = "from portfolio.environment import Environment as E; print(E.read().database['HOST'])"
    environment = {"SALKKU_SETTINGS": str(made["salkku.env"]), "PATH": "/usr/bin:/bin"}
    told = said(ROOT / ".venv/bin/python", "-c", code, cwd=ROOT, env=environment)
    assert told == "database\n"
    again = subprocess.run([script, "a.fi"], capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert made["salkku.env"].read_text() == text


KUBERNETES = ROOT / "deploy" / "kubernetes"


def documents() -> list[tuple[str, dict]]:
    return [
        (path.name, document)
        for path in sorted(KUBERNETES.glob("*.yaml"))
        for document in yaml.safe_load_all(path.read_text())
    ]


def test_kubernetes_takes_every_manifest():
    found = documents()
    listed = next(document for name, document in found if name == "kustomization.yaml")
    others = {name for name, _document in found if name != "kustomization.yaml"}
    assert set(listed["resources"]) == others
    version = kubernetes_validate.latest_version()
    for name, document in found:
        if name in others:
            kubernetes_validate.validate(document, version, strict=True)


def test_pods_may_do_little_and_are_asked_whether_they_are_well():
    pods = {
        document["metadata"]["name"]: document["spec"]["template"]["spec"]
        for _name, document in documents()
        if "template" in document.get("spec", {})
    }
    assert set(pods) == {"salkku-web", "salkku-worker", "salkku-migrate"}
    for pod in pods.values():
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
    (web,) = pods["salkku-web"]["containers"]
    probes = {name: web[f"{name}Probe"]["httpGet"]["path"] for name in ("liveness", "readiness")}
    assert probes == {"liveness": "/healthz", "readiness": "/readyz"}


def test_settings_of_the_manifests_are_settings():
    (kept,) = [document["data"] for name, document in documents() if name == "settings.yaml"]
    told = (ROOT / "docs" / "settings.md").read_text()
    assert [name for name in kept if f"`{name}`" not in told] == []
