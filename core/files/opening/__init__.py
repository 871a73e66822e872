"""Opening a stranger's file in a process of its own, within bounds.

`python -m core.files.opening pdf|jpeg|png` reads the file from standard input and
writes one line of JSON, then the picture as it is to be kept. A file that makes a
library loop, leak or crash takes this process with it and nothing else.
"""
