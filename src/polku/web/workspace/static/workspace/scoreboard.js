// Keeps an open scoreboard true: asks now and then whether there is something new, and fetches the figures only then.
(function () {
  "use strict";
  const EVERY = 2000;
  const AFTER_TROUBLE = 20000;
  let wait = EVERY;

  function board() { return document.getElementById("board"); }

  // Whoever is choosing is not disturbed; the figures come when they are done.
  function busy() {
    const at = document.activeElement;
    return at && at.matches("#filters select, #filters input");
  }

  function opened() {
    return Array.from(document.querySelectorAll("#board details[open]"), function (one) { return one.id; });
  }

  async function look() {
    const here = board();
    if (document.hidden || !here || busy()) return;
    try {
      const answer = await fetch(here.dataset.pulse, { redirect: "manual", headers: { Accept: "text/plain" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const generation = await answer.text();
      wait = EVERY;
      if (generation === here.dataset.generation || busy() || here !== board()) return;
      await htmx.ajax("GET", location.pathname + location.search, { target: "#board", select: "#board", swap: "outerHTML show:none" });
      const told = document.getElementById("told");
      const sentence = document.getElementById("sentence");
      if (told && sentence) told.textContent = sentence.textContent;
    } catch (trouble) {
      wait = AFTER_TROUBLE;
    }
  }

  // What was open stays open, and the place in the page is kept, when the figures are exchanged.
  let kept = [];
  document.addEventListener("htmx:beforeSwap", function (event) {
    kept = opened();
    // Another page came instead, as when the session has ended: go there rather than show nothing.
    if (event.detail.serverResponse.includes('id="board"')) return;
    event.detail.shouldSwap = false;
    location.reload();
  });
  document.addEventListener("htmx:afterSwap", function () {
    kept.forEach(function (id) {
      const one = id && document.getElementById(id);
      if (one) one.open = true;
    });
  });

  // On a phone the phases of a map are folded to begin with, so that the whole journey is seen.
  function fold() {
    if (!window.matchMedia("(max-width: 47.99rem)").matches) return;
    document.querySelectorAll(".score-phase[open]").forEach(function (one) { one.open = false; });
  }
  document.addEventListener("htmx:afterSwap", fold);
  fold();
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".score-phase").forEach(function (one) { one.open = true; });
  });

  // A sheet of paper says when it came out of the printer, not when its page was opened.
  window.addEventListener("beforeprint", function () {
    const language = document.documentElement.lang.replace("en", "en-GB");
    document.querySelectorAll("time[data-printed]").forEach(function (one) {
      const how = { dateStyle: "long", timeStyle: "short", timeZone: one.dataset.printed };
      one.textContent = new Intl.DateTimeFormat(language, how).format(new Date());
    });
  });

  async function keep() {
    await look();
    setTimeout(keep, wait);
  }
  document.addEventListener("visibilitychange", function () { if (!document.hidden) look(); });
  setTimeout(keep, EVERY);
})();
