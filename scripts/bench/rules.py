"""What rules of the style sheet and parts of a plan cost its layout: each is left out in turn."""

import os
import re
import statistics
import time
from collections.abc import Callable

from scripts.bench.files import many

PROJECTS = 100
ROUNDS = 3
Change = Callable[[str, str], tuple[str, str]]
"""From style sheet and page to those that are laid out."""


def without(rule: str, instead: str = "") -> Change:
    return lambda css, html: (re.sub(rule, instead, css), html)


def besides(rules: str) -> Change:
    return lambda css, html: (css + rules, html)


def without_part(part: str) -> Change:
    return lambda css, html: (css, re.sub(part, "", html))


CHANGES: dict[str, Change] = {
    "as it is": lambda css, html: (css, html),
    "facts in a flex box, as before": besides(
        ".facts { display: flex; flex-wrap: wrap } .facts li { display: block }"
    ),
    "running heads without a width, as before": without(r"\n    width: \d+%;"),
    "without facts": without_part(r'(?s)<div class="whole">.*?</div>'),
    "dots of the contents as leaders, as before": besides(
        ".contents li { background: none } .contents a::after { position: static; "
        "margin-right: -14mm; content: leader(dotted) ' ' target-counter(attr(href), page) }"
    ),
    "without contents": without_part(r'(?s)<nav class="contents".*?</nav>'),
    "contents without page numbers": besides(".contents a::after { content: none }"),
    "without figures": without_part(r"(?s)<figure.*?</figure>"),
    "without running heads": besides(
        "@page { @top-left { content: none } @bottom-left { content: none } "
        "@bottom-right { content: none } }"
    ),
    "labels above their texts": besides(
        ".told, .told .label, .told .label + div { display: block; width: auto }"
    ),
    "words broken nowhere": without(r"overflow-wrap: [a-z-]+;"),
    "without hyphens": without("hyphens: auto", "hyphens: manual"),
    "breaks anywhere": without(r"break-(inside|after|before): avoid;"),
    "without orphans and widows": without(r"(orphans|widows): 3;", r"\1: 1;"),
    "without marks of lists": without(r"(?s)li::before \{[^}]*\}"),
    "one family of fonts": without(r'\s*"Noto [A-Za-z ]+",'),
}


def bench_rules(plan) -> None:
    """Each change in a process of its own that has made a PDF before, by turns."""
    from reports.composing.from_portfolio import plan_document
    from reports.composing.imprints import plan_imprint
    from reports.rendering.html import paper_html
    from reports.rendering.paper import pdf

    document, imprint = plan_document(plan), plan_imprint(plan)
    pdf.render_pdf(document, imprint)
    html = paper_html(many(document, PROJECTS), imprint)
    css = pdf.style_text()
    found: dict[str, list[float]] = {name: [] for name in CHANGES}
    pages: dict[str, int] = {}
    for _n in range(ROUNDS):
        for name, change in CHANGES.items():
            seconds, pages[name] = _in_a_fork(lambda change=change: change(css, html))
            found[name].append(seconds)
    whole = statistics.median(found["as it is"])
    print(f"Layout of {PROJECTS} projects, {pages['as it is']} pages: {whole:.1f} s of CPU")
    for name, times in found.items():
        share = statistics.median(times) / whole
        print(f"{name:42} {share:5.0%} of it, {pages[name]} pages", flush=True)


def _in_a_fork(changed: Callable[[], tuple[str, str]]) -> tuple[float, int]:
    """Seconds of a processor, and pages."""
    from reports.rendering.paper import pdf

    reads, writes = os.pipe()
    if os.fork() == 0:
        css, html = changed()
        begin = time.process_time()
        laid_out = pdf.lay_out(html, pdf.style(css))
        took = time.process_time() - begin
        os.write(writes, f"{took} {len(laid_out.pages)}".encode())
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as told:
        took, pages = told.read().split()
    os.wait()
    return float(took), int(pages)
