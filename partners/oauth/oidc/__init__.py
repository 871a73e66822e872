"""OpenID Connect on top of OAuth: id_tokens, how she signed in, and signing out.

The scope `openid` tells a client who the person is, by a pairwise `sub` and nothing
else (OpenID Connect Core 1.0). The keys that sign are in partners.oauth.token_keys.
"""
