
// The lines can be read without this: it sorts and filters them, and opens their documents beside.
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const body = document.querySelector("tbody");
  const heads = [...document.querySelectorAll("[data-sort]")];
  const menus = [...document.querySelectorAll("[data-filter]")];
  const columns = heads.map((button) => button.dataset.sort);
  const rows = [...body.rows, ...($("rest")?.content.children ?? [])];
  const NONE = "–";
  root.classList.add("js");
  if (matchMedia("(max-width: 48rem)").matches) document.querySelector(".filters details").open = false;

  // Cells as text, read once: filters and orders look at these.
  const cells = {};
  const places = [...document.querySelectorAll("th")].map((th) => th.classList[0]);
  for (const column of columns) {
    const place = places.indexOf(column === "right" ? "match" : column);
    const part = { match: "firstElementChild", right: "lastElementChild" }[column];
    cells[column] = rows.map((row) => {
      const cell = row.children[place];
      return (part ? cell[part] : cell).textContent;
    });
  }
  const lowered = rows.map((row, i) => columns.map((column) => cells[column][i]).join(" ").toLowerCase());
  const links = rows.map((row) => row.querySelector(".match a"));
  rows.forEach((row, i) => (row.n = i));

  // ---- lines that are shown: some of them at first, more when the end comes near
  const CHUNK = 200;
  let order = rows.map((_, i) => i);
  const fits = rows.map(() => true);
  let view = order; // the lines that fit, in their order
  let drawn = 0; // how many of them are laid out
  function draw(n) {
    body.append(...view.slice(drawn, n).map((i) => rows[i]));
    drawn = Math.max(drawn, Math.min(n, view.length));
  }
  function redraw() {
    view = order.filter((i) => fits[i]);
    drawn = 0;
    body.replaceChildren();
    draw(CHUNK);
  }
  new IntersectionObserver((seen) => seen.some((end) => end.isIntersecting) && draw(drawn + CHUNK), {
    rootMargin: "1500px",
  }).observe($("end"));
  addEventListener("beforeprint", () => draw(view.length));

  // ---- filters
  const pad = (written, rest) => written + rest.slice(written.length);
  const isDay = (written) => /^\d{4}(-\d\d(-\d\d)?)?$/.test(written);
  function time(id, rest) {
    const field = $(id);
    const written = field?.value.trim() ?? "";
    field?.classList.toggle("wrong", written !== "" && !isDay(written));
    return isDay(written) ? pad(written, rest) : "";
  }
  function filter() {
    const words = $("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [first, last] = [time("from", "0000-00-00"), time("to", "9999-99-99")];
    const asked = menus.map((menu) => menu.value);
    const counts = menus.map(() => new Map());
    const named = menus.map((menu) => cells[menu.dataset.filter]);
    let shown = 0, undated = 0;
    rows.forEach((_, i) => {
      let other = 0, failed = -1; // how many menus it fails, and which
      asked.forEach((value, k) => {
        if (value && (named[k][i] || NONE) !== value) (other++, (failed = k));
      });
      let inside = words.every((word) => lowered[i].includes(word));
      if (inside && (first || last)) {
        const day = cells.date[i];
        inside = day && !(first && pad(day, "0000-01-01") < first) && !(last && pad(day, "0000-12-31") > last);
        if (!day && !other) undated++;
      }
      fits[i] = inside && !other;
      if (fits[i]) shown++;
      if (!inside || other > 1) return;
      counts.forEach((count, k) => {
        if (other && failed !== k) return;
        const value = named[k][i] || NONE;
        count.set(value, (count.get(value) ?? 0) + 1);
      });
    });
    menus.forEach((menu, k) => {
      menu.classList.toggle("set", menu.value !== "");
      for (const option of menu.querySelectorAll("[data-value]")) {
        const n = counts[k].get(option.value) ?? 0;
        option.textContent = `${option.value === NONE ? "unknown" : option.value} (${n})`;
        option.disabled = !n && !option.selected;
      }
    });
    const left = undated ? `, ${undated.toLocaleString("en")} without a date left out` : "";
    $("count").textContent =
      shown === rows.length
        ? `${rows.length.toLocaleString("en")} lines`
        : `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} lines${left}`;
    redraw();
  }
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  };
  menus.forEach((menu) => menu.addEventListener("change", filter));
  document.querySelectorAll(".filters input").forEach((field) => field.addEventListener("input", soon));
  $("reset").addEventListener("click", () => {
    menus.forEach((menu) => (menu.value = ""));
    document.querySelectorAll(".filters input").forEach((field) => (field.value = ""));
    filter();
  });

  // ---- order: by the words beside a mention, the nearest first; nothing comes last
  const WORDS = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu;
  const near = {
    left: (text) => (text.toLowerCase().match(WORDS) ?? []).reverse().slice(0, 4).join(" "),
    right: (text) => (text.toLowerCase().match(WORDS) ?? []).slice(0, 4).join(" "),
  };
  const keys = {};
  const collator = new Intl.Collator();
  function sort(column, falling) {
    keys[column] ??= cells[column].map(near[column] ?? ((text) => text.toLowerCase()));
    const key = keys[column];
    order = rows.map((_, i) => i).sort((a, b) => {
      if (!key[a] !== !key[b]) return key[a] ? -1 : 1;
      return (falling ? -1 : 1) * collator.compare(key[a], key[b]) || a - b;
    });
    redraw();
  }
  heads.forEach((button) =>
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const falling = button.dataset.on === "ascending";
      for (const other of heads) {
        delete other.dataset.on;
        other.closest("th").removeAttribute("aria-sort");
      }
      button.dataset.on = falling ? "descending" : "ascending";
      head.setAttribute("aria-sort", button.dataset.on);
      sort(button.dataset.sort, falling);
    }),
  );

  // ---- a passage in its document
  const reader = $("reader");
  let open = -1; // number of the line that is read
  const readable = () => view.filter((i) => links[i]);
  function show(n) {
    const page = $("page");
    const lines = readable();
    const place = lines.indexOf(n);
    document.querySelectorAll("mark.here").forEach((mark) => mark.classList.remove("here"));
    rows[open]?.classList.remove("open");
    open = n;
    rows[n].classList.add("open");
    const target = links[n].getAttribute("href").slice(1);
    const text = document.getElementById(target).closest("article");
    if (text.parentNode !== page) {
      $("texts").append(...page.children);
      page.append(text);
    }
    $("place").textContent = `${(place + 1).toLocaleString("en")} of ${lines.length.toLocaleString("en")}`;
    $("before").disabled = place <= 0;
    $("after").disabled = place >= lines.length - 1;
    if (!reader.open) reader.showModal();
    text.querySelectorAll(`[data-m="${target}"]`).forEach((mark) => mark.classList.add("here"));
    document.getElementById(target).scrollIntoView({ block: "center" });
  }
  function step(by) {
    const lines = readable();
    const next = lines[lines.indexOf(open) + by];
    if (next !== undefined) show(next);
  }
  if (reader) {
    body.addEventListener("click", (event) => {
      const link = event.target.closest(".match a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(link.closest("tr").n);
    });
    $("before").addEventListener("click", () => step(-1));
    $("after").addEventListener("click", () => step(1));
    $("close").addEventListener("click", () => reader.close());
    reader.addEventListener("click", (event) => event.target === reader && reader.close());
    reader.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (by) (event.preventDefault(), step(by));
    });
    reader.addEventListener("close", () => {
      draw(view.indexOf(open) + 1);
      links[open].focus({ preventScroll: true });
      rows[open].scrollIntoView({ block: "nearest" });
    });
  }

  // From line to line with the arrows.
  body.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest("tr");
    if (!by || !row) return;
    const lines = readable();
    const next = lines[lines.indexOf(row.n) + by];
    if (next === undefined) return;
    event.preventDefault();
    draw(view.indexOf(next) + 1);
    links[next].focus();
  });
  filter();
})();
