// The page asks for pictures of what is in view and for the words of everything; it never sends anything.
const by = (id) => document.getElementById(id);
const make = (name, props = {}, ...children) => {
  const made = Object.assign(document.createElement(name), props);
  made.append(...children);
  return made;
};
const json = async (path) => {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(path);
  return answer.json();
};

const pages = []; // {figure, sheet, image, near, drawn, worded, key}
let edition = 0, changed = -1, away = false, busy = false, idle = false;

// ------------------------------------------------------------------ pages

const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const page = pages[target.dataset.index];
    if (!page) continue;
    page.near = isIntersecting;
    if (!isIntersecting) { page.image.removeAttribute("src"); page.drawn = 0; } // the box keeps its shape
  }
  work();
}, { rootMargin: "150% 0px" });

function box(index) {
  const image = make("img", { alt: "" });
  const sheet = make("div", { className: "sheet" }, image);
  const caption = make("figcaption");
  const figure = make("figure", { className: "page" }, sheet, caption);
  figure.dataset.index = index;
  near.observe(figure);
  return { figure, sheet, image, caption, near: false, drawn: 0, worded: 0, key: "" };
}

function layOut(sizes) {
  while (pages.length > sizes.length) {
    const { figure } = pages.pop();
    near.unobserve(figure);
    figure.remove();
  }
  while (pages.length < sizes.length) pages.push(box(pages.length));
  sizes.forEach(([width, height, label], index) => {
    const page = pages[index];
    page.sheet.style.aspectRatio = `${width} / ${height}`;
    Object.assign(page, { width, height, label });
    page.caption.textContent = label;
    page.figure.ariaLabel = `Page ${label}`;
  });
  const fresh = pages.filter((page) => !page.figure.isConnected).map((page) => page.figure);
  by("book").append(...fresh);
  by("of").textContent = `of ${pages.length}`;
}

// One thing at a time, what matters most first: the picture nearest to the reader, other pictures, words, all words.
async function work() {
  if (busy) return;
  busy = true;
  try { for (let job; (job = next()); ) await job; } finally { busy = false; }
}

function next() {
  const close = pages.filter((page) => page.near);
  const undrawn = close.filter((page) => page.drawn !== edition);
  if (undrawn.length) return draw(nearest(undrawn));
  const wordless = (page) => page.worded !== edition;
  const page = close.find(wordless) ?? (idle && pages.find(wordless));
  return page && words(page);
}

function nearest(some) {
  const away = ({ figure }) => Math.abs(figure.getBoundingClientRect().top + figure.offsetHeight / 2 - innerHeight / 2);
  return some.reduce((a, b) => (away(b) < away(a) ? b : a));
}

// The old picture stays until the new one can be shown at once.
async function draw(page) {
  const wanted = page.drawn = edition;
  const image = make("img", { alt: "", src: `picture/${wanted}/${pages.indexOf(page)}` });
  try { await image.decode(); } catch { return; } // there is a newer edition
  if (page.drawn !== wanted) return;
  page.image.replaceWith(image);
  page.image = image;
  image.dataset.edition = wanted;
}

// Words lie invisibly over the picture: they can be searched, selected and read aloud.
async function words(page) {
  const wanted = page.worded = edition;
  let lines;
  try { lines = await json(`text/${wanted}/${pages.indexOf(page)}`); } catch { return; }
  const key = JSON.stringify(lines);
  if (wanted !== edition || key === page.key) return;
  page.key = key;
  const space = "http://www.w3.org/2000/svg";
  const layer = document.createElementNS(space, "svg");
  layer.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
  for (const [x, y, width, height, text] of lines) {
    const line = document.createElementNS(space, "text");
    const facts = { x, y: y + height * 0.85, "font-size": height, textLength: width, lengthAdjust: "spacingAndGlyphs" };
    for (const [name, value] of Object.entries(facts)) line.setAttribute(name, value);
    line.textContent = `${text}\n`;
    layer.append(line);
  }
  page.sheet.querySelector("svg")?.remove();
  page.sheet.append(layer);
}

// ------------------------------------------------------------------ where the reader is

