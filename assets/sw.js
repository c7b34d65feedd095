// Answers for the page without a network, from a copy of exactly one build.
//
// The build fills in the next two lines: a hash over all of it, and every file with the SHA-256 of its content. A file
// that differs, because the host is in the middle of a deployment or changes what it sends, fails the whole installation:
// then the page goes on with the copy that it has, or with none.
const build = "";
const files = {};

// Two copies of the page in two folders of one host share the caches; no path has a space in it.
const folder = new URL("./", self.location).pathname;
const prefix = `holdfast ${folder} `;
const kept = prefix + build;

// Hosts may forward index.html to its folder, and may leave out `.html`.
const spoken = (name) => (name === "index.html" ? "./" : name);
const names = { "": "index.html", ...Object.fromEntries(Object.keys(files).map((name) => [name.replace(/\.html$/, ""), name])) };

/** The file of this build that a request is for, if it is for one. */
function nameOf(request) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || !pathname.startsWith(folder)) return undefined;
  const path = pathname.slice(folder.length);
  if (Object.hasOwn(files, path)) return path;
  return Object.hasOwn(names, path) ? names[path] : undefined;
}

async function sha256(response) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Fetches a file of this build, and no other. */
async function fetchOwn(name) {
  // What lies in the folder of one build may come from the browser's cache.
  const ways = name.startsWith("build/") ? ["default", "reload"] : ["reload"];
  for (const cache of ways) {
    const response = await fetch(spoken(name), { cache });
    if (response.ok && (await sha256(response.clone())) === files[name]) {
      // A page that was forwarded to may not answer a navigation.
      return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
    }
  }
  throw new Error(`The host has another ${name} than this build.`);
}

async function install() {
  const cache = await caches.open(kept);
  try {
    await Promise.all(Object.keys(files).map(async (name) => cache.put(name, await fetchOwn(name))));
  } catch (error) {
    await caches.delete(kept);
    throw error;
  }
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== kept);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// The repair of the copy, while it goes on, and whether one has failed since a page was last opened.
let mending;
let hasFailed = false;

async function answer(request, name) {
  if (request.mode === "navigate") hasFailed = false;
  const copy = await caches.match(name, { cacheName: kept, ignoreVary: true });
  if (copy) return copy;
  // Somebody has cleared the copy. Where the host has this build still, it comes back.
  if (!hasFailed) {
    mending ??= install().catch(() => (hasFailed = true)).finally(() => (mending = undefined));
  }
  return fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name === undefined) return;
  const answered = answer(event.request, name);
  event.respondWith(answered);
  event.waitUntil(answered.then(() => mending));
});
