/* Passkeys. A form with data-passkey asks our server for a question, the browser for an
   answer, and sends the answer as its field "passkey". Without this script, or in a
   browser that knows no passkeys, the buttons stay hidden and the other ways remain. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const withBytes = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  async function ask(form) {
    const token = form.querySelector('[name="csrf_token"]').value;
    const response = await fetch(form.dataset.question, {
      method: "POST",
      body: new URLSearchParams({ csrf_token: token }),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    const kind = response.headers.get("Content-Type") || "";
    if (response.ok && kind.startsWith("application/json")) return response.json();
    if (response.status === 403 && form.dataset.passkey === "create") {
      location.assign("/me/confirm?next=" + encodeURIComponent(location.pathname));
    }
    throw new Error("refused");
  }

  async function create(question) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...question,
        challenge: bytes(question.challenge),
        user: { ...question.user, id: bytes(question.user.id) },
        excludeCredentials: withBytes(question.excludeCredentials),
      },
    });
    return answer(made, { attestationObject: text(made.response.attestationObject) });
  }

  async function get(question) {
    const shown = await navigator.credentials.get({
      publicKey: {
        ...question,
        challenge: bytes(question.challenge),
        allowCredentials: withBytes(question.allowCredentials),
      },
    });
    const { authenticatorData, signature, userHandle } = shown.response;
    return answer(shown, {
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : undefined,
    });
  }

  const answer = (credential, response) =>
    JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
    });

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-button]");
    const problem = form.querySelector("[data-passkey-problem]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      problem.hidden = true;
      button.setAttribute("aria-busy", "true");
      try {
        const question = await ask(form);
        const way = form.dataset.passkey === "create" ? create : get;
        form.querySelector('[name="passkey"]').value = await way(question);
        HTMLFormElement.prototype.submit.call(form);
      } catch {
        problem.hidden = false;
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
  }
})();
