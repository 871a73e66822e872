# For looking into one delivery by hand: compare what this prints with webhook-signature.
# Give WEBHOOK_SECRET, WEBHOOK_ID and WEBHOOK_TIMESTAMP, and the body as it came on stdin.
key=$(printf %s "${WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
{ printf '%s.%s.' "$WEBHOOK_ID" "$WEBHOOK_TIMESTAMP"; cat; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary |
  openssl base64 -A | sed 's/^/v1,/'
