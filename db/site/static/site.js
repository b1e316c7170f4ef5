// Better with it, complete without it: the script that the reader chose is kept, "/" goes to the search box,
// names can be copied.
"use strict";

const KEY = "http-status-db-script";

function keepScript() {
  const radios = [...document.querySelectorAll("input[name=script]")];
  let kept = null;
  try { kept = localStorage.getItem(KEY); } catch { /* storage may be off */ }
  const chosen = radios.find((radio) => radio.value === kept);
  if (chosen) chosen.checked = true;
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      try { localStorage.setItem(KEY, radio.value); } catch { /* as above */ }
    });
  }
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
  for (const code of document.querySelectorAll("code[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy ${code.textContent}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    code.after(" ", button);
  }
}

document.addEventListener("keydown", focusSearch);
keepScript();
addCopyButtons();
