// The field of capture. Without this script it works all the same: paste, press the button.
"use strict";

for (const form of document.querySelectorAll("[data-capture]")) {
  const field = form.elements.addresses;

  // Enter captures, as in any field for one address; Shift and Enter begin a new line.
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  // One press is one order.
  form.addEventListener("submit", () => {
    form.querySelector("[type=submit]").disabled = true;
  });
  addEventListener("pageshow", () => {
    form.querySelector("[type=submit]").disabled = false;
  });
}

// A bookmarklet that opened this page may hand over the article as its browser shows it. What comes
// is only put into the form: the editor sees the address and presses the button.
const page = document.querySelector("[data-page]");
if (page && window.opener) {
  const form = page.form;
  addEventListener("message", (event) => {
    const html = event.source === window.opener && event.data && event.data.medigy;
    if (typeof html !== "string") return;
    const file = new File([html], "page.html", { type: "text/html" });
    if (file.size > Number(form.dataset.mostBytes)) return;
    const files = new DataTransfer();
    files.items.add(file);
    page.files = files.files;
    const told = form.querySelector("[data-came]");
    told.textContent = `The page comes along as your browser shows it (${Math.ceil(file.size / 1024)} KB).`;
    told.hidden = false;
  });
  window.opener.postMessage("medigy:ready", "*");
}

// On this page a bookmarklet is there to be dragged, not to be clicked.
const bookmarklet = document.querySelector("[data-bookmarklet]");
if (bookmarklet) {
  bookmarklet.addEventListener("click", (event) => {
    event.preventDefault();
    alert("Drag this link to your bookmarks. Then click it there while you read an article.");
  });
}
