// Starts the page. A file of its own, because the content security policy forbids inline scripts.
// What goes wrong is told by words in index.html: nothing that could fetch others has started.

// The smallest module that uses a 128-bit vector.
const vectorModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** The module as it comes; where a host does not know the type, under the type that lets it compile while it comes. */
async function moduleFrom(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The host answers ${response.status} for ${address}.`);
  const headers = { "content-type": "application/wasm" };
  return response.headers.get("content-type") === headers["content-type"] ? response : new Response(response.body, { headers });
}

// Throws where the page could not run.
function check() {
  // Compiled, not just validated: a policy of the host's may forbid it.
  new WebAssembly.Module(vectorModule);
  if (!CSS.supports("color", "light-dark(red, red)")) {
    throw new Error("This browser has no light-dark(), which every colour of the page is written with.");
  }
  if (!("popover" in HTMLElement.prototype)) {
    throw new Error("This browser has no popovers, which the page's menus are.");
  }
}

async function load() {
  // Inside another page: one chart, named in the address, and few controls, as in a presentation.
  const embedded = new URLSearchParams(location.search).get("embed");
  if (embedded !== null) Object.assign(document.documentElement.dataset, { embed: embedded, present: "" });
  const glue = await import("./holdfast.js");
  await glue.default({ module_or_path: moduleFrom(new URL("holdfast_bg.wasm", import.meta.url)) });
}

function tell(id, error) {
  console.error(error);
  document.getElementById(id).hidden = false;
}

async function start() {
  try {
    check();
  } catch (error) {
    return tell("unsupported", error);
  }
  await load().catch((error) => tell("unloaded", error));
}

// Only a release names the worker: a copy would hide what `cargo xtask serve` has just built.
const worker = document.querySelector("meta[name=service-worker]")?.content;
// The page works without, so a failure says nothing.
const offline = (act) => worker && import("./offline.js").then(act).catch(() => {});
const isSound = () => ["unsupported", "unloaded", "broken"].every((id) => document.getElementById(id).hidden);

offline(() => {});
start().then(() => setTimeout(() => {
  // The first futures come first.
  const whenIdle = window.requestIdleCallback ?? setTimeout;
  whenIdle(() => offline(({ keep, rescue }) => (isSound() ? keep(worker) : rescue())));
}, 2000));
