// Files dropped and sent one after another with their progress; a hundred columns narrowed while one types.
(function () {
  "use strict";

  function line(list, file) {
    const item = document.createElement("li");
    item.innerHTML = '<span class="name"></span><span class="said"></span><progress max="100" value="0"></progress>';
    item.querySelector(".name").textContent = file.name;
    item.querySelector("progress").setAttribute("aria-label", file.name);
    list.append(item);
    return item;
  }

  function failed(item, words) {
    const told = document.createElement("p");
    told.className = "failed";
    told.textContent = words;
    item.querySelector("progress").remove();
    item.querySelector(".said").textContent = "";
    item.append(told);
  }

  function arrived(item, answer, form) {
    item.querySelector("progress").remove();
    item.querySelector(".said").textContent = "";
    const link = document.createElement("a");
    link.href = answer.address;
    link.className = "btn btn-sm";
    link.textContent = form.dataset.look;
    item.querySelector(".said").append(link);
  }

  function send(form, file, item) {
    return new Promise(function (done) {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.append("file", file);
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", function (event) {
        if (!event.lengthComputable) return;
        const part = Math.floor((100 * event.loaded) / event.total);
        item.querySelector("progress").value = part;
        item.querySelector(".said").textContent = part < 100 ? part + " %" : form.dataset.reading;
      });
      request.addEventListener("loadend", function () {
        const answer = request.response;
        if (answer && answer.address) arrived(item, answer, form);
        else failed(item, (answer && answer.wrong) || form.dataset.broken);
        done(answer && answer.address);
      });
      request.send(body);
    });
  }

  async function sendAll(form, files) {
    const list = form.parentElement.querySelector("[data-sending]");
    const most = Number(form.dataset.most);
    list.textContent = "";
    form.querySelectorAll("button, input").forEach(function (one) { one.disabled = true; });
    const places = [];
    for (const file of files) {
      const item = line(list, file);
      if (file.size > most) failed(item, form.dataset.large);
      else places.push(await send(form, file, item));
    }
    form.querySelectorAll("button, input").forEach(function (one) { one.disabled = false; });
    form.reset();
    if (files.length === 1 && places[0]) window.location.assign(places[0]);
  }

  function dress(form) {
    const input = form.querySelector("input[type=file]");
    const place = form.querySelector("[data-drop]");
    form.addEventListener("submit", function (event) {
      if (!input.files.length) return;
      event.preventDefault();
      sendAll(form, Array.from(input.files));
    });
    input.addEventListener("change", function () { if (input.files.length) form.requestSubmit(); });
    ["dragenter", "dragover"].forEach(function (kind) {
      place.addEventListener(kind, function (event) { event.preventDefault(); place.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      place.addEventListener(kind, function () { place.classList.remove("over"); });
    });
    place.addEventListener("drop", function (event) {
      event.preventDefault();
      if (event.dataTransfer.files.length) sendAll(form, Array.from(event.dataTransfer.files));
    });
  }

  function narrow(field) {
    const rows = document.querySelectorAll("[data-words]");
    const wanted = field.value.trim().toLowerCase();
    rows.forEach(function (row) { row.hidden = !row.dataset.words.includes(wanted); });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-upload]").forEach(dress);
  });
  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-narrow]")) narrow(event.target);
  });
  document.addEventListener("change", function (event) {
    if (!event.target.matches("[data-tick-all]")) return;
    document.querySelectorAll("tr[data-words]:not([hidden]) input[type=checkbox]").forEach(function (box) {
      box.checked = event.target.checked;
    });
  });
})();
