// Better with it, complete without it: light or dark is kept, "/" goes to the search box, code can be copied, and
// names in code are shown in the reader's programming language.
"use strict";

const THEME = "http-status-db-theme";
const LANGUAGE = "http-status-db-programming-language";

function kept(key) {
  try { return localStorage.getItem(key); } catch { return null; /* storage may be off */ }
}

function keep(key, value) {
  try { localStorage.setItem(key, value); } catch { /* as above */ }
}

if (kept(THEME)) document.documentElement.dataset.theme = kept(THEME);

let words = {};

function button(className, text, onClick) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = text;
  made.addEventListener("click", () => onClick(made));
  return made;
}

function addThemeSwitch() {
  const isDark = () => (kept(THEME) ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const name = () => made.setAttribute("aria-label", isDark() ? words.light : words.dark);
  const made = button("theme", "\u25d0", () => {
    keep(THEME, isDark() ? "light" : "dark");
    document.documentElement.dataset.theme = kept(THEME) ?? "light";
    name();
  });
  name();
  document.querySelector(".languages")?.after(made);
}

function focusSearch(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  event.preventDefault();
  const box = document.querySelector("#home-q") ?? document.querySelector("#q");
  box.focus();
  box.select();
}

function addCopyButtons() {
  if (!navigator.clipboard) return;
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  for (const code of document.querySelectorAll("[data-copy]")) {
    const made = button("copy", words.copy, async () => {
      await navigator.clipboard.writeText(code.textContent);
      made.textContent = words.copied;
      status.textContent = words.copied;
      setTimeout(() => { made.textContent = words.copy; status.textContent = ""; }, 1500);
    });
    if (code.tagName === "CODE") made.setAttribute("aria-label", `${words.copy} ${code.textContent}`);
    code.after(" ", made);
  }
}

// The name in code in the first screen: a choice of the languages that the table below has.
function chooseLanguage() {
  const place = document.querySelector(".in-code [data-language]");
  const rows = [...document.querySelectorAll(".constants tbody tr")];
  if (!place || rows.length < 2) return;
  const names = new Map(rows.toReversed().map((row) => [row.cells[0].textContent, row.querySelector("code").textContent]));
  const select = document.createElement("select");
  select.setAttribute("aria-labelledby", "in-code");
  for (const language of [...names.keys()].sort()) select.add(new Option(language));
  select.value = names.has(kept(LANGUAGE)) ? kept(LANGUAGE) : place.textContent;
  const show = () => { document.querySelector(".in-code code").textContent = names.get(select.value); };
  select.addEventListener("change", () => { keep(LANGUAGE, select.value); show(); });
  place.replaceWith(select);
  show();
}

document.addEventListener("keydown", focusSearch);
document.addEventListener("DOMContentLoaded", () => {
  const [copy, copied, dark, light] = JSON.parse(document.body.dataset.words);
  words = { copy, copied, dark, light };
  addThemeSwitch();
  chooseLanguage();
  addCopyButtons();
});
