"use strict";
// Reading needs no script: it only adds sorting of tables and filters of the results.
(() => {
  const number = (text) => {
    const plain = text.replace(/\u2212/g, "-").replace(/^[^\d-]*/, "");
    const found = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/.exec(plain);
    return found ? Number(found[0]) : NaN;
  };
  const text = (row, column) => (row.cells[column] ? row.cells[column].textContent.trim() : "");
  const compare = (a, b) => {
    const [x, y] = [number(a), number(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) {
      if (Number.isNaN(x) && Number.isNaN(y)) return a < b ? -1 : a > b ? 1 : 0;
      return Number.isNaN(x) ? 1 : -1;
    }
    return x - y;
  };
  const order = new WeakMap();
  const sort = (table, column, state) => {
    for (const body of table.tBodies) {
      const rows = [...body.rows];
      rows.forEach((row, k) => { if (!order.has(row)) order.set(row, k); });
      const heads = rows.filter((row) => row.cells.length === 1);
      const rest = rows.filter((row) => row.cells.length > 1);
      const sign = state === "descending" ? -1 : 1;
      rest.sort((a, b) => {
        if (state === "none") return order.get(a) - order.get(b);
        return sign * compare(text(a, column), text(b, column)) || order.get(a) - order.get(b);
      });
      body.append(...heads, ...rest);
    }
  };
  const next = { none: "ascending", ascending: "descending", descending: "none" };
  const said = document.getElementById("said");
  for (const table of document.querySelectorAll("table")) {
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const state = next[head.getAttribute("aria-sort")];
        heads.forEach((other) => other.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", state);
        sort(table, column, state);
        const how = state === "none" ? "in the order of the study" : `sorted, ${state}`;
        said.textContent = `${button.textContent}: ${how}`;
      });
    });
  }
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#results tbody tr")];
  const words = rows.map((row) => row.textContent.toLowerCase());
  const shown = document.getElementById("shown");
  const filter = () => {
    const wanted = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, k) => {
      const fits = ["analysis", "group", "role", "status"].every((name) => {
        const value = form.elements[name].value;
        return value === "" || row.dataset[name] === value;
      }) && wanted.every((word) => words[k].includes(word));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = `${count} of ${rows.length} rows`;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter, 0));
  form.addEventListener("submit", (event) => event.preventDefault());
  // A link to a row that a filter hides takes the filter away.
  const reveal = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && row.hidden) {
      form.reset();
      filter();
      row.scrollIntoView({ block: "center" });
    }
  };
  window.addEventListener("hashchange", reveal);
  filter();
})();
