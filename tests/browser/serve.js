// A static server for the browser tests. `node serve.js` serves the release with the headers that it ships, and again
// with none; a spec that wants more of a host makes one of its own.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What `python3 -m http.server` knows by itself. */
const types = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** The rules of a `_headers` file: a path, or all below one, and what is sent with it. */
export function rulesOf(text) {
  const rules = [];
  for (const line of text.split("\n").filter((line) => line.trim() && !line.startsWith("#"))) {
    if (!/^\s/.test(line)) rules.push({ path: line, headers: [] });
    else rules.at(-1).headers.push(line.trim().split(/: (.*)/).slice(0, 2));
  }
  return rules;
}

/** What the rules send with a path. A host joins the values of one name, which the tests want to see. */
export function headersFor(rules, path) {
  const headers = {};
  for (const rule of rules) {
    const matches = rule.path.endsWith("*") ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
    if (!matches) continue;
    for (const [name, value] of rule.headers) {
      const key = name.toLowerCase();
      headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
    }
  }
  return headers;
}

const packed = new Map();

// Packed as static hosts send it, once.
function pack(file, content) {
  const known = packed.get(file);
  if (known?.content.equals(content)) return known.result;
  const result = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  packed.set(file, { content, result });
  return result;
}

/**
 * A host on this port. `sites` has for each path what is served below it: `folder`, and either `rules` to send headers
 * by, or nothing; `types` in place of the usual ones; `fileOf(name, request)` for a file from elsewhere, or `null` for none.
 */
export function host(sites, port = 0) {
  const server = createServer(async (request, response) => {
    try {
      // The URL parser has removed every "..", but not an encoded one.
      const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
      const start = Object.keys(sites).filter((start) => path.startsWith(start)).sort((a, b) => b.length - a.length)[0];
      const site = sites[start];
      const name = path.slice(start.length) || "index.html";
      const file = site.fileOf ? site.fileOf(name, request) : join(site.folder, name);
      const content = await readFile(file);
      const headers = { "content-type": (site.types ?? types)[extname(file)] ?? "application/octet-stream" };
      if (!site.rules) {
        response.writeHead(200, headers).end(content);
        return;
      }
      Object.assign(headers, headersFor(site.rules, `/${path.slice(start.length)}`), { "content-encoding": "br" });
      response.writeHead(200, headers).end(pack(file, content));
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found.");
    }
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

/** The release, with the headers that its own file says. */
export const shipped = (folder = join(root, "dist")) => ({ folder, rules: rulesOf(readFileSync(join(folder, "_headers"), "utf8")) });

/** The release, without any. */
export const bare = (folder = join(root, "dist")) => ({ folder });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await host({ "/some/sub-path/": shipped(), "/bare/sub-path/": bare() }, Number(process.env.TEST_PORT ?? 4173));
}
