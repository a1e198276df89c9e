
// The page can be read without this: it only dims and jumps.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const root = document.documentElement;
  const buttons = all("[data-only]");
  const key = (passage) =>
    passage.dataset.s ?? (passage.classList.contains("unknown") ? "unknown" : null);
  let shown = null;
  root.classList.add("js");
  if (matchMedia("(max-width: 60rem)").matches) all("aside details").forEach((d) => (d.open = false));

  // Only the passages of one speaker; again, or Escape: all.
  function only(speaker) {
    shown = speaker === shown ? null : speaker;
    root.classList.toggle("only", shown !== null);
    buttons.forEach((b) => b.setAttribute("aria-pressed", b.dataset.only === shown));
    all(".p, .strip a").forEach((p) => p.classList.toggle("on", key(p) === shown));
    document.querySelector(".text .on")?.scrollIntoView({ block: "nearest" });
  }
  buttons.forEach((b) => b.addEventListener("click", () => only(b.dataset.only)));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.activeElement.blur();
    if (shown !== null) only(shown);
  });

  // The next passage of a kind after the one that was looked at last, round the page.
  let last = null;
  const after = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
  document.addEventListener("focusin", (event) => {
    last = event.target.closest(".text .p") ?? last;
  });
  all("[data-next]").forEach((button) =>
    button.addEventListener("click", () => {
      const found = all(`.text .${button.dataset.next}[id]`);
      const next = found.find((p) => !last || after(last, p)) ?? found[0];
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "center" });
    }),
  );
})();
