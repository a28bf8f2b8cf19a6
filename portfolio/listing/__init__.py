"""The list of projects: columns, order, groups, saved views, edits in place, and exports."""
