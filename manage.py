#!/usr/bin/env python
"""Django's command line, of a clone."""

from operations.command import main

if __name__ == "__main__":
    main()
