// The search box: "/" leads to it, arrows walk through what is found, Enter opens it, Escape
// closes. Without this script the box is a form that leads to a page of results.
(() => {
  "use strict";

  const visible = (element) => element.offsetParent !== null;
  const isTyping = (element) =>
    element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  const setUp = (form) => {
    const input = form.querySelector("input[type=search]");
    const list = form.querySelector("[role=listbox]");
    let active = -1;

    const options = () => [...list.querySelectorAll("[role=option][href]")];

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const open = () => {
      list.hidden = list.childElementCount === 0;
      active = -1;
      input.setAttribute("aria-expanded", String(!list.hidden));
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (step) => {
      const all = options();
      if (!all.length) return;
      active = active < 0 ? (step > 0 ? 0 : all.length - 1) : (active + step + all.length) % all.length;
      all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    };

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    // an answer may come after the typist has gone on: nothing opens behind her
    const isAwaited = () => input.value.trim() && document.activeElement === input;
    list.addEventListener("htmx:afterSwap", () => (isAwaited() ? open() : close()));
    input.addEventListener("input", () => input.value.trim() || close());
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden && list.childElementCount) open();
        choose(event.key === "ArrowDown" ? 1 : -1);
        event.preventDefault();
      } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
        event.preventDefault();
        options()[active].click();
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
    // a press of the mouse would take the focus, and the list with it, before the click
    list.addEventListener("mousedown", (event) => event.preventDefault());
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-find]").forEach(setUp);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    const boxes = [...document.querySelectorAll("form[data-find] input[type=search]")];
    const box = boxes.find(visible) || document.getElementById("search-q");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
