// Light or dark, before the first paint: the person's choice, else what the system says.
// A classic script in <head>, on purpose: a module would run after the page was painted.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem("yui.theme");
    } catch {
      // Storage is closed in some private windows; then the system decides.
    }
    const dark = chosen ? chosen === "dark" : system.matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  };
  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", apply);
})();
