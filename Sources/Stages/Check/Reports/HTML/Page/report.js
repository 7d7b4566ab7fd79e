"use strict";
// The page's one rule: what comes from rows reaches it as text or as an attribute's value, never as markup.

const data = (id) => JSON.parse(document.getElementById(id).textContent);
const settings = data("settings");
const rows = data("rows");
const form = document.getElementById("filter");
const pictures = document.getElementById("pictures");
const cards = document.getElementById("cards");
const more = document.getElementById("more");

// ---- Making elements

// Control characters, marks that turn the writing direction, and spaces without width are shown by their number: they
// are what a reader of a caption can't see and has to know of. Joiners (U+200C, U+200D) belong to words and emoji.
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff]/;
const eachUnseen = new RegExp(`(${unseen.source})`);

function addText(parent, text) {
  if (!unseen.test(text)) return parent.append(text);
  for (const piece of text.split(eachUnseen)) {
    if (!unseen.test(piece)) {
      parent.append(piece);
      continue;
    }
    const sign = document.createElement("span");
    sign.className = "unseen";
    sign.textContent = "U+" + piece.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    parent.append(sign);
  }
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const child of children.flat()) {
    if (typeof child === "string") addText(element, child);
    else if (child) element.append(child);
  }
  return element;
}

const make = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
// Text whose writing direction is its own.
const own = (text) => make("bdi", {}, text);

// ---- A picture, before and after

