"""The organisation's look: logo, fonts, colours."""
