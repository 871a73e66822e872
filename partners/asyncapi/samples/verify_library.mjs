import { Webhook } from "standardwebhooks"; // npm install standardwebhooks

/** The event. `body` is the text as it came; throws WebhookVerificationError. */
export function readWebhook(secret, body, headers) {
  return new Webhook(secret).verify(body, headers);
}
