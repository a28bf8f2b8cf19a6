"""Meetings: the agenda before, a project a screen in it, the minutes after."""
