// Starts the page. A file of its own, because the content security policy forbids inline scripts.
// Its address carries the names of the two files to load: boot.js?js=<glue>&wasm=<module>.

// The smallest module that uses a 128-bit vector.
const vectorModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

function address(key) {
  // Not import.meta.url: where the service worker answers, that is the address of its copy, without the names.
  const own = new URL(document.querySelector('script[src*="?js="]').src);
  return new URL(own.searchParams.get(key), own).href;
}

/** The module as it comes; where a host does not know the type, under the type that lets it compile while it comes. */
async function moduleFrom(host) {
  const response = await fetch(host);
  if (!response.ok) throw new Error(`The host answers ${response.status} for ${host}.`);
  const headers = { "content-type": "application/wasm" };
  return response.headers.get("content-type") === headers["content-type"] ? response : new Response(response.body, { headers });
}

async function start() {
  if (!WebAssembly.validate(vectorModule)) {
    throw new Error("This browser has no WebAssembly with 128-bit vectors.");
  }
  if (!CSS.supports("color", "light-dark(red, red)")) {
    throw new Error("This browser has no light-dark(), which every colour of the page is written with.");
  }
  const glue = await import(address("js"));
  await glue.default({ module_or_path: moduleFrom(address("wasm")) });
}

// Only a release names the worker: a copy would hide what `cargo xtask serve` has just built.
const worker = document.querySelector("meta[name=service-worker]")?.content;
// The page works without, so a failure says nothing.
const offline = (act) => worker && import("./offline.js").then(act).catch(() => {});
const unsupported = document.getElementById("unsupported");

offline(() => {});
start()
  .catch((error) => {
    console.error(error);
    // The words are in index.html: nothing that could fetch them has started.
    unsupported.hidden = false;
  })
  .then(() => setTimeout(() => {
    // The first futures come first.
    const whenIdle = window.requestIdleCallback ?? setTimeout;
    whenIdle(() => offline(({ keep, rescue }) => (unsupported.hidden ? keep(worker) : rescue())));
  }, 2000));
