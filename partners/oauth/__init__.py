"""OAuth 2 for partners: clients, consent, codes and tokens, with authlib as the server.

A grant is a participant's standing consent to one client, and her account link to the
client's organisation. Codes, tokens and secrets are stored as hashes only.
"""

from partners.oauth.models import AuthorizationCode, Client, ClientSecret, Grant, Token

__all__ = ["AuthorizationCode", "Client", "ClientSecret", "Grant", "Token"]
