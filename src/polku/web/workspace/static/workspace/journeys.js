// Quicker ways on the map of a journey: drag a card or a phase. Moves by buttons go without leaving the page.
(function () {
  "use strict";

  function calm() { return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150; }

  // A drop fills the one hidden form of the map and sends it; the answer is the map as it then is.
  function send(kind, key, column, place) {
    const form = document.getElementById("drop");
    for (const name of ["touchpoint", "phase"]) form.elements[name].disabled = name !== kind;
    form.elements[kind].value = key;
    form.elements.column.value = column;
    form.elements.place.value = place;
    form.requestSubmit();
  }

  function cards(list) {
    window.Sortable.create(list, {
      group: "cards",
      handle: "[data-grip]",
      animation: calm(),
      onEnd: function (event) {
        if (event.from === event.to && event.oldIndex === event.newIndex) return;
        send("touchpoint", event.item.dataset.key, event.to.dataset.cards, event.newIndex);
      },
    });
  }

  function columns(list) {
    window.Sortable.create(list, {
      handle: "[data-phase-grip]",
      animation: calm(),
      onEnd: function (event) {
        if (event.oldIndex === event.newIndex) return;
        send("phase", event.item.dataset.key, "", event.newIndex);
      },
    });
  }

  function dress() {
    if (!window.Sortable) return;
    document.querySelectorAll("[data-grip], [data-phase-grip]").forEach(function (grip) { grip.hidden = false; });
    document.querySelectorAll("[data-cards]").forEach(cards);
    document.querySelectorAll("[data-columns]").forEach(columns);
  }

  // A button at the end of its road keeps its focus and does nothing.
  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[aria-disabled='true']");
    if (button) event.preventDefault();
  });

  // Where the answer is another page (signed out, or the journey is gone), go and see it instead of losing the map.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const answer = event.detail.xhr.responseText;
    const id = event.detail.target.id;
    if ((id === "map" || id === "journeys") && !answer.includes('id="' + id + '"')) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
  document.addEventListener("htmx:sendError", function () {
    const trouble = document.getElementById("trouble");
    trouble.classList.remove("visually-hidden");
    trouble.textContent = trouble.dataset.offline;
  });
  // The frame scrolls sideways on its own: keep it where it was.
  let left = 0;
  document.addEventListener("htmx:beforeSwap", function () {
    const frame = document.querySelector("#map .map-frame");
    left = frame ? frame.scrollLeft : 0;
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (!event.detail.target || event.detail.target.id !== "map") return;
    const frame = document.querySelector("#map .map-frame");
    if (frame) frame.scrollLeft = left;
    dress();
  });

  // The aim proposes the metric: what it proposes is told beside the choice, and a metric already chosen stays.
  function propose(form) {
    const metric = form.elements.target_metric;
    const plain = metric.options[0].textContent;
    function now() {
      const key = form.elements.aim.value + "-" + form.elements.interactive.value;
      let told = "";
      form.querySelectorAll("[data-proposal]").forEach(function (one) {
        one.hidden = one.dataset.proposal !== key;
        if (!one.hidden) told = one.dataset.text;
      });
      metric.options[0].textContent = told ? plain + ": " + told : plain;
      form.querySelector("[data-partner]").hidden = form.elements.owner.value !== "partner";
    }
    form.addEventListener("change", now);
    now();
  }

  document.addEventListener("DOMContentLoaded", function () {
    dress();
    document.querySelectorAll("form[data-touchpoint]").forEach(propose);
  });
})();
