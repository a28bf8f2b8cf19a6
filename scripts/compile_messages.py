"""Compile locale/*.po to .mo with Babel: gettext's own tools need not be there."""

from portfolio.starting.catalogues import compile_unfit

if __name__ == "__main__":
    compile_unfit()
