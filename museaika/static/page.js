"use strict";
// One plain page: a guest, an order, its progress over the socket, and what came out. The truth is always GET /generations.

const find = (selector, within = document) => within.querySelector(selector);
const csrf = () => (document.cookie.match(/(?:^|; )museaika_csrf=([^;]*)/) || [])[1] || "";

async function call(path, options = {}) {
  const headers = { "X-CSRF-Token": decodeURIComponent(csrf()), ...options.headers };
  const response = await fetch(path, { credentials: "same-origin", ...options, headers });
  if (response.status === 204) return null;
  const body = await response.json();
  if (!response.ok) throw new Error([body.detail, body.next_step].filter(Boolean).join(" "));
  return body;
}

const asJson = (method, body) => ({ method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

function tell(error) {
  const refusal = find("#refusal");
  refusal.textContent = error ? error.message : "";
  refusal.hidden = !error;
}

// A short tune, so that a visitor without a MIDI file hears something: three tracks, written byte by byte.
function exampleFile() {
  const track = (channel, program, notes, name = "") => {
    const events = [0, 0xff, 3, name.length, ...new TextEncoder().encode(name), 0, 0xc0 | channel, program];
    for (const [pitch, ticks] of notes) events.push(0, 0x90 | channel, pitch, 92, 0x80 | (ticks >> 7), ticks & 127, 0x80 | channel, pitch, 0);
    const bytes = [...events, 0, 0xff, 0x2f, 0];
    return [0x4d, 0x54, 0x72, 0x6b, ...[24, 16, 8, 0].map((shift) => (bytes.length >> shift) & 255), ...bytes];
  };
  const bars = [[60, 64, 67], [57, 60, 64], [65, 69, 72], [67, 71, 74]];
  const tune = [76, 79, 84, 79, 76, 72, 76, 79, 77, 81, 84, 81, 79, 83, 86, 84];
  const header = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 1, 0, 4, 0, 240];
  const bytes = [
    ...header,
    ...track(15, 0, [], "A first tune"),
    ...track(0, 73, [...tune, ...tune].map((pitch) => [pitch, 240])),
    ...track(1, 0, [...bars, ...bars].flatMap((bar) => [0, 1, 2, 1].map((step) => [bar[step], 240]))),
    ...track(2, 32, [...bars, ...bars].map((bar) => [bar[0] - 24, 960])),
  ];
  return new File([new Uint8Array(bytes)], "example.mid", { type: "audio/midi" });
}

async function order(file) {
  tell(null);
  await guest;
  const form = new FormData();
  form.append("file", file);
  const upload = await call("/uploads", { method: "POST", body: form });
  const fields = find("#order").elements;
  const options = { midi: upload.id, transpose: Number(fields.transpose.value), tempo: Number(fields.tempo.value) };
  show(await call("/generations", asJson("POST", { engine: "render", options })));
}

const MOODS = ["excited", "happy", "content", "calm", "sleepy", "neutral", "melancholic", "sad", "anxious", "tense", "angry", "energetic"];

const ordered = new Set(); // here, since the page was opened

async function compose(mood) {
  tell(null);
  await guest;
  const fields = find("#compose").elements;
  const body = { engine: "composer", mood, seconds: Number(fields.seconds.value), options: { style: fields.style.value } };
  const job = await call("/generations", asJson("POST", body));
  ordered.add(job.id);
  show(job);
}

function moodButton(mood) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: mood });
  button.addEventListener("click", () => compose(mood).catch(tell));
  return button;
}

function row(job) {
  const known = document.getElementById(`job-${job.id}`);
  if (known) return known;
  const made = find("#work").content.firstElementChild.cloneNode(true);
  made.id = `job-${job.id}`;
  find(".remove", made).addEventListener("click", () => remove(job.id).catch(tell));
  find("#works").prepend(made);
  return made;
}

