"use strict";
// Reading needs no script: it adds the panel of a number, values of curves, filters and sorting.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const make = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });

  // A number opens a panel with its rows, and keeps the reader's place.
  const panel = byId("panel");
  const results = byId("every");
  const names = [...results.tHead.rows[0].cells].map((head) => head.textContent);
  const isNumber = (link) => link.getAttribute("href")?.startsWith("#row-") || results.contains(link);
  let opener = null;
  const lines = JSON.parse(results.dataset.more);
  const more = (row) => row.dataset.more.split(" ").map((place) => lines[place]);
  const fields = (row) => {
    const shown = [...row.cells].map((cell, k) => [names[k], cell.textContent]);
    const others = more(row).map((line) => {
      const end = line.indexOf(": ");
      return [line.slice(0, end), line.slice(end + 2)];
    });
    const means = byId(row.querySelector("a").hash.slice(1)).nextElementSibling.textContent;
    const last = [["Definition", means], ["Reference", row.dataset.reference]];
    return [...shown.slice(1), ...others, ...last].filter(([, value]) => value);
  };
  const described = (row) => {
    const list = make("dl");
    fields(row).forEach(([name, value]) => {
      const isolated = make("dd");
      isolated.append(make("bdi", value));
      list.append(make("dt", name), isolated);
    });
    const link = Object.assign(make("a", "Find this row in every number"), { href: `#${row.id}` });
    link.dataset.find = "";
    const title = `${row.cells[0].textContent}: ${row.cells[2].textContent}`;
    const end = make("p");
    end.append(link);
    return [make("h3", title), list, end];
  };
  const close = (back = true) => {
    if (panel.hidden) return;
    panel.hidden = true;
    if (opener) opener.classList.remove("lit");
    if (opener && back) opener.focus();
    opener = null;
  };
  const open = (link) => {
    if (opener) opener.classList.remove("lit");
    const own = link.closest("#every tr");
    const ids = own ? [own.id] : link.dataset.rows
      ? link.dataset.rows.split(" ").map((place) => `row-${place}`) : [link.hash.slice(1)];
    panel.querySelector("div").replaceChildren(...ids.flatMap((id) => described(byId(id))));
    byId("panel-title").textContent = `Behind \u201c${link.textContent}\u201d`;
    panel.classList.toggle("left", link.getBoundingClientRect().left > innerWidth / 2);
    panel.hidden = false;
    panel.scrollTop = 0;
    opener = link;
    link.classList.add("lit");
    panel.focus({ preventScroll: true });
    const covered = link.getBoundingClientRect().bottom - panel.getBoundingClientRect().top;
    if (innerWidth < 640 && covered > 0) scrollBy(0, covered + 16);
  };
  panel.querySelector("button").addEventListener("click", () => close());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey) return;
    if ("find" in link.dataset) {
      close(false);
      if (location.hash === link.hash) reveal();
    } else if (isNumber(link)) {
      event.preventDefault();
      open(link);
    }
  });

  // The numbers of a paragraph, a tile or a table are one stop of Tab; arrows go between them.
  const blocks = new Map();
  all("main a").filter(isNumber).forEach((link) => {
    const block = link.closest("table, p, li, .tile, .drawing") || link.parentElement;
    if (!blocks.has(block)) blocks.set(block, []);
    blocks.get(block).push(link);
    link.tabIndex = blocks.get(block).length > 1 ? -1 : 0;
  });
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  blocks.forEach((links, block) => {
    block.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      const seen = links.filter((link) => !link.closest("[hidden]"));
      const next = seen[seen.indexOf(document.activeElement) + (step || 0)];
      if (!step || !next || !seen.includes(document.activeElement)) return;
      event.preventDefault();
      next.focus();
    });
    block.addEventListener("focusin", (event) => {
      if (!links.includes(event.target)) return;
      links.forEach((link) => { link.tabIndex = link === event.target ? 0 : -1; });
    });
  });

  // The section that is being read.
  const contents = all("nav a");
  const sections = contents.map((link) => byId(link.hash.slice(1)));
  const mark = () => {
    const top = (section) => section.getBoundingClientRect().top;
    const past = sections.filter((section) => top(section) < 80);
    // The last sections may be too short to reach the top: then the one asked for is meant.
    const end = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const asked = sections.find((section) => `#${section.id}` === location.hash && top(section) >= 0);
    const current = end ? asked || sections.at(-1) : past.at(-1) || sections[0];
    contents.forEach((link, k) => {
      if (sections[k] === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  addEventListener("scroll", mark, { passive: true });
  addEventListener("hashchange", mark);
  mark();

  // Values of curves at a month, by the slider or by pointing.
  for (const form of all(".readout")) {
    const figure = form.closest("figure");
    const svg = figure.querySelector("svg");
    const box = svg.viewBox.baseVal;
    const slider = form.elements.month;
    const curves = all("tbody tr", form).map((row) => {
      const dot = document.createElementNS(svg.namespaceURI, "circle");
      dot.setAttribute("class", "at");
      dot.setAttribute("r", 3);
      svg.append(dot);
      return { ...JSON.parse(row.dataset.curve), row, dot, box: row.querySelector("input") };
    });
    const show = (month) => {
      form.querySelector("output").textContent = month;
      slider.setAttribute("aria-valuetext", `month ${month}`);
      for (const { across: [first, last], steps: own, row, dot, box: shown } of curves) {
        const end = own.at(-1)[0];
        const at = own.filter((step) => step[0] <= month).at(-1);
        const inside = month <= end && at;
        row.cells[1].textContent = inside ? at[2] : "too few at risk to be drawn";
        row.cells[2].textContent = inside ? (at[0] === month ? at[3] : at[4]) : "";
        dot.setAttribute("cx", (first + (last - first) * month / end) / 1000 * box.width);
        dot.setAttribute("cy", inside ? at[1] / 1000 * box.height : 0);
        dot.classList.toggle("off", !inside || (shown && !shown.checked));
      }
    };
    form.addEventListener("input", (event) => {
      if (event.target !== slider) {
        all(`.${event.target.name}`, svg).forEach((part) => {
          part.classList.toggle("off", !event.target.checked);
        });
      }
      show(Number(slider.value));
    });
    svg.addEventListener("pointermove", (event) => {
      const frame = svg.getBoundingClientRect();
      const x = (event.clientX - frame.left) / frame.width * 1000;
      const months = curves.map(({ across: [first, last], steps: own }) =>
        (x - first) / (last - first) * own.at(-1)[0]);
      const inside = months.filter((month) => month >= 0 && month <= Number(slider.max) + 0.5);
      if (!inside.length) return;
      slider.value = Math.min(...inside);
      show(Math.round(Math.min(...inside) * 10) / 10);
    });
    form.hidden = false;
    show(Number(slider.value));
  }

  // Sorting and filters of every number, whose rows do not depend on each other.
  const number = (text) => (/^-?\d/.test(text) ? Number.parseFloat(text) : NaN);
  const compare = (a, b) => {
    const [x, y] = [number(a), number(b)];
    if (Number.isNaN(x) && Number.isNaN(y)) return a < b ? -1 : a > b ? 1 : 0;
    return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : x - y;
  };
  const body = results.tBodies[0];
  const rows = [...body.rows];
  const next = { none: "ascending", ascending: "descending", descending: "none" };
  const heads = [...results.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = Object.assign(make("button", head.textContent), { type: "button" });
    head.replaceChildren(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const state = next[head.getAttribute("aria-sort")];
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", state);
      const sign = { none: 0, ascending: 1, descending: -1 }[state];
      const text = (row) => row.cells[column].textContent;
      body.append(...rows.toSorted((a, b) => sign * compare(text(a), text(b))));
      const how = sign ? `sorted, ${state}` : "reported rows first";
      byId("said").textContent = `${button.textContent}: ${how}`;
    });
  });
  const form = byId("filters");
  const words = rows.map((row) => `${row.textContent} ${more(row).join(" ")}`.toLowerCase());
  const columns = all("select", form).map((select) =>
    [select, names.findIndex((name) => name.toLowerCase() === select.name)]);
  const filter = () => {
    const wanted = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, k) => {
      const fits = wanted.every((word) => words[k].includes(word)) && columns.every(
        ([{ value }, column]) => value === "" || row.cells[column].textContent === value);
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    byId("shown").textContent = `${count} of ${rows.length} rows`;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter, 0));
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("shown").textContent = `${rows.length} rows`;

  // A link into a closed section opens it, and one to a row that a filter hides takes it away.
  const reveal = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) {
      form.reset();
      filter();
    }
    const closed = target.closest("details") || target.querySelector(":scope > details");
    if (closed && !closed.open) closed.open = true;
    target.scrollIntoView({ block: target.matches("tr, dt") ? "center" : "start" });
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
})();
