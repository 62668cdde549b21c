// Keeps what has been answered on this device until it is sent; the page works without it.
(() => {
  const page = document.documentElement, week = 6048e5;
  let store = null;
  try { store = window.localStorage; } catch { /* not allowed here */ }
  const forget = (name) => { try { store.removeItem(name); } catch { /* private mode */ } };
  // One draft for each link: the end of a personal one is its signature and tells nothing of the person.
  const link = (new URLSearchParams(location.search).get("i") || "shared").slice(-12);
  const name = page.dataset.draft && `${page.dataset.draft}.${link}`;
  const form = document.getElementById("form");
  if (name && "sent" in page.dataset) forget(name);
  if (!form) return;
  // On a tablet that many use, what one left unsent is gone before the next comes.
  if ("kiosk" in page.dataset) {
    let idle;
    const wait = () => { clearTimeout(idle); idle = setTimeout(() => location.replace(location.href), 9e4); };
    for (const sign of ["pointerdown", "keydown", "input"]) document.addEventListener(sign, wait);
    wait();
  }
  const fields = () => [...form.elements].filter((f) => f.name && !f.name.startsWith("_") && f.type !== "submit");
  const given = (f) => f.type === "radio" || f.type === "checkbox" ? f.checked : f.value !== "";
  const key = form.elements._key, kept = document.getElementById("kept");
  const version = () => key.value.split(".")[0];
  // Going back to a form that was sent finds its key again, so that it counts once although the page was drawn anew.
  const before = history.state && history.state.key;
  if (before && before.split(".")[0] === version()) key.value = before;
  let sent = false;
  const keep = () => {
    if (!name || sent) return;
    const values = fields().filter(given).map((f) => [f.name, f.value]);
    if (!values.length) return forget(name);
    try { store.setItem(name, JSON.stringify({ at: Date.now(), key: key.value, values })); } catch { /* full */ }
  };
  const bring = () => {
    let draft;
    try { draft = JSON.parse(store.getItem(name)); } catch { draft = null; }
    if (!draft || Date.now() - draft.at > week) return forget(name);
    // The key comes back with the answers: should they have been sent already, they still count once.
    if (draft.key.split(".")[0] === version()) key.value = draft.key;
    // What was picked in the letter just now stands before what was kept of the same question.
    const picked = fields().filter(given), asked = new Set(picked.map((f) => f.name));
    for (const [field, value] of draft.values.filter(([field]) => !asked.has(field)))
      for (const f of fields()) if (f.name === field)
        if (f.type === "radio" || f.type === "checkbox") { if (f.value === value) f.checked = true; } else f.value = value;
    kept.hidden = false;
  };
  if (name) {
    document.getElementById("onhold").hidden = false;
    if (("picked" in page.dataset || !fields().some(given)) && !document.getElementById("problems")) bring(); else keep();
    form.addEventListener("input", keep);
    document.getElementById("forget").addEventListener("click", () => { forget(name); location.reload(); });
  }
  // A second press of the button sends nothing; coming back to the page frees it again.
  const send = document.getElementById("send");
  form.addEventListener("submit", (event) => {
    if (sent) { event.preventDefault(); return; }
    keep();
    history.replaceState({ key: key.value }, "");
    sent = true;
    send.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", () => { sent = false; send.removeAttribute("aria-disabled"); });
  form.addEventListener("click", (event) => {
    const clear = event.target.closest("[name=_clear]");
    if (!clear) return;
    event.preventDefault();
    const set = clear.closest("fieldset");
    for (const f of set.querySelectorAll(":checked")) f.checked = false;
    set.querySelector("input").focus();
    keep();
  });
})();
