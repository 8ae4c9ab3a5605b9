// The shell: colours, menus, asking before something cannot be undone, unsaved changes.
// Other scripts use `yui.say` and `yui.ask`.

const english = document.documentElement.lang.startsWith("en");
const say = (ja, en) => (english ? en : ja);

// Light and dark ------------------------------------------------------------------------------

const themeSwitch = document.querySelector("[data-theme-switch]");

function nameThemeSwitch() {
  const dark = document.documentElement.dataset.theme === "dark";
  const words = dark ? themeSwitch.dataset.light : themeSwitch.dataset.dark;
  themeSwitch.setAttribute("aria-label", words);
  themeSwitch.title = words;
}

if (themeSwitch) {
  themeSwitch.hidden = false;
  nameThemeSwitch();
  themeSwitch.addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("yui.theme", root.dataset.theme);
    } catch {
      // The choice then lasts for this page only.
    }
  });
  new MutationObserver(nameThemeSwitch).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
}

// Menus ---------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("focusin", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Asking before ---------------------------------------------------------------------------------

function button(words, value, look) {
  const made = document.createElement("button");
  made.className = `button ${look}`;
  made.value = value;
  made.textContent = words;
  return made;
}

// Resolve to true when the person says yes. `yes` names the deed, never just "OK".
function ask(question, { yes = say("はい", "Yes"), danger = false } = {}) {
  const dialog = document.createElement("dialog");
  const form = document.createElement("form");
  const text = document.createElement("p");
  const actions = document.createElement("div");
  form.method = "dialog";
  text.id = "ask-text";
  text.textContent = question;
  dialog.setAttribute("aria-labelledby", text.id);
  actions.className = "row";
  const no = button(say("やめる", "Cancel"), "no", "");
  no.autofocus = true;
  actions.append(button(yes, "yes", danger ? "button--danger" : "button--primary"), no);
  form.append(text, actions);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

const asked = new WeakSet();

document.addEventListener(
  "click",
  async (event) => {
    const what = event.target.closest?.("[data-confirm]");
    if (!what || what.matches("form") || asked.delete(what)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const options = { danger: what.classList.contains("button--danger") };
    if (what.textContent.trim()) options.yes = what.textContent.trim();
    if (!(await ask(what.dataset.confirm, options))) return;
    asked.add(what);
    what.click();
  },
  true,
);

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const { submitter } = event;
    if (!form.matches("[data-confirm]") || asked.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const danger = submitter?.classList.contains("button--danger");
    const yes = submitter?.textContent.trim() || undefined;
    if (!(await ask(form.dataset.confirm, { yes, danger }))) return;
    asked.add(form);
    form.requestSubmit(submitter);
  },
  true,
);

document.addEventListener("htmx:confirm", async (event) => {
  event.preventDefault();
  const { ctx, issueRequest, dropRequest } = event.detail;
  if (await ask(ctx.confirm)) issueRequest();
  else dropRequest();
});

// Unsaved changes: <form data-guard> ----------------------------------------------------------------

const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
addEventListener("beforeunload", (event) => {
  for (const form of changed) if (!form.isConnected) changed.delete(form);
  if (changed.size) event.preventDefault();
});

// A part of the page that could not be fetched -------------------------------------------------------

function trouble() {
  const line = document.querySelector("#outbox-line");
  if (!line) return;
  line.textContent = say(
    "うまくつながりませんでした。もういちど押してみてください。",
    "That did not get through. Please try once more.",
  );
  line.hidden = false;
  setTimeout(() => (line.hidden = true), 8000);
}

document.addEventListener("htmx:response:error", trouble);
document.addEventListener("htmx:error", trouble);

// Files: show where they will land --------------------------------------------------------------------

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const area = event.target.closest?.(".file-drop");
    if (!area) return;
    area.toggleAttribute("data-over", name === "dragover");
    const input = area.querySelector('input[type="file"]');
    if (!input || event.target === input) return;
    event.preventDefault();
    if (name !== "drop" || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

globalThis.yui = { say, ask };
