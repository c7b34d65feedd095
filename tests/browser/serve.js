// A static server for the browser tests: the release under a sub-path, packed, as a static host would have it,
// and the build with the test suite inside. No caching, so that every test starts cold.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const root = fileURLToPath(new URL("../../", import.meta.url));
const port = Number(process.env.TEST_PORT ?? 4173);
const folders = {
  "/some/sub-path/": join(root, "dist"),
  "/suite/": join(root, "target", "dist-suite"),
};
const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

function fileOf(address) {
  // The URL parser has removed every "..", but not an encoded one.
  const path = normalize(decodeURIComponent(new URL(address, "http://localhost").pathname));
  const prefix = Object.keys(folders).find((start) => path.startsWith(start));
  return prefix && join(folders[prefix], path.slice(prefix.length) || "index.html");
}

// Packed as static hosts send it, once.
const packed = new Map();

async function packedOf(file) {
  if (!packed.has(file)) {
    const content = await readFile(file);
    packed.set(file, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
  return packed.get(file);
}

createServer(async (request, response) => {
  try {
    const file = fileOf(request.url);
    const packed = await packedOf(file);
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-encoding": "br",
      "cache-control": "no-store",
    });
    response.end(packed);
  } catch {
    response.writeHead(404, { "content-type": "text/plain" });
    response.end("Not found.");
  }
}).listen(port, "127.0.0.1");
