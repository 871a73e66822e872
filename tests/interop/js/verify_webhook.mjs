// Verifies one webhook with both libraries; says which accept it.
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import { done, input } from "./harness.mjs";

const { secret, body, headers } = input();

function accepts(library) {
  try {
    new library(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

done({ standardwebhooks: accepts(Standard), svix: accepts(Svix) });