function show(job) {
  const item = row(job);
  const settled = !["queued", "running"].includes(job.state);
  find("#empty").hidden = true;
  find(".name", item).textContent = job.work?.summary?.title || job.brief.mood?.label || job.engine;
  find(".state", item).textContent = said(job);
  find("progress", item).hidden = settled;
  find("progress", item).value = job.progress.fraction;
  find(".remove", item).textContent = settled ? "Throw away" : "Cancel";
  const error = find(".error", item);
  error.hidden = !job.error;
  error.textContent = job.error ? [job.error.detail, job.error.next_step].filter(Boolean).join(" ") : "";
  find(".early", item).hidden = !job.preview;
  if (job.preview) sound(item, job.files[job.preview.name]);
  else if (job.state === "finished") offer(job, item);
  else sound(item, null);
}

function said(job) {
  if (job.state === "queued") return `waiting, ${job.queue_position ?? "?"} in line`;
  if (job.state !== "running") return job.state;
  const left = job.eta_seconds == null ? "" : `, about ${Math.ceil(job.eta_seconds)} s left`;
  return `${Math.round(job.progress.fraction * 100)} % ${job.progress.note}${left}`;
}

// The mix takes over from the first bars where they are.
function sound(item, source) {
  const player = find("audio", item);
  if (player.getAttribute("src") === source) return;
  const { currentTime, paused, ended } = player;
  player.hidden = !source;
  if (!source) return player.removeAttribute("src");
  player.src = source;
  player.currentTime = currentTime;
  if (!paused || ended) player.play().catch(() => {});
}

function offer(job, item) {
  sound(item, job.files["mix.flac"]);
  const picture = job.work.parts.find((part) => part.kind === "picture");
  if (picture) {
    find("img", item).src = job.files[picture.name];
    find("img", item).hidden = false;
  }
  const links = [["MP3", `/generations/${job.id}/files/mix.mp3`], ...Object.entries(job.files), ["everything (zip)", `/generations/${job.id}/bundle.zip`]];
  find(".files", item).replaceChildren(...links.map(([name, href]) => Object.assign(document.createElement("a"), { href, textContent: name, download: "" })));
}

async function remove(id) {
  const job = await call(`/generations/${id}`, { method: "DELETE" });
  if (job) show(job);
  else document.getElementById(`job-${id}`)?.remove();
}

const look = async (id) => show(await call(`/generations/${id}`));

// Whoever pressed a mood hears it as soon as there is something to hear, unless something sounds already.
async function listenEarly(id) {
  await look(id);
  const player = find("audio", document.getElementById(`job-${id}`));
  const silent = [...document.querySelectorAll("audio")].every((one) => one.paused);
  if (ordered.has(id) && silent && player.src) player.play().catch(() => {});
}

async function lookAtAll() {
  const { items } = await call("/generations");
  [...items].reverse().forEach(show);
}

function listen() {
  const socket = io({ transports: ["websocket"] });
  const status = find("#connection");
  socket.on("connect", () => { status.textContent = "connected"; lookAtAll().catch(tell); });
  socket.on("disconnect", () => { status.textContent = "connection lost, trying again"; });
  for (const event of ["queued", "finished", "failed", "cancelled"]) socket.on(`generation:${event}`, ({ id }) => look(id).catch(() => {}));
  socket.on("generation:preview", ({ id }) => listenEarly(id).catch(() => {}));
  socket.on("generation:progress", (news) => {
    const item = document.getElementById(`job-${news.id}`);
    if (!item) return;
    find("progress", item).value = news.fraction;
    find(".state", item).textContent = said({ state: "running", progress: news, eta_seconds: news.eta_seconds });
  });
}

const guest = call("/auth/guest", asJson("POST", { transport: "cookie" }));

function begin() {
  find("#moods").replaceChildren(...MOODS.map(moodButton));
  find("#compose").addEventListener("submit", (event) => event.preventDefault());
  find("#order").addEventListener("submit", (event) => {
    event.preventDefault();
    const file = find("#order").elements.file.files[0];
    if (file) order(file).catch(tell);
    else tell(new Error("Choose a MIDI file first, or try the example."));
  });
  find("#example").addEventListener("click", () => order(exampleFile()).catch(tell));
}

begin();
guest.then(listen).catch(tell);
