// Verifies many webhooks, each with its secret, by both libraries; counts what they refuse.
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import { done, input } from "./harness.mjs";

function refusals(library) {
  let refused = 0;
  for (const { secret, body, headers } of input()) {
    try {
      new library(secret).verify(body, headers);
    } catch {
      refused += 1;
    }
  }
  return refused;
}

done({ standardwebhooks: refusals(Standard), svix: refusals(Svix) });
