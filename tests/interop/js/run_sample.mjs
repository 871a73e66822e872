// Verifies webhooks with a sample of the documentation; says what it made of each.
import { pathToFileURL } from "node:url";
import { done, input } from "./harness.mjs";

const { sample, secret, webhooks } = input();
const { readWebhook } = await import(pathToFileURL(sample));

done(
  webhooks.map(({ body, headers }) => {
    try {
      return readWebhook(secret, body, headers);
    } catch {
      return null;
    }
  }),
);
