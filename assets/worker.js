// A module worker that runs the page's own WebAssembly module, so the two can never differ in version.
// The first message is {glue, module}: the address of the glue script and the compiled module.
// serve_worker() then sets `onmessage` and posts {ready: true}. The page must wait for that: a message
// that comes before it finds no listener. Where the start fails, {failed: <reason>} comes in its place.
onmessage = async ({ data: { glue, module } }) => {
  onmessage = null;
  try {
    const bindings = await import(glue);
    bindings.initSync({ module });
    bindings.serve_worker();
  } catch (error) {
    postMessage({ failed: String(error) });
  }
};
