// Passkeys: makes one while joining or in one's own space, and opens the door with one. Without
// this script, or on a browser that knows no passkeys, the four words do the same.
//
// The server's questions are the standard's JSON; browsers that can't read it themselves get it
// put into bytes here.

/** @typedef {Record<string, any>} Json */

const known = typeof PublicKeyCredential === "function" && Boolean(navigator.credentials);

/** @param {string} text base64url */
function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function toText(buffer) {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * @param {string} path
 * @param {Json} [body]
 */
async function send(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  if (!answer.ok) throw new Error(`the server said ${answer.status}`);
  return answer;
}

/** @param {Json[]} list */
function descriptors(list) {
  return (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
}

/** @param {PublicKeyCredential} credential */
function common(credential) {
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

/** @param {string} path */
async function make(path) {
  const question = await (await send(`${path}/question`)).json();
  const made = await navigator.credentials.create({
    publicKey: {
      ...question,
      challenge: toBytes(question.challenge),
      user: { ...question.user, id: toBytes(question.user.id) },
      excludeCredentials: descriptors(question.excludeCredentials),
    },
  });
  if (!(made instanceof PublicKeyCredential)) throw new Error("no passkey was made");
  const response = /** @type {AuthenticatorAttestationResponse} */ (made.response);
  await send(path, {
    ...common(made),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  });
}

/** @param {string} path */
async function use(path) {
  const question = await (await send(`${path}/question`)).json();
  const used = await navigator.credentials.get({
    publicKey: {
      ...question,
      challenge: toBytes(question.challenge),
      allowCredentials: descriptors(question.allowCredentials),
    },
  });
  if (!(used instanceof PublicKeyCredential)) throw new Error("no passkey was used");
  const response = /** @type {AuthenticatorAssertionResponse} */ (used.response);
  await send(path, {
    ...common(used),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: response.userHandle ? toText(response.userHandle) : undefined,
    },
  });
}

/**
 * @param {HTMLElement} place
 * @param {string | undefined} text
 */
function say(place, text) {
  const line = place.querySelector("[data-passkey-says]");
  if (!(line instanceof HTMLElement)) return;
  line.hidden = !text;
  line.textContent = text ?? "";
}

/**
 * Runs one ceremony; says so when it fails, and lets the person try again.
 * @param {HTMLElement} place
 * @param {() => Promise<void>} ceremony
 */
async function attempt(place, ceremony) {
  say(place, place.dataset.passkeyAsking);
  try {
    await ceremony();
    return true;
  } catch {
    say(place, place.dataset.passkeyFailed);
    return false;
  }
}

/** Joining: the passkey is made when the step is sent. @param {HTMLFormElement} form */
function whileJoining(form) {
  let mayGo = false;
  /** @type {Element | null} */
  let pressed = null;
  form.addEventListener("click", (event) => {
    pressed = event.target instanceof Element ? event.target.closest("button") : null;
  });
  form.addEventListener("submit", (event) => {
    const chosen = new FormData(form).get("phone");
    // Safari before 15.4 doesn't say which button sent the form.
    const asksWords = (event.submitter ?? pressed)?.getAttribute("name") === "words";
    if (mayGo || chosen !== "own" || asksWords) return;
    event.preventDefault();
    void attempt(form, () => make(form.dataset.passkeyMake ?? "")).then((made) => {
      // Made or not, the next press goes on: the words let the person in as well.
      mayGo = true;
      if (made) form.submit();
    });
  });
}

/** @param {HTMLElement} place */
function whenPressed(place) {
  place.hidden = false;
  const { passkeyUse, passkeyAdd, passkeyNext } = place.dataset;
  place.querySelector("button")?.addEventListener("click", () => {
    const ceremony = passkeyUse ? () => use(passkeyUse) : () => make(passkeyAdd ?? "");
    void attempt(place, ceremony).then((done) => {
      if (done) location.assign(passkeyUse ? (passkeyNext ?? "/today") : "/my-space?kept=yes");
    });
  });
}

if (known) {
  for (const form of document.querySelectorAll("form[data-passkey-make]")) {
    if (form instanceof HTMLFormElement) whileJoining(form);
  }
  for (const place of document.querySelectorAll("[data-passkey-use], [data-passkey-add]")) {
    if (place instanceof HTMLElement) whenPressed(place);
  }
}
