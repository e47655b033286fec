// The review page works without this: here is what filters, and opens what a link leads to.
(() => {
  "use strict";
  const form = document.querySelector("form.filter");
  const told = form.querySelector("output");
  const nothing = document.getElementById("none");
  const cards = [...document.querySelectorAll(".card")];
  const others = [...document.querySelectorAll(".alike, .finding, .drawing, .file")];
  const texts = new Map();
  const sets = new Map();
  let waiting = 0;

  for (const list of document.querySelectorAll(".sets li")) {
    sets.set(list.id, new Set([...list.querySelectorAll("span")].map((name) => name.textContent)));
  }

  const text = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };

  const wanted = () => {
    const fields = new FormData(form);
    const found = {};
    for (const name of ["text", "environment", "kind", "effect", "security"]) {
      const value = (fields.get(name) || "").trim();
      if (value) found[name] = value;
    }
    return found;
  };

  const elsewhere = (element, filter) =>
    filter.environment && element.dataset.set && !sets.get(element.dataset.set).has(filter.environment);

  const matches = (card, filter, words) =>
    (!filter.kind || card.dataset.kind === filter.kind) &&
    (!filter.effect || card.dataset.effect === filter.effect) &&
    (!filter.security || card.dataset.security === filter.security) &&
    !elsewhere(card, filter) &&
    words.every((word) => text(card).includes(word));

  const apply = () => {
    const filter = wanted();
    const words = (filter.text || "").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      card.hidden = !matches(card, filter, words);
      shown += card.hidden ? 0 : 1;
    }
    for (const element of others) element.hidden = Boolean(elsewhere(element, filter));
    nothing.hidden = shown > 0 || cards.length === 0;
    told.textContent = `${shown} of ${cards.length} changes`;
    return filter;
  };

  // The filter stands in the address after "#?", so that a link can hold it.
  const remember = () => {
    const filter = new URLSearchParams(apply()).toString();
    if (filter || location.hash.startsWith("#?")) {
      history.replaceState(null, "", filter ? `#?${filter}` : location.pathname + location.search);
    }
  };

  const reveal = (element) => {
    for (let each = element; each; each = each.parentElement) {
      if (each.localName === "details") each.open = true;
    }
    if (element.closest("[hidden]")) {
      form.reset();
      apply();
    }
    element.scrollIntoView();
    element.focus({ preventScroll: true });
  };

  // The element that the address leads to, if it leads to one: anybody can write a link.
  const target = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;
    }
  };

  const follow = () => {
    const hash = location.hash;
    if (hash.startsWith("#?")) {
      form.reset();
      for (const [name, value] of new URLSearchParams(hash.slice(2))) {
        const field = form.elements.namedItem(name);
        if (!field || !("value" in field) || field.type === "button") continue;
        if (field.type === "checkbox") field.checked = field.value === value;
        else field.value = value;
      }
    }
    apply();
    const element = target();
    if (element) reveal(element);
  };

  const open = (on) => {
    for (const card of cards) if (!card.hidden) card.open = on;
  };

  form.hidden = false;
  if (matchMedia("(max-width: 760px)").matches) form.querySelector("details").open = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(remember, 120);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("reset", () => setTimeout(remember));
  form.elements.namedItem("expand").addEventListener("click", () => open(true));
  form.elements.namedItem("collapse").addEventListener("click", () => open(false));
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    form.querySelector("details").open = true;
    form.elements.namedItem("text").focus();
  });
  // Older browsers print what is open; the style sheet does it for the others.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });
  follow();
})();
