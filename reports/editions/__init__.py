"""How a plan becomes a published edition, and the pages of editions.

draft ─► for approval ─► approved ─► published edition ─► (revised: a draft again)

What is sent for approval is frozen then (`submission.py`); the same is approved and published
(`approval.py`, `publishing.py`). `leaks.py` looks for what is not public in the bytes of the
public files. `pages.py` is for who is signed in, `public_pages.py` for everybody.
"""
