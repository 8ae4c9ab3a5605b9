// Keyboard shortcuts: <button data-key="Enter"> or data-key="Alt+u|F2".
//
// Nothing fires while somebody composes Japanese. A single letter fires only outside of text fields
// and can be switched off (WCAG 2.1.4); keys with Alt or Ctrl, F-keys, Enter and Escape work there too.

const { say } = globalThis.yui;
const OFF = "yui.keys.off";

const textual = (element) =>
  element.matches?.(
    'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [contenteditable]',
  );

function parse(written) {
  const parts = written.match(/[^+]+|\+$/g);
  const key = parts.pop();
  const held = new Set(parts.map((part) => part.toLowerCase()));
  return { key, alt: held.has("alt"), ctrl: held.has("ctrl"), shift: held.has("shift") };
}

function matches(event, { key, alt, ctrl, shift }) {
  if (event.altKey !== alt || (event.ctrlKey || event.metaKey) !== ctrl) return false;
  const letter = /^[a-z]$/i.test(key);
  // Signs such as + sit on a shifted key on some keyboards and not on others.
  if (event.shiftKey !== shift && (letter ? alt || ctrl : key.length > 1)) return false;
  // On a Mac, Alt changes the letter that is typed; the code of the key stays.
  return (
    event.key.toLowerCase() === key.toLowerCase() ||
    (letter && alt && event.code === `Key${key.toUpperCase()}`)
  );
}

function lettersAreOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function allowed(event, wanted) {
  const plain = wanted.key.length === 1 && !wanted.alt && !wanted.ctrl;
  if (plain) return !textual(event.target) && !lettersAreOff();
  if (wanted.key === "Enter" && !wanted.ctrl && !wanted.alt) {
    return !event.target.closest("a, button, summary, textarea, dialog");
  }
  return true;
}

const shown = (element) => element.getClientRects().length > 0 && !element.disabled;
const buttons = () => [...document.querySelectorAll("[data-key]")].filter(shown);
const composing = (event) => event.isComposing || event.keyCode === 229;

document.addEventListener("keydown", (event) => {
  if (composing(event) || event.repeat || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?" && !textual(event.target)) {
    event.preventDefault();
    help();
    return;
  }
  for (const button of buttons()) {
    for (const written of button.dataset.key.split("|")) {
      const wanted = parse(written);
      if (!matches(event, wanted) || !allowed(event, wanted)) continue;
      event.preventDefault();
      button.click();
      return;
    }
  }
});

// Say the keys to screen readers, also of what htmx or the outbox put in later.
function announce() {
  for (const button of document.querySelectorAll("[data-key]:not([aria-keyshortcuts])")) {
    const keys = button.dataset.key.split("|").join(" ").replaceAll("Ctrl", "Control");
    button.setAttribute("aria-keyshortcuts", keys);
  }
}

announce();
new MutationObserver(announce).observe(document.body, { childList: true, subtree: true });

// The list of keys: "?" or <button data-keys-help> ---------------------------------------------------

function words(button) {
  const copy = button.cloneNode(true);
  for (const kbd of copy.querySelectorAll("kbd")) kbd.remove();
  return button.dataset.keyName || button.getAttribute("aria-label") || copy.textContent.trim();
}

// "Alt+b" as it is printed on the keyboard: Alt B.
const printed = (written) => {
  const { key, alt, ctrl, shift } = parse(written);
  const held = [ctrl && "Ctrl", alt && "Alt", shift && "Shift"].filter(Boolean);
  return [...held, key.length === 1 ? key.toUpperCase() : key].join(" ");
};

function row(keys, what) {
  const term = document.createElement("dt");
  const text = document.createElement("dd");
  for (const key of keys) {
    const kbd = document.createElement("kbd");
    kbd.className = "kbd";
    kbd.textContent = printed(key);
    term.append(kbd, " ");
  }
  text.textContent = what;
  return [term, text];
}

function letterSwitch() {
  const choice = document.createElement("div");
  const box = document.createElement("input");
  const label = document.createElement("label");
  choice.className = "choice";
  box.type = "checkbox";
  box.id = "keys-letters";
  box.checked = !lettersAreOff();
  label.htmlFor = box.id;
  label.textContent = say("文字だけのキーも使う", "Use single-letter keys too");
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "0" : "1"));
  choice.append(box, label);
  return choice;
}

function help() {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const list = document.createElement("dl");
  const close = document.createElement("button");
  const form = document.createElement("form");
  title.id = "keys-title";
  title.textContent = say("キーボードの使いかた", "Keyboard");
  dialog.setAttribute("aria-labelledby", title.id);
  list.className = "kv kv--keys";
  for (const button of buttons()) list.append(...row(button.dataset.key.split("|"), words(button)));
  list.append(...row(["?"], say("この一覧を出す", "Show this list")));
  close.className = "button button--primary";
  close.textContent = say("とじる", "Close");
  close.autofocus = true;
  form.method = "dialog";
  form.append(title, list, letterSwitch(), close);
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys-help]")) help();
});
