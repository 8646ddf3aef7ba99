// Lets files be dropped on the form of an import, and says what was chosen. Without this script
// the form is a plain one that works.
"use strict";

(() => {
  const form = document.querySelector("form[data-dropping]");
  if (!form) return;
  const zone = form.querySelector("[data-zone]");
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-chosen]");
  const button = form.querySelector("button[type=submit]");
  const most = Number(form.dataset.mostBytes);
  const SHOWN = 5;

  const size = (bytes) =>
    bytes < 1024 ** 2
      ? `${Math.max(1, Math.round(bytes / 1024))} KB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MB`;

  const say = (lines, isTrouble) => {
    list.replaceChildren(
      ...lines.map((line) => {
        const item = document.createElement("li");
        item.textContent = line;
        return item;
      }),
    );
    list.hidden = lines.length === 0;
    list.classList.toggle("is-trouble", isTrouble);
  };

  const trouble = (files) => {
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    if (bytes > most) return `Together they have ${size(bytes)}; ${size(most)} is the most.`;
    if (files.length > 100) return "These are more than 100 files. Put them into one zip.";
    return "";
  };

  const show = () => {
    const files = [...input.files];
    const sentence = trouble(files);
    input.setCustomValidity(sentence);
    const lines = files.slice(0, SHOWN).map((file) => `${file.name} · ${size(file.size)}`);
    if (files.length > SHOWN) lines.push(`and ${files.length - SHOWN} more`);
    say(sentence ? [sentence] : lines, Boolean(sentence));
  };

  const holdsFolder = (items) =>
    [...items].some((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()?.isDirectory);

  let depth = 0; // a drag enters every element inside the zone as well
  const mark = (change) => {
    depth = change ? Math.max(0, depth + change) : 0;
    zone.classList.toggle("is-over", depth > 0);
  };

  zone.addEventListener("dragenter", () => mark(1));
  zone.addEventListener("dragleave", () => mark(-1));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(0);
    if (holdsFolder(event.dataTransfer.items)) {
      say(["A folder cannot be sent as it is. Zip it, and drop the zip."], true);
      return;
    }
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      show();
      button.focus();
    }
  });

  input.addEventListener("change", show);
  show(); // what was chosen before this script ran
  form.addEventListener("submit", () => {
    button.disabled = true;
    say([...list.children].map((item) => item.textContent).concat("Sending …"), false);
  });
  window.addEventListener("pageshow", () => {
    button.disabled = false;
  });
  form.classList.add("is-scripted");
  form.querySelectorAll("[data-scripted]").forEach((part) => (part.hidden = false));
  form.querySelectorAll("[data-plain]").forEach((part) => (part.hidden = true));
})();
