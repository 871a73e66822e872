import base64
import hashlib
import hmac
import json
import time


def read_webhook(secret, body, headers):
    """The event. `body` is the bytes as they came; raises ValueError."""
    moment = headers["webhook-timestamp"]
    if abs(time.time() - int(moment)) > 300:
        raise ValueError("The webhook is too old, or our clock is wrong.")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join([headers["webhook-id"].encode(), moment.encode(), body])
    ours = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    theirs = headers["webhook-signature"].split(" ")
    if not any(hmac.compare_digest(f"v1,{ours}", one) for one in theirs):
        raise ValueError("No signature fits.")
    return json.loads(body)
