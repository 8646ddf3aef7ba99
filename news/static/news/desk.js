// What Unfold leaves to be desired on every page of the desk. All of it works without this script,
// only less well.
"use strict";

(() => {
  // An address that is pasted anywhere on a page with a field of capture lands in that field.
  const captureField = () => document.querySelector("[data-capture] textarea[name=addresses]");

  document.addEventListener("paste", (event) => {
    const field = captureField();
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable=true]");
    if (!field || isTyping || !/https?:\/\//i.test(text)) return;
    event.preventDefault();
    field.value = [field.value.trim(), text.trim()].filter(Boolean).join("\n");
    field.focus();
  });

  // Ctrl + S saves and stays, Ctrl + Enter hands in. An editor of rich text takes its own keys first.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey)) return;
    const key = { s: "Control+S", Enter: "Control+Enter" }[event.key];
    const button =
      document.querySelector(`[aria-keyshortcuts="${key}"]`) ??
      (key === "Control+S" && document.querySelector("#submit-row [name=_continue]"));
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // Names for what has none, so that a screen reader can say them.
  const wordsOf = (element) => element?.textContent.replace(/\s+/g, " ").replace("*", "").trim();

  const nameOf = (field) => {
    const cell = field.closest("td");
    const head = cell?.closest("table")?.tHead?.rows[0]?.cells[cell.cellIndex];
    return field.getAttribute("aria-label") || wordsOf(field.labels?.[0]) || wordsOf(head);
  };

  const nameCells = () => {
    for (const field of document.querySelectorAll(".formset td :is(input, select, textarea)")) {
      if (field.type === "hidden" || field.labels?.length || !nameOf(field)) continue;
      field.setAttribute("aria-label", nameOf(field));
    }
  };

  const nameChoices = () => {
    for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
      const select = box.closest(".select2")?.parentElement.querySelector("select");
      const shown = box.querySelector(".select2-selection__rendered");
      if (!select || !shown || !nameOf(select)) continue;
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", [nameOf(select), shown.title].filter(Boolean).join(": "));
      shown.removeAttribute("role"); // what it says is said by the box
      shown.removeAttribute("aria-readonly");
    }
  };

  const nameEditors = () => {
    for (const editor of document.querySelectorAll(".prose-editor [contenteditable=true]")) {
      const field = editor.closest(".prose-editor").querySelector("textarea");
      if (field && nameOf(field)) editor.setAttribute("aria-label", nameOf(field));
    }
  };

  const nameAll = () => {
    nameCells();
    nameChoices();
    nameEditors();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("main")?.setAttribute("role", "main");
    nameAll();
    // Widgets are drawn late, and again with each row that is added.
    let isWaiting = false;
    new MutationObserver(() => {
      if (isWaiting) return;
      isWaiting = true;
      setTimeout(() => {
        isWaiting = false;
        nameAll();
      }, 100);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
