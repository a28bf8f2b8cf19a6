"""Files that Salkku wrote, read back: their data where the text still says it, else the text.

The data travels in the file (`reports.document.data_part`; in a PDF as `plan.json`). What somebody
changed in the text since is found piece by piece, and read.
"""
