// What a page and its workers hold, in megabytes.

/** The address of the page's glue script. */
export const glueOf = (page) => page.evaluate(() => {
  const boot = new URL(document.querySelector("script[type=module]").src);
  return new URL(boot.searchParams.get("js"), boot).href;
});

/** Of a page's or a worker's own instance: where there is one already, initSync returns what it exports. A memory never shrinks. */
export const megabytes = (of, glue) =>
  of.evaluate(async (glue) => {
    // The release gives it another name.
    const memory = Object.values((await import(glue)).initSync()).find((value) => value instanceof WebAssembly.Memory);
    return memory.buffer.byteLength / 2 ** 20;
  }, glue);

/** The page's JavaScript heap without what nobody holds, by a CDP session. */
export async function heap(session) {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 2 ** 20;
}
