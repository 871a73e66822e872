// oauth4webapi as a native application that signs people in: OpenID Connect discovery, a public
// client, an id_token whose signature is checked, userinfo and refresh.
import * as oauth from "oauth4webapi";
import { done, input } from "./harness.mjs";

const { step, issuer, clientId, redirectUri, scope, back, kept } = input();
const client = { client_id: clientId };
const auth = oauth.None();
const loopback = { [oauth.allowInsecureRequests]: true };

const discovered = await oauth.discoveryRequest(new URL(issuer), loopback);
const server = await oauth.processDiscoveryResponse(new URL(issuer), discovered);

if (step === "begin") {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const address = new URL(server.authorization_endpoint);
  const asked = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  done({ address: address.href, kept: { verifier, state, nonce } });
} else {
  const answer = oauth.validateAuthResponse(server, client, new URL(back), kept.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server, client, auth, answer, redirectUri, kept.verifier, loopback,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: kept.nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, response, loopback);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  const who = await oauth.processUserInfoResponse(
    server,
    client,
    claims.sub,
    await oauth.userInfoRequest(server, client, tokens.access_token, loopback),
  );
  const refreshing = await oauth.refreshTokenGrantRequest(
    server, client, auth, tokens.refresh_token, loopback,
  );
  const refreshed = await oauth.processRefreshTokenResponse(server, client, refreshing);
  done({ claims, who, again: oauth.getValidatedIdTokenClaims(refreshed) });
}
