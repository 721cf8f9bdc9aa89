// Registering a worker: what the NIK tells goes into empty fields, what only a self-payer is asked
// stays out of sight, and a photo is made small before it is sent. Without this script the server
// does the first, shows the second, and takes the photo as it is.
(() => {
  "use strict";

  const PHOTO_EDGE = 800;
  const PHOTO_BYTES = 150 * 1024;

  const untouched = (field) => !field.value || field.value === field.dataset.filled;

  const fillDate = (told) => {
    const field = document.querySelector("[name=born_on]");
    if (field && told && untouched(field)) field.value = field.dataset.filled = told;
  };

  const fillSex = (told) => {
    const chosen = document.querySelector("[name=sex]:checked");
    if (!told || (chosen && !chosen.dataset.filled)) return;
    for (const choice of document.querySelectorAll("[name=sex]")) {
      choice.checked = choice.value === told;
      if (choice.checked) choice.dataset.filled = "yes";
      else delete choice.dataset.filled;
    }
  };

  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id !== "nik-read") return;
    const told = event.detail.target.querySelector(".decoded");
    if (!told) return;
    fillDate(told.getAttribute("data-fill-born_on"));
    fillSex(told.getAttribute("data-fill-sex"));
  });

  // what a person chooses is not ours to change any more
  document.addEventListener("change", (event) => {
    if (event.target.name === "sex") delete event.target.dataset.filled;
    if (event.target.name === "payer") showOwn();
    if (event.target.name === "photo") shrink(event.target);
  });

  const showOwn = () => {
    const payer = document.querySelector("[name=payer]");
    const asked = document.querySelector("[data-own]");
    if (payer && asked) asked.hidden = payer.value !== asked.dataset.own;
  };

  const toBlob = (canvas, quality) =>
    new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

  const shrink = async (field) => {
    const state = document.querySelector("[data-photo-state]");
    state.textContent = "";
    const [photo] = field.files;
    if (!photo) return;
    let picture;
    try {
      picture = await createImageBitmap(photo, { imageOrientation: "from-image" });
    } catch {
      return; // no picture: the server says so
    }
    const scale = Math.min(1, PHOTO_EDGE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    let small = await toBlob(canvas, 0.85);
    for (let quality = 0.7; small && small.size > PHOTO_BYTES && quality > 0.2; quality -= 0.15) {
      small = await toBlob(canvas, quality);
    }
    if (!small || small.size >= photo.size) return;
    const files = new DataTransfer();
    files.items.add(new File([small], "photo.jpg", { type: "image/jpeg" }));
    field.files = files.files;
    const kilobytes = Math.ceil(small.size / 1024);
    state.textContent = `${field.closest("[data-photo]").dataset.ready} (${kilobytes} kB).`;
  };

  showOwn();
})();
