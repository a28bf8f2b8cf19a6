"""The administration of projects, areas, goals and their parts."""

from projects.admin import projects

__all__ = ["projects"]
