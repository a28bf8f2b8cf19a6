"""Pictures of the main pages with the demonstration's data, for README and docs (docs/pictures)."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PORT = 8498
SITE = f"http://127.0.0.1:{PORT}"
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
"""How Chromium runs without a screen, here and in the browser tests."""


def chromium() -> str | None:
    """The one without a screen, which takes a third less of a processor; or the whole one."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


PAGES = {
    "dashboard": "/",
    "list": "/projects/?group=area&sort=-total,name&columns=area,status,start,lights,total",
    "timeline": "/timeline/",
    "project": "/projects/1/",
    "report-round": "/reports/",
    "changes": "/changes/?from=2022-09-01",
    "edition": "/plans/editions/2/",
    "follow-up": "/plans/editions/1/follow-up/",
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="salkku-pictures-") as folder:
        os.environ |= {
            "DEBUG": "1",
            "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3",
            "ORGANISATION_NAME": "Naantalin kaupunki",
            "TODAY": "2023-03-15",
        }
        for command in ("migrate", "load_demo"):
            subprocess.run(
                [sys.executable, "manage.py", command], stdout=subprocess.DEVNULL, check=True
            )
        serve = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{PORT}"]
        server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait()
            take()
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait() -> None:
    for _n in range(200):
        try:
            urllib.request.urlopen(f"{SITE}/accounts/login/", timeout=10)
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The demonstration did not start.")


def take() -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
        page = browser.new_page(base_url=SITE, viewport={"width": 1280, "height": 860})
        page.goto("/accounts/login/")
        page.fill("#id_login", "suunnittelija")
        page.fill("#id_password", "salkku-esittely-2023")
        page.press("#id_password", "Enter")
        page.wait_for_url(f"{SITE}/")
        for name, address in PAGES.items():
            page.goto(address)
            page.screenshot(path=FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