const percent = (share) => (share > 0 && share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`);

function image(picture) {
  const held = document.getElementById(`thumbnail-${picture.thumbnail}`);
  if (!held) return null;
  const [width, height] = picture.size;
  return draw("image", { href: JSON.parse(held.textContent), width, height, preserveAspectRatio: "none" });
}

// Everything is drawn in pixels of the upright original, whatever the thumbnail's size.
function before(row) {
  const { size: [width, height], crop, alpha } = row.picture;
  const svg = draw("svg", {
    class: alpha ? "before chequered" : "before", viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
    "aria-label": `${row.name}, ${width}×${height}` + (crop
      ? `; kept: ${crop[2]}×${crop[3]} from ${crop[0]}, ${crop[1]}` : ""),
  }, image(row.picture));
  if (!crop) return svg;
  const [x, y, w, h] = crop;
  const hole = `M0 0H${width}V${height}H0ZM${x} ${y}V${y + h}H${x + w}V${y}Z`;
  const box = { x, y, width: w, height: h };
  svg.append(draw("path", { class: "lost", d: hole }), draw("rect", { class: "halo", ...box }),
    draw("rect", { class: "crop", ...box }));
  return svg;
}

function after(row) {
  const [x, y, width, height] = row.picture.crop;
  return draw("svg", {
    class: "after", viewBox: `${x} ${y} ${width} ${height}`, width, height, preserveAspectRatio: "none", role: "img",
    "aria-label": `What the trainer gets of ${row.name}`,
  }, draw("rect", { x, y, width, height, fill: settings.background }), image(row.picture));
}

function resizing(picture) {
  if (picture.scale > 1) return make("strong", { class: "enlarged" }, `enlarged ${picture.scale.toFixed(2)}×`);
  return picture.scale < 1 ? `reduced to ${percent(picture.scale)}` : "not resized";
}

function beforeAndAfter(row) {
  const picture = row.picture;
  if (!picture) return make("p", { class: "no-picture" }, "No usable picture");
  const line = (...words) => make("span", {}, words);
  const lost = picture.loss > 0 ? `${percent(picture.loss)} cut away` : "nothing cut away";
  const figures = [make("figure", {}, before(row), make("figcaption", {},
    line(`${picture.size.join("×")} ${picture.format.toUpperCase()}`),
    picture.turned ? line("turned upright") : null, picture.alpha ? line("with transparency") : null, line(lost)))];
  if (picture.crop) {
    figures.push(make("figure", {}, after(row), make("figcaption", {},
      line(picture.becomes.join("×")), line(resizing(picture)))));
  }
  return make("div", { class: "pictures" }, figures);
}

// ---- A row

function caption(row) {
  const { parts, tokens, exact } = row.caption;
  if (!parts.length) return make("p", { class: "caption none" }, "No caption");
  const pieces = parts.map((part) => {
    if (typeof part === "string") return part;
    const text = part.trigger ? make("mark", {}, part.text) : part.text;
    return part.cut ? make("del", {}, text) : text;
  });
  const cut = parts.filter((part) => part.cut).map((part) => part.text).join("").trim();
  // Where a caption is long, the cut lies below what is in sight.
  const start = [...cut.slice(0, 200)].slice(0, 40).join("");
  const lost = cut ? `; lost from “${start}${start === cut ? "" : "…"}” on` : "";
  const isLong = pieces.length > 40 || pieces.some((piece) => piece.length > 300);
  return [
    // A box that scrolls is reached by the keyboard; a stop in each short one would only be in the way.
    make("p", { class: "caption", dir: "auto", ...(isLong ? { tabindex: "0", "aria-label": "Caption" } : {}) }, pieces),
    make("p", { class: "tokens" }, `${exact ? "" : "at most "}${tokens.toLocaleString("en")} tokens${lost}`),
  ];
}

function findings(row) {
  const item = (finding) => make("li", {},
    make("span", { class: `severity ${finding.severity}` }, finding.severity), " ",
    make("code", {}, finding.rule), make("p", {}, own(finding.message)),
    finding.hint ? make("p", { class: "hint" }, finding.hint) : null,
    "reason" in finding ? make("p", { class: "hint" }, "Waived: ", own(finding.reason)) : null);
  const list = (found, name) => found && make("ul", { class: `findings ${name}` }, found.map(item));
  return [list(row.findings, "found"), list(row.waived, "waived")];
}

function card(place) {
  const row = rows[place];
  const fate = row.trained ? "trained on" : "left out";
  const failed = row.findings?.some((finding) => finding.severity === "error");
  return make("li", {}, make("article", {
    class: failed ? "card error" : "card", "data-row": row.id, "aria-labelledby": `name-${place}`,
  },
    make("header", {},
      make("h3", { id: `name-${place}` }, own(row.name || row.id)),
      make("span", { class: row.trained ? "fate" : "fate lost" }, fate)),
    row.id === row.name ? null : make("p", { class: "id" }, "row ", own(row.id)),
    beforeAndAfter(row), caption(row), findings(row),
    row.source && row.source !== row.id ? make("p", { class: "source" }, own(row.source)) : null));
}

// ---- The filter. Its state stands in the address, so that what is shown can be linked to.

const shows = {
  found: (row) => row.findings,
  clean: (row) => !row.findings,
  trained: (row) => row.trained,
  "left-out": (row) => !row.trained,
  cropped: (row) => row.trained && row.picture?.loss > 0,
  enlarged: (row) => row.trained && row.picture?.scale > 1,
  cut: (row) => row.caption.parts.some((part) => part.cut),
  waived: (row) => row.waived,
};

const fields = ["rule", "severity", "show", "text"];
const haystacks = [];

// What is searched in a row; made when it is first needed, and kept.
function haystack(place) {
  const row = rows[place];
  return haystacks[place] ??= [
    row.id, row.name, row.source, row.caption.parts.map((part) => part.text ?? part).join(""),
    ...(row.findings ?? []).flatMap((finding) => [finding.rule, finding.message]),
  ].join("\n").toLowerCase();
}

function matches(place, { rule, severity, show, text }) {
  const row = rows[place];
  const found = [...(row.findings ?? []), ...(show === "waived" || !severity ? row.waived ?? [] : [])];
  return (!rule && !severity
      || found.some((finding) => (!rule || finding.rule === rule) && (!severity || finding.severity === severity)))
    && (!show || shows[show](row))
    && (!text || haystack(place).includes(text.toLowerCase()));
}

const batch = 24;
let matching = [];
let shown = 0;

function showMore() {
  const next = matching.slice(shown, shown + batch);
  shown += next.length;
  cards.append(...next.map(card));
  more.hidden = shown >= matching.length;
}

// Cards are made as one comes near the end of those that are there. An observer tells of changes only, and the button
// may be near before and after: observing it anew asks where it is now.
const observer = new IntersectionObserver((seen) => {
  if (!seen.at(-1).isIntersecting) return;
  showMore();
  watch();
}, { rootMargin: "800px" });

function watch() {
  observer.unobserve(more);
  observer.observe(more);
}

function filter() {
  const wanted = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
  matching = [...rows.keys()].filter((place) => matches(place, wanted));
  shown = 0;
  cards.replaceChildren();
  document.getElementById("count").textContent =
    `${matching.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows`;
  showMore();
  watch();
}

function readAddress() {
  const state = new URLSearchParams(location.hash.slice(1));
  // A select without such an option stays on its first, so a stale link shows everything.
  for (const name of fields) {
    const field = form.elements[name];
    field.value = state.get(name) ?? "";
    if (field.selectedIndex === -1) field.selectedIndex = 0;
  }
  filter();
}

function writeAddress() {
  const state = new URLSearchParams();
  for (const name of fields) {
    if (form.elements[name].value) state.set(name, form.elements[name].value);
  }
  history.replaceState(null, "", `#${state}`);
}

// Browsers stop pages that change their address with every letter.
let pause;
function changed() {
  filter();
  // Who was far down sees the first of what is shown now.
  if (pictures.getBoundingClientRect().top < 0) pictures.scrollIntoView();
  clearTimeout(pause);
  pause = setTimeout(writeAddress, 200);
}

form.addEventListener("input", changed);
form.addEventListener("reset", () => setTimeout(changed));
form.addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", showMore);
// Links such as #rule=… change the address; those without "=" lead to a place on the page.
addEventListener("hashchange", () => {
  if (location.hash && !location.hash.includes("=")) return;
  readAddress();
  pictures.scrollIntoView();
});
form.hidden = false;
readAddress();
