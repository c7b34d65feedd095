// How much a first visit downloads: the bytes of dist/ by part, as Brotli sends them. The model page and its sheet are
// fetched by who opens it, a home screen's icons by who installs it, and what is for hosts by nobody: they do not count.
// `node tests/browser/figures.js` prints the table; with `--write` it puts it into the README, which the tests compare
// with the build.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
const isOfModelPage = (name) => /^model\.(html|css)$/.test(name);
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const PARTS = {
  html: [".html"],
  css: [".css"],
  js: [".js"],
  wasm: [".wasm"],
  "text (json)": [".json"],
  "icon and manifest": [".svg", ".webmanifest"],
};

/** One row a part: {part, files, bytes, brotli}; the last row is the sum. */
export function figures(folder = dist) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !isOfModelPage(entry.name));
  const rows = Object.entries(PARTS).map(([part, extensions]) => {
    const contents = files.filter(({ name }) => extensions.includes(extname(name))).map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    const sum = (length) => contents.reduce((total, content) => total + length(content), 0);
    return { part, files: contents.length, bytes: sum((content) => content.length), brotli: sum((content) => brotliCompressSync(content, options).length) };
  });
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  return [...rows, { part: "total", files: sum("files"), bytes: sum("bytes"), brotli: sum("brotli") }];
}

const ROW = /^\| ([a-z ()]+) \| [\d,]* \| [\d,]* \| ([\d,]+) \|$/gm;

/** What the README says: the Brotli bytes of each part, of "total" and of "budget". */
export const stated = () => new Map([...readFileSync(readme, "utf8").matchAll(ROW)].map(([, part, brotli]) => [part, Number(brotli.replaceAll(",", ""))]));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = figures();
  console.table(rows);
  if (process.argv.includes("--write")) {
    const [text, number] = [readFileSync(readme, "utf8"), (count) => count.toLocaleString("en")];
    // The budget is not measured, so it stays.
    const kept = (part) => rows.find((row) => row.part === part);
    const line = (old, part) => {
      const row = kept(part);
      return row ? `| ${part} | ${number(row.files)} | ${number(row.bytes)} | ${number(row.brotli)} |` : old;
    };
    writeFileSync(readme, text.replaceAll(ROW, line));
  }
}
