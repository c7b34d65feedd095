// What a page and its workers hold, in megabytes.

/** The address of the page's glue script. */
export const glueOf = (page) => page.evaluate(() => new URL("holdfast.js", document.querySelector("script[type=module]").src).href);

/** Of a page's or a worker's own instance: where there is one already, initSync returns what it exports. A memory never shrinks. */
export const megabytes = (of, glue) =>
  of.evaluate(async (glue) => {
    const { memory } = (await import(glue)).initSync();
    return memory.buffer.byteLength / 2 ** 20;
  }, glue);

/** The page's JavaScript heap without what nobody holds, by a CDP session. */
export async function heap(session) {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 2 ** 20;
}
