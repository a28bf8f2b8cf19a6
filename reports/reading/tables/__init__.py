"""Tables of a plan's file: what their rows and columns say, as lines of text again."""
