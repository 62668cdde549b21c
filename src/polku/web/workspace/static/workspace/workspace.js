// What makes every page a little quicker to use. Nothing here is needed: each page works without it.
(function () {
  "use strict";

  // A menu made of <details> closes when one looks elsewhere.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // The theme changes at once; the form only tells the server to remember it.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches("[data-theme-form]") || !event.submitter) return;
    event.preventDefault();
    const chosen = event.submitter.value;
    const data = new FormData(form, event.submitter);
    if (chosen === "auto") document.documentElement.removeAttribute("data-bs-theme");
    else document.documentElement.setAttribute("data-bs-theme", chosen);
    form.querySelectorAll("button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.value === chosen));
    });
    fetch(form.action, { method: "POST", body: data, redirect: "manual" });
  });

  function dress(root) {
    root.querySelectorAll("[data-dismiss-notice]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { button.closest("[data-notice]").remove(); });
    });
    const first = root.querySelector("[data-focus]");
    if (first) first.focus();
    // A form marked so is sent as soon as a choice changes; its own button serves those without a script.
    root.querySelectorAll("form[data-submit-on-change]").forEach(function (form) {
      form.querySelectorAll("[data-submit-button]").forEach(function (button) { button.hidden = true; });
      form.addEventListener("change", function () { form.requestSubmit(); });
    });
  }
  document.addEventListener("DOMContentLoaded", function () { dress(document); });
  document.addEventListener("htmx:afterSwap", function (event) { dress(event.target); });
})();
