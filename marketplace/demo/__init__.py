"""The whole platform on one machine, with made-up people: `make demo`.

It starts a database of its own, fills it, and serves the web, a worker and a simulated
payment partner in processes of their own until Ctrl-C. Its files are in `.demo/`.
"""
