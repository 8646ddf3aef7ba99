"""How the three formats of front matter stand in a text, and how to change a part of one.

``document`` and ``rewriting`` are the only users. A format is read into ``nodes``, which say where
everything stands; what is to change comes out as edits of the text. Nothing here knows models.
"""
