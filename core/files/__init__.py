"""Files that strangers upload: looked at by content, sealed, kept out of the web root.

`receiving.receive` decides whether a file is taken (requirement SC-09), `sealing` makes
it unreadable without its own key, `store` keeps it under a random name. This package
is also imported by the small process that opens files, so nothing is imported here.
"""
