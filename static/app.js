/* What a page does on its own: nothing here is needed for a form or a link to work. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const token = () => one('meta[name="csrf-token"]').content;

  document.addEventListener("htmx:config:request", ({ detail }) => {
    detail.ctx.request.headers["X-CSRF-Token"] = token();
  });

  /* Esc twice hides the page, and shows it again. */
  const hide = () => {
    const back = hide.back;
    const blank = document.documentElement.classList.toggle("blank");
    hide.back = blank ? document.activeElement : null;
    if (!blank && back) back.focus();
  };

  /* j and k walk the queue while nothing is being typed; enter follows the link. A slash goes to the search field. */
  const walk = (step) => {
    const rows = [...document.querySelectorAll("[data-row]")];
    const here = rows.findIndex((row) => row === document.activeElement);
    const start = here >= 0 ? here : rows.findIndex((row) => row.hasAttribute("aria-current"));
    const next = rows[Math.min(Math.max(start + step, 0), rows.length - 1)];
    if (next) next.focus();
  };

  let lastEsc = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const again = event.timeStamp - lastEsc < 1000;
      lastEsc = again ? -Infinity : event.timeStamp;
      if (again) hide();
      else for (const menu of document.querySelectorAll(".person-menu[open]")) menu.open = false;
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = event.target;
    const field = one("#top-search, .search-form #q");
    if (event.key === "/" && field && !place.closest("input, textarea, select")) {
      event.preventDefault();
      field.focus();
    }
    if (place.closest("input, textarea, select") || (place !== document.body && !place.closest(".desk"))) return;
    if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
  });

  document.addEventListener("click", (event) => {
    const menu = one(".person-menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  /* Focus follows what changed; the rest is said once, politely. */
  const focus = (element) => {
    if (!element) return;
    if (element.tabIndex < 0) element.tabIndex = -1;
    element.focus({ preventScroll: true });
    const top = element.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight / 2) element.scrollIntoView();
  };
  const announce = (words) => {
    const place = one("#announce");
    if (place && place.textContent !== words) place.textContent = words;
  };
  const mark = (row) => {
    for (const other of document.querySelectorAll("[data-row]")) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  };
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    const { sourceElement: source, target } = detail.ctx;
    const id = target && target.id;
    if (source && source.hasAttribute("data-row") && id === "pane") mark(source);
    if (id === "saved" || id === "children") announce(one(`#${id}`)?.dataset.said ?? "");
    else if (id) focus(one(`#${id} #problems`) || one(`#${id}`));
    else if (target === document.body) focus(one("#problems") || one("#main"));
  });

  /* A draft typed since it was last saved is saved when the page is left or hidden. */
  const drafts = () => document.querySelectorAll("form[data-draft]");
  const changed = new WeakSet();
  const sent = new WeakSet();
  const flush = async (form) => {
    if (!changed.has(form) || sent.has(form)) return;
    changed.delete(form);
    const headers = { "HX-Request": "true", "HX-Request-Type": "partial", "X-CSRF-Token": token() };
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers, keepalive: true });
      const saved = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#saved");
      if (saved) one("#saved", form).replaceWith(saved);
      if (!answer.ok || !saved) changed.add(form);
    } catch {
      changed.add(form);
    }
  };
  document.addEventListener("input", ({ target }) => {
    if (target.form && target.form.dataset.draft) changed.add(target.form);
  });
  document.addEventListener("htmx:before:request", (event) => {
    const { sourceElement: source, target } = event.detail.ctx;
    const form = source.closest("form[data-draft]");
    if (!form || target.id !== "saved") return;
    if (sent.has(form)) event.preventDefault();
    else changed.delete(form);
  });
  document.addEventListener("htmx:error", ({ detail }) => {
    const form = detail.ctx.sourceElement.closest("form[data-draft]");
    if (form) changed.add(form);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") drafts().forEach(flush);
  });

  /* A second click on send within four seconds is the first click's echo. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    setTimeout(() => sent.delete(form), 4000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  focus(one("#problems"));
})();
