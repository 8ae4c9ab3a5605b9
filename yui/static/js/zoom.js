// The enlarged picture: <figure class="crop"><div class="crop__view"><img …></div></figure>.
// Five steps by buttons; moving about is the browser's own scrolling, so touch works by itself.

const { say } = globalThis.yui;
const SHARES = ["100", "150", "200", "300", "400"];
const KEPT = "yui.zoom";

function kept() {
  try {
    return Number(sessionStorage.getItem(KEPT)) || 1;
  } catch {
    return 1;
  }
}

function tool(sign, words, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool";
  button.textContent = sign;
  button.setAttribute("aria-label", words);
  button.title = words;
  button.addEventListener("click", act);
  return button;
}

function frame(crop) {
  const view = crop.querySelector(".crop__view");
  if (view) return view;
  const made = document.createElement("div");
  made.className = "crop__view";
  const image = crop.querySelector("img");
  image.replaceWith(made);
  made.append(image);
  return made;
}

// Keep the middle of what is seen in the middle.
function show(crop, view, step) {
  const x = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth;
  const y = (view.scrollTop + view.clientHeight / 2) / view.scrollHeight;
  if (step > 1 || crop.dataset.step) crop.dataset.step = step;
  view.scrollLeft = x * view.scrollWidth - view.clientWidth / 2;
  view.scrollTop = y * view.scrollHeight - view.clientHeight / 2;
  // What scrolls must be reachable by keyboard.
  if (step > 1) view.tabIndex = 0;
  else view.removeAttribute("tabindex");
}

function enhance(crop) {
  if (crop.querySelector(".crop__tools") || !crop.querySelector("img")) return;
  const view = frame(crop);
  const tools = document.createElement("div");
  const output = document.createElement("output");
  let step = Math.min(kept(), SHARES.length);
  const go = (next) => {
    step = Math.max(1, Math.min(SHARES.length, next));
    show(crop, view, step);
    output.textContent = `${SHARES[step - 1]} %`;
    smaller.disabled = step === 1;
    larger.disabled = step === SHARES.length;
    try {
      sessionStorage.setItem(KEPT, step);
    } catch {
      // Then each picture starts unenlarged.
    }
  };
  const smaller = tool("−", say("小さくする", "Smaller"), () => go(step - 1));
  const larger = tool("＋", say("大きくする", "Larger"), () => go(step + 1));
  smaller.dataset.key = "-|Alt+-";
  larger.dataset.key = "+|Alt++";
  tools.className = "crop__tools screen-only";
  view.setAttribute("role", "group");
  view.setAttribute("aria-label", say("読みとる画像", "The picture to read"));
  tools.append(smaller, output, larger);
  crop.append(tools);
  crop.addEventListener("dblclick", () => go(step === 1 ? 3 : 1));
  go(step);
}

const enhanceAll = () => document.querySelectorAll(".crop").forEach(enhance);
enhanceAll();
new MutationObserver(enhanceAll).observe(document.body, { childList: true, subtree: true });
