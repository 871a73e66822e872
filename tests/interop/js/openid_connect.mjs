// openid-client as an ordinary platform: OpenID Connect discovery, code with PKCE, an id_token
// whose signature is checked too, userinfo, refresh, and the address to sign out. With a secret
// it is a confidential client, without one a native application.
import * as client from "openid-client";
import { done, input } from "./harness.mjs";

const { step, issuer, clientId, secret, redirectUri, scope, back, kept, signedOut, alg } = input();

const config = await client.discovery(
  new URL(issuer),
  clientId,
  { id_token_signed_response_alg: alg },
  secret ? client.ClientSecretBasic(secret) : client.None(),
  { execute: [client.allowInsecureRequests] },
);
client.enableNonRepudiationChecks(config);

if (step === "begin") {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    max_age: "3600",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  done({ address: address.href, kept: { verifier, state, nonce } });
} else {
  const tokens = await client.authorizationCodeGrant(config, new URL(back), {
    pkceCodeVerifier: kept.verifier,
    expectedState: kept.state,
    expectedNonce: kept.nonce,
    maxAge: 3600,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  const who = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
  const signOut = client.buildEndSessionUrl(config, {
    post_logout_redirect_uri: signedOut,
    id_token_hint: tokens.id_token,
    state: "bye",
  });
  done({ claims, who, again: refreshed.claims(), signOut: signOut.href });
}
