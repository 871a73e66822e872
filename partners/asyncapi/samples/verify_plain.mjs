import { createHmac, timingSafeEqual } from "node:crypto";

/** The event. `body` is the text as it came; throws an Error. */
export function readWebhook(secret, body, headers) {
  const moment = headers["webhook-timestamp"];
  if (!(Math.abs(Date.now() / 1000 - Number(moment)) <= 300)) {
    throw new Error("The webhook is too old, or our clock is wrong.");
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signed = `${headers["webhook-id"]}.${moment}.${body}`;
  const ours = Buffer.from(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  const fits = headers["webhook-signature"].split(" ").some((one) => {
    const theirs = Buffer.from(one);
    return theirs.length === ours.length && timingSafeEqual(theirs, ours);
  });
  if (!fits) {
    throw new Error("No signature fits.");
  }
  return JSON.parse(body);
}