const inView = (page) => {
  const { top, bottom } = page.figure.getBoundingClientRect();
  const room = innerHeight - by("book").offsetTop;
  return top < innerHeight - room / 4 && bottom > innerHeight - room * 3 / 4;
};

function show(index) {
  pages[index].figure.scrollIntoView({ block: "start" });
  pages[index].near = true;
  work();
}

function jump() {
  by("jump").hidden = true;
  away = false;
  show(changed);
}

function mark(index) {
  for (const { figure } of pages) figure.classList.remove("changed");
  by("jump").hidden = true;
  changed = index;
  const page = pages[index];
  if (!page) return;
  page.figure.classList.add("changed");
  if (inView(page)) return;
  if (by("follow").checked && !away) jump();
  else {
    by("jump").textContent = `Page ${page.label} changed: go there`;
    by("jump").hidden = false;
  }
}

// Whoever scrolls away from a change is left in peace until they come back to it or ask for it.
let looked = 0;
function scrolled() {
  cancelAnimationFrame(looked);
  looked = requestAnimationFrame(() => {
    const page = pages.find(({ figure }) => figure.getBoundingClientRect().bottom > innerHeight / 3);
    if (page && document.activeElement !== by("at")) by("at").value = page.label;
    if (!pages[changed]) return;
    away = !inView(pages[changed]);
    if (!away) by("jump").hidden = true;
  });
}

addEventListener("scroll", scrolled, { passive: true });
by("jump").onclick = jump;
by("follow").onchange = () => { away = false; };
by("go").onsubmit = (event) => {
  event.preventDefault();
  const label = by("at").value.trim();
  const index = pages.findIndex((page) => page.label === label);
  if (index >= 0) { show(index); by("book").focus({ preventScroll: true }); }
};
by("more").onclick = () => {
  by("side").hidden = !by("side").hidden;
  by("more").ariaExpanded = String(!by("side").hidden);
};

// ------------------------------------------------------------------ what is said

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function say({ state, step, seconds, problems, fault }) {
  const words = { building: `building: ${step} …`, built: `built in ${seconds.toFixed(1)} s`, failed: "failed; the last good book is shown" };
  by("state").dataset.state = state;
  by("state").textContent = words[state];
  const found = problems.length ? count(problems.length, "problem") : fault ? "A fault of studypress" : "No problems";
  by("count").textContent = found;
  by("more").textContent = problems.length || fault ? found : "Details";
  by("more").className = fault || problems.some((p) => p.severity === "error") ? "error" : problems.length ? "warning" : "";
}

function list({ problems, fault, files }) {
  by("problems").replaceChildren(...problems.map((p) => make("li", { className: p.severity },
    make("span", { className: "place", textContent: [p.path, p.line, p.column].filter(Boolean).join(":") }),
    make("p", {}, make("b", { textContent: p.severity }), ` ${p.message} `, make("span", { className: "code", textContent: `[${p.code}]` })),
    make("p", { className: "hint", textContent: p.hint }))));
  if (fault) by("problems").append(make("li", { className: "error", textContent: `${fault} (the terminal says more)` }));
  by("files").replaceChildren(...files.map((f) => make("li", {},
    make("a", { href: `file/${encodeURIComponent(f.name)}`, download: "", textContent: f.name }),
    make("small", { textContent: ` ${f.pages ? count(f.pages, "page") + ", " : ""}${(f.bytes / 1e6).toFixed(1)} MB` }))));
}

async function take(state) {
  say(state);
  list(state);
  if (state.title) by("title").textContent = document.title = state.title;
  if (state.edition === edition) return;
  let sizes;
  try { sizes = await json(`pages/${state.edition}.json`); } catch { return; }
  const first = !edition;
  edition = state.edition;
  layOut(sizes);
  mark(first ? -1 : state.changed);
  idle = false;
  clearTimeout(later);
  later = setTimeout(() => { idle = true; work(); }, 1000); // who types on is not kept busy with pages out of sight
  work();
  scrolled();
}

let last = Promise.resolve(), later = 0;
const source = new EventSource("events");
source.onmessage = ({ data }) => { last = last.then(() => take(JSON.parse(data))).catch(console.error); };
source.onerror = () => {
  by("state").dataset.state = "gone";
  by("state").textContent = "studypress is not watching any more";
};
