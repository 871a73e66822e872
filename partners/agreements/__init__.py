"""The programme's agreement: versions as data, accepted by a named officer.

A version is accepted in one language, with the hash of the text that was read. An
organisation is approved only with the version in force accepted.
"""
