// No answer is lost when the connection drops.
//
//   <form method="post" data-outbox="{{ lease.pk }}" data-outbox-target="#task"> … </form>
//
// What is typed is kept in this browser; a submit that does not get through is kept and sent again.
// The server may see the same lease twice and must not mind. It confirms with `X-Yui-Saved: <lease>`
// on its answer to the POST, and may say with `X-Yui-Next: <address>` where to go then. A page without
// that header is a question about the answer and is shown in place; a refusal or a redirect is left to
// the ordinary way: the form is posted again and its page is shown.
// Without this script the form posts as any other.

const { say, ask } = globalThis.yui;
const PERSON = document.body.dataset.person;
const SIGN_IN = document.body.dataset.signIn;
const DRAFT = `yui.draft.${PERSON}.`;
const UNSENT = `yui.unsent.${PERSON}.`;
const DAY = 24 * 3600 * 1000;
const TIMEOUT = 15000;
const LONGEST_PAUSE = 60000;

// Storage: it may be full or closed; then the form still posts, only without the safety net. ---------

function put(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function get(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

function keys(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

// Answers are other people's data: they do not stay here longer than a day.
function forgetOld() {
  for (const key of [...keys("yui.draft."), ...keys("yui.unsent.")]) {
    if (Date.now() - (get(key)?.at ?? 0) > DAY) drop(key);
  }
}

// The status line -----------------------------------------------------------------------------------

// A page may bring its own line; otherwise the shell's is used.
const place = () => document.querySelector("main #outbox") ?? document.querySelector("#outbox-line");

function tell(words, link) {
  const line = place();
  line.textContent = words;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.words;
    line.append(anchor);
  }
  line.hidden = !words;
}

const WAITING = () =>
  say("保存しました。電波がもどったら送ります。", "Saved here. It will be sent when you are connected.");
const SENT = () => say("送りました。", "Sent.");

function tellSignIn() {
  const href = `${SIGN_IN}?next=${encodeURIComponent(location.pathname + location.search)}`;
  tell(say("サインインし直すと、保存した回答を送ります。", "Sign in again and the kept answer is sent."), {
    href,
    words: say("サインインへ", "Sign in"),
  });
}

// Drafts --------------------------------------------------------------------------------------------

function entered(form, submitter) {
  const data = new FormData(form, submitter ?? undefined);
  data.delete("csrfmiddlewaretoken");
  return [...data].filter(([, value]) => typeof value === "string");
}

function draft(form) {
  put(DRAFT + form.dataset.outbox, { at: Date.now(), fields: entered(form) });
}

function restore(form) {
  if (form.dataset.outboxReady) return;
  form.dataset.outboxReady = "yes";
  const fields = get(DRAFT + form.dataset.outbox)?.fields ?? [];
  for (const [name, value] of fields) {
    for (const element of form.elements) {
      if (element.name !== name || element.type === "hidden") continue;
      if (element.type === "radio" || element.type === "checkbox") {
        if (element.value === value) element.checked = true;
      } else if ("defaultValue" in element && !element.value) element.value = value;
    }
  }
}

// Sending -------------------------------------------------------------------------------------------

function csrf() {
  return JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
}

// What became of one attempt: saved, later, sign-in or answered (by something that is no confirmation).
async function post(lease, { action, fields }) {
  let response;
  try {
    response = await fetch(action, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { ...csrf(), "X-Yui-Outbox": lease },
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    return { fate: "later" };
  }
  if (response.headers.get("X-Yui-Saved") === lease) return { fate: "saved", response };
  const { pathname } = new URL(response.url);
  if (response.redirected && pathname === SIGN_IN) return { fate: "sign-in" };
  const again = response.status >= 500 || response.status === 408 || response.status === 429;
  return { fate: again ? "later" : "answered", response };
}

function settle(lease) {
  drop(UNSENT + lease);
  drop(DRAFT + lease);
}

// Put the part that `data-outbox-target` names into the page; false if the answer has no such part.
async function swap(form, response) {
  const target = form.dataset.outboxTarget;
  if (!target || !response.headers.get("Content-Type")?.startsWith("text/html")) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector(target);
  const old = document.querySelector(target);
  if (!fresh || !old) return false;
  old.replaceWith(fresh);
  document.title = page.title || document.title;
  globalThis.htmx?.process(fresh);
  ready();
  const first = fresh.querySelector("[autofocus]") ?? fresh;
  if (first === fresh) fresh.tabIndex = -1;
  first.focus();
  return true;
}

async function forward(form, response) {
  const next = response.headers.get("X-Yui-Next");
  if (await swap(form, response)) {
    // Going back leads to where the work was chosen, not to a field that is done.
    if (next) history.replaceState({}, "", next);
  } else location.assign(next ?? (response.redirected ? response.url : location.href));
}

// A question about the answer is shown in its place; everything else goes the ordinary way.
const question = async (form, response) =>
  Boolean(form && response?.ok && !response.redirected && (await swap(form, response)));

let sending = false;

async function submit(form, submitter) {
  const lease = form.dataset.outbox;
  const entry = {
    at: Date.now(),
    action: submitter?.getAttribute("formaction") ? submitter.formAction : form.action,
    page: location.pathname + location.search,
    fields: entered(form, submitter),
  };
  const safe = put(UNSENT + lease, entry);
  sending = true;
  form.setAttribute("aria-busy", "true");
  const { fate, response } = await post(lease, entry);
  form.removeAttribute("aria-busy");
  sending = false;
  if (fate === "saved") {
    settle(lease);
    tell(keys(UNSENT).length ? WAITING() : "");
    await forward(form, response);
  } else if (fate === "answered" || !safe) {
    drop(UNSENT + lease);
    if (!(await question(form, response))) natively(form, submitter);
  } else if (fate === "sign-in") {
    tellSignIn();
  } else {
    tell(WAITING());
    later();
  }
}

// The ordinary way: `form.submit()` leaves out the button that was pressed, so its value goes along.
function natively(form, submitter) {
  if (submitter?.name) {
    const carried = document.createElement("input");
    carried.type = "hidden";
    carried.name = submitter.name;
    carried.value = submitter.value;
    form.append(carried);
  }
  if (submitter?.getAttribute("formaction")) form.action = submitter.formAction;
  form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-outbox]") || event.defaultPrevented || !PERSON) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") !== "true") submit(form, event.submitter);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-outbox]");
  if (form && PERSON) draft(form);
});

