// Starts the page. A file of its own, because the content security policy forbids inline scripts.
// Its address carries the names of the two files to load: boot.js?js=<glue>&wasm=<module>.
// What goes wrong is told by words in index.html: nothing that could fetch others has started.

// The smallest module that uses a 128-bit vector.
const vectorModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

function address(key) {
  const own = new URL(import.meta.url);
  return new URL(own.searchParams.get(key), own).href;
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
  const glue = await import(address("js"));
  await glue.default({ module_or_path: address("wasm") });
}

function tell(id, error) {
  console.error(error);
  document.getElementById(id).hidden = false;
}

try {
  check();
  load().catch((error) => tell("unloaded", error));
} catch (error) {
  tell("unsupported", error);
}
