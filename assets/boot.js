// Starts the page. A file of its own, because the content security policy forbids inline scripts.
// Its address carries the names of the two files to load: boot.js?js=<glue>&wasm=<module>.

// The smallest module that uses a 128-bit vector.
const vectorModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

function address(key) {
  const own = new URL(import.meta.url);
  return new URL(own.searchParams.get(key), own).href;
}

async function start() {
  if (!WebAssembly.validate(vectorModule)) {
    throw new Error("This browser has no WebAssembly with 128-bit vectors.");
  }
  if (!CSS.supports("color", "light-dark(red, red)")) {
    throw new Error("This browser has no light-dark(), which every colour of the page is written with.");
  }
  const glue = await import(address("js"));
  await glue.default({ module_or_path: address("wasm") });
}

start().catch((error) => {
  console.error(error);
  // The words are in index.html: nothing that could fetch them has started.
  document.getElementById("unsupported").hidden = false;
});