// Sending again ---------------------------------------------------------------------------------------

let pause = 2000;
let timer;

function later() {
  clearTimeout(timer);
  timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

async function flush() {
  if (sending || !PERSON) return;
  const waiting = keys(UNSENT);
  if (!waiting.length) return;
  sending = true;
  const fates = [];
  try {
    for (const key of waiting) fates.push(await resend(key.slice(UNSENT.length)));
  } finally {
    sending = false;
  }
  if (fates.includes("sign-in")) tellSignIn();
  else if (fates.includes("later")) {
    tell(WAITING());
    later();
  } else {
    pause = 2000;
    if (fates.includes("answered")) return;
    tell(SENT());
    // What has been said since then stays.
    setTimeout(() => place().textContent === SENT() && tell(""), 6000);
  }
}

async function resend(lease) {
  const entry = get(UNSENT + lease);
  const { fate, response } = await post(lease, entry);
  const form = document.querySelector(`form[data-outbox="${CSS.escape(lease)}"]`);
  if (fate === "saved") {
    settle(lease);
    if (form) await forward(form, response);
  } else if (fate === "answered") {
    drop(UNSENT + lease);
    if (await question(form, response)) tell("");
    else {
      tell(
        say(
          "回答を受け取れませんでした。ページを開いて見てください。",
          "An answer was not taken. Open its page to see why.",
        ),
        { href: entry.page, words: say("ページを開く", "Open the page") },
      );
    }
  }
  return fate;
}

function now() {
  pause = 2000;
  clearTimeout(timer);
  flush();
}

addEventListener("online", now);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) now();
});

// Leaving: on a shared computer nothing stays behind --------------------------------------------------

let leaving = false;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-sign-out]") || !PERSON || leaving) return;
  event.preventDefault();
  const n = keys(UNSENT).length;
  const question = say(
    `まだ送っていない回答が${n}件あります。サインアウトすると消えます。`,
    `${n} answers have not been sent yet. They are lost if you sign out.`,
  );
  if (n && !(await ask(question, { yes: say("サインアウト", "Sign out"), danger: true }))) return;
  leaving = true;
  for (const key of [...keys(DRAFT), ...keys(UNSENT)]) drop(key);
  form.submit();
});

function ready() {
  document.querySelectorAll("form[data-outbox]").forEach(restore);
}

if (PERSON) {
  forgetOld();
  ready();
  document.addEventListener("htmx:after:swap", ready);
  flush();
}
