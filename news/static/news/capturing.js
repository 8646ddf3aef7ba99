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
    // The mark says that it is UTF-8 now, whatever the page says of itself.
    const file = new File(["\ufeff", html], "page.html", { type: "text/html" });
    const told = form.querySelector("[data-came]");
    told.hidden = false;
    if (file.size > Number(form.dataset.mostBytes)) {
      told.textContent = "The page is too large to come along. Medigy reads it at its address instead.";
      return;
    }
    const files = new DataTransfer();
    files.items.add(file);
    page.files = files.files;
    told.textContent = `The page comes along as your browser shows it (${Math.ceil(file.size / 1024)} KB).`;
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
