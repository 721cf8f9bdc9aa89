// Shows how much of a file has gone, in a form that htmx sends (hx-boost). Without this
// script, or without any, the same form is sent by the browser and nothing else changes.
(() => {
  "use strict";

  const formOf = (event) => event.target.closest("form[data-upload]");

  // An answer to a sent file is a whole page, also when it is a refusal: show it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.boosted && event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = formOf(event);
    if (!form) return;
    form.querySelector("[data-upload-failed]").hidden = true;
    form.querySelector("[data-upload-progress]").hidden = false;
    form.querySelector("[type=submit]").setAttribute("aria-busy", "true");
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = formOf(event);
    const bar = form && form.querySelector("progress");
    // once all is sent, the same event tells of the answer: leave the bar alone
    if (!bar || bar.position === -1 || !event.detail.lengthComputable) return;
    const percent = Math.floor((100 * event.detail.loaded) / event.detail.total);
    form.querySelector("[data-upload-percent]").textContent = `${percent} %`;
    if (percent < 100) {
      bar.value = percent;
    } else {
      bar.removeAttribute("value"); // sent; the server is reading it
    }
  });

  document.addEventListener("htmx:sendError", (event) => {
    const form = formOf(event);
    if (!form) return;
    form.querySelector("progress").value = 0;
    form.querySelector("[data-upload-progress]").hidden = true;
    form.querySelector("[data-upload-failed]").hidden = false;
    form.querySelector("[type=submit]").removeAttribute("aria-busy");
  });
})();
