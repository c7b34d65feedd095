// How much a first visit downloads: the size of each kind of file in dist/, plain and as Brotli sends it. The model
// page and its sheet are fetched by who opens it, so they do not count.
// `node tests/browser/figures.js` prints the table.
import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const isOfModelPage = (name) => /^model(-[0-9a-f]+)?\.(html|css)$/.test(name);
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

/** One row a kind of file: {kind, files, bytes, brotli}, the largest first; the last row is the sum. */
export function figures(folder = dist) {
  const rows = new Map();
  const total = { kind: "total", files: 0, bytes: 0, brotli: 0 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || isOfModelPage(entry.name)) continue;
    const content = readFileSync(join(entry.parentPath, entry.name));
    const kind = extname(entry.name).slice(1);
    const row = rows.get(kind) ?? { kind, files: 0, bytes: 0, brotli: 0 };
    rows.set(kind, row);
    const brotli = brotliCompressSync(content, options).length;
    for (const sum of [row, total]) {
      sum.files += 1;
      sum.bytes += content.length;
      sum.brotli += brotli;
    }
  }
  return [...rows.values()].sort((a, b) => b.brotli - a.brotli).concat(total);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(figures());
}
