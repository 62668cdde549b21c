// Quicker ways in the survey editor: drag a question, copy the link, see the draft in a window as wide as a phone.
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const field = document.getElementById(copy.dataset.copy);
      field.select();
      navigator.clipboard.writeText(field.value).then(function () {
        copy.querySelector("span").textContent = copy.dataset.copied;
        const status = document.querySelector("[data-copy-status]");
        if (status) status.textContent = copy.dataset.copied;
      });
    }
    const phone = event.target.closest("a[data-phone]");
    if (phone && window.matchMedia("(min-width: 62rem)").matches && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      window.open(phone.href, "polku-preview", "popup,width=390,height=844,noopener");
    }
  });

  function arrange(list) {
    list.querySelectorAll("[data-grip]").forEach(function (grip) { grip.hidden = false; });
    window.Sortable.create(list, {
      handle: "[data-grip]",
      animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
      onEnd: function (event) {
        if (event.oldIndex === event.newIndex) return;
        const form = event.item.querySelector("[data-arrange]");
        for (const [name, value] of [["do", "to"], ["to", event.newIndex]]) {
          const field = document.createElement("input");
          field.type = "hidden";
          field.name = name;
          field.value = value;
          form.append(field);
        }
        form.submit();
      },
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (navigator.clipboard) {
      document.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = false; });
    }
    if (window.Sortable) document.querySelectorAll("[data-sortable]").forEach(arrange);
  });
})();
