"""HTML for people: the frame of every page, its languages and its static files.

Pages belong to the domain that they show; what they share is here.
"""
