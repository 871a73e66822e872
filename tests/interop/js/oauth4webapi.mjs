// oauth4webapi as a native application: a public client by RFC 8414 discovery, with PKCE and
// tokens that are bound to a key of the device. It repeats a request when a nonce is asked for.
import * as oauth from "oauth4webapi";
import { done, input } from "./harness.mjs";

const { step, issuer, clientId, redirectUri, scope, holding, back, kept } = input();
const client = { client_id: clientId };
const auth = oauth.None();
const loopback = { [oauth.allowInsecureRequests]: true };

const discovered = await oauth.discoveryRequest(new URL(issuer), {
  algorithm: "oauth2",
  ...loopback,
});
const server = await oauth.processDiscoveryResponse(new URL(issuer), discovered);

const EC = { name: "ECDSA", namedCurve: "P-256" };
const { d: _, ...half } = holding;
const DPoP = oauth.DPoP(client, {
  privateKey: await crypto.subtle.importKey("jwk", holding, EC, true, ["sign"]),
  publicKey: await crypto.subtle.importKey("jwk", half, EC, true, ["verify"]),
});

let repeated = 0;
async function withNonce(attempt) {
  try {
    return await attempt();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    repeated += 1;
    return attempt();
  }
}

if (step === "begin") {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const address = new URL(server.authorization_endpoint);
  const asked = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    dpop_jkt: await DPoP.calculateThumbprint(),
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  done({ address: address.href, kept: { verifier, state } });
} else {
  const answer = oauth.validateAuthResponse(server, client, new URL(back), kept.state);
  const tokens = await withNonce(async () =>
    oauth.processAuthorizationCodeResponse(
      server,
      client,
      await oauth.authorizationCodeGrantRequest(
        server, client, auth, answer, redirectUri, kept.verifier, { DPoP, ...loopback },
      ),
    ),
  );
  const read = (token, options) =>
    oauth.protectedResourceRequest(
      token, "GET", new URL("/v1/userinfo", issuer), undefined, undefined, options,
    );
  const who = await withNonce(() => read(tokens.access_token, { DPoP, ...loopback }));
  let bearer;
  try {
    await read(tokens.access_token, loopback);
  } catch (error) {
    bearer = error.cause.map(({ scheme, parameters }) => [scheme, parameters.error]);
  }
  const refreshed = await withNonce(async () =>
    oauth.processRefreshTokenResponse(
      server,
      client,
      await oauth.refreshTokenGrantRequest(server, client, auth, tokens.refresh_token, {
        DPoP,
        ...loopback,
      }),
    ),
  );
  const revoked = await oauth.revocationRequest(server, client, auth, refreshed.refresh_token, loopback);
  await oauth.processRevocationResponse(revoked);
  done({ tokens, who: await who.json(), bearer, refreshed, repeated });
}
