// openid-client as a platform of high value: private_key_jwt, pushed requests, DPoP, PKCE and
// the issuer in the answer. Asked to "begin" it returns where to send the person, asked to
// "finish" it takes what she came back with, and uses the tokens.
import * as client from "openid-client";
import { done, input } from "./harness.mjs";

const { step, issuer, clientId, redirectUri, scope, signing, holding, back, kept } = input();

const USAGE = { sign: ["sign"], EC: { name: "ECDSA", namedCurve: "P-256" } };
const privateKey = (jwk) => crypto.subtle.importKey("jwk", jwk, USAGE.EC, true, USAGE.sign);

async function keyPair(jwk) {
  const { d: _, ...half } = jwk;
  return {
    privateKey: await privateKey(jwk),
    publicKey: await crypto.subtle.importKey("jwk", half, USAGE.EC, true, ["verify"]),
  };
}

// What goes over the wire, so that the test can tell a repetition with a nonce.
const requests = [];
async function watchedFetch(url, options) {
  const answer = await fetch(url, options);
  requests.push([options?.method ?? "GET", new URL(url).pathname, answer.status]);
  return answer;
}

const config = await client.discovery(
  new URL(issuer),
  clientId,
  { use_mtls_endpoint_aliases: false },
  client.PrivateKeyJwt({ key: await privateKey(signing), kid: "one" }),
  { execute: [client.allowInsecureRequests], [client.customFetch]: watchedFetch },
);
const DPoP = client.getDPoPHandle(config, await keyPair(holding));

if (step === "begin") {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const address = await client.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: redirectUri,
      scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    },
    { DPoP },
  );
  done({ address: address.href, kept: { verifier, state, nonce }, requests });
} else {
  const tokens = await client.authorizationCodeGrant(
    config,
    new URL(back),
    { pkceCodeVerifier: kept.verifier, expectedState: kept.state, expectedNonce: kept.nonce },
    undefined,
    { DPoP },
  );
  const who = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP });
  const listed = await client.fetchProtectedResource(
    config,
    tokens.access_token,
    new URL("/v1/orders?limit=5", issuer),
    "GET",
    undefined,
    undefined,
    { DPoP },
  );
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });
  const seen = await client.tokenIntrospection(config, refreshed.access_token);
  const own = await client.clientCredentialsGrant(config, { scope: "catalog:read" }, { DPoP });
  await client.tokenRevocation(config, refreshed.refresh_token ?? tokens.refresh_token);
  const after = await client.tokenIntrospection(config, refreshed.access_token);
  done({
    tokens,
    who,
    listed: listed.status,
    refreshed,
    seen,
    own,
    after,
    thumbprint: await DPoP.calculateThumbprint(),
    requests,
  });
}
