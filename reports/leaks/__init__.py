"""A second look: does a public file hold what is not public?"""
