// Any static host will do: with the headers that the release ships, with none, at a root or in a folder, and whatever it
// knows of types.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./guard.js";
import { open, settled, type, watch } from "./founder.js";
import { bare, host, root, rulesOf, shipped } from "./serve.js";

const DIST = join(root, "dist");
/** Milliseconds by the page's clock after its start: then it asks for its service worker. */
const KEPT_AFTER = 3000;
const FOR_EVER = "public, max-age=31536000, immutable";
const forHosts = ["_headers", "holdfast.nginx.conf"];
const names = () => readdirSync(DIST, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(DIST.length + 1))
  .filter((name) => !forHosts.includes(name));
/** Whether a file lies in the folder that is named after a hash of the build. */
const isHashed = (name) => /^build\/[0-9a-f]{16}\//.test(name);

/** A port that is free now. */
const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Whether this machine has a program. */
function has(program, ...words) {
  try {
    execFileSync(program, words, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Runs a server of another make until the work is done. */
async function beside(program, words, address, work) {
  const child = spawn(program, words, { cwd: DIST, stdio: "ignore" });
  try {
    await expect.poll(() => fetch(address).then(({ status }) => status, () => 0)).toBe(200);
    await work();
  } finally {
    child.kill();
  }
}

/** Opens the page, uses it until it is kept as well, and expects no complaint. */
async function sound(page, address) {
  const complaints = watch(page);
  page.on("response", (response) => {
    if (!response.ok()) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.clock.install();
  await open(page, address);
  await type(page, "Monthly churn", "5");
  await settled(page);
  await page.clock.runFor(KEPT_AFTER);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto(new URL("model.html", page.url()).href);
  await page.getByRole("link", { name: "Back to Holdfast" }).first().click();
  await settled(page);
  expect(complaints).toEqual([]);
}

/** What a host with our headers sends with this file is what it should send. */
async function expectHeaders(request, address, name) {
  const response = await request.get(new URL(name, address).href);
  expect(response.status(), name).toBe(200);
  const headers = response.headers();
  expect(headers["cache-control"], name).toBe(isHashed(name) ? FOR_EVER : "no-cache");
  expect(headers["content-security-policy"], name).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /);
  expect(headers["content-security-policy"]).not.toMatch(/'unsafe-|https?:|\*/);
  expect(headers["x-content-type-options"], name).toBe("nosniff");
  expect(headers["referrer-policy"], name).toBe("no-referrer");
  expect(headers["cross-origin-resource-policy"], name).toBe("same-origin");
  expect(headers["cross-origin-opener-policy"], name).toBe("same-origin");
  expect(headers["permissions-policy"], name).toContain("camera=()");
}

test("every spec has the guard that nothing leaves the origin", () => {
  const specs = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".spec.js"));
  const unguarded = specs.filter((name) => !readFileSync(join(import.meta.dirname, name), "utf8").includes('from "./guard.js"'));
  expect(unguarded).toEqual([]);
});

test("every file lies below the hash of its build or is asked for anew", async () => {
  expect(readdirSync(join(DIST, "build"))).toHaveLength(1);
  const kept = names().filter((name) => !isHashed(name));
  expect(kept.toSorted()).toEqual([
    "favicon.svg", "icon-192.png", "icon-512.png", "icon-maskable-512.png", "icon-touch-180.png", "index.html",
    "manifest.webmanifest", "model.html", "sw.js",
  ]);
});

test("the service worker knows every file but itself", async () => {
  const text = readFileSync(join(DIST, "sw.js"), "utf8");
  const listed = [...text.matchAll(/"([^"]+)": "[0-9a-f]{64}"/g)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(names().filter((name) => name !== "sw.js").toSorted());
});

test("the pages say the policy themselves, and no page has inline code", async ({ page }) => {
  for (const address of ["./", "./model.html"]) {
    await page.goto(address);
    const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
    expect(policy).not.toMatch(/'unsafe-|https?:|\*/);
    await expect(page.locator("meta[name=referrer]")).toHaveAttribute("content", "no-referrer");
    await expect(page.locator("script:not([src]), style, [onclick], [onload]")).toHaveCount(0);
  }
});

test("the headers that are shipped", async ({ request, baseURL }, { project }) => {
  test.skip(project.name === "bare", "this host sends none");
  for (const name of ["", ...names()]) await expectHeaders(request, baseURL, name);
});

test("in a folder of a larger site, by one file in its root", async ({ page, request }, { project }) => {
  test.skip(project.name === "bare", "this host sends none");
  // What the file itself says to do.
  const text = readFileSync(join(DIST, "_headers"), "utf8");
  const [, from, to] = text.match(/sed 's#(.+)#(.+)#'/);
  const rules = rulesOf(text.replace(new RegExp(from, "gm"), to));
  const folder = { fileOf: (name) => join(DIST, name.replace(/^folder\//, "") || "index.html"), rules };
  const server = await host({ "/": folder });
  const address = `http://127.0.0.1:${server.address().port}/folder/`;
  for (const name of ["index.html", "sw.js", names().find(isHashed)]) await expectHeaders(request, address, name);
  expect((await request.get(new URL("/model.html", address).href)).headers()["cache-control"]).toBe(undefined);
  await sound(page, address);
  server.close();
  server.closeAllConnections();
});

for (const path of ["/", "/a/folder%20of/mine/"]) {
  test(`at ${path}`, async ({ page }, { project }) => {
    const server = await host({ [decodeURI(path)]: project.name === "bare" ? bare() : shipped() });
    await sound(page, `http://127.0.0.1:${server.address().port}${path}`);
    server.close();
    server.closeAllConnections();
  });
}

test("a host that does not know WebAssembly, nor manifests", async ({ page }) => {
  const types = { ".html": "text/html", ".css": "text/css", ".js": "application/javascript", ".svg": "image/svg+xml" };
  const server = await host({ "/": { ...bare(), types } });
  await sound(page, `http://127.0.0.1:${server.address().port}/`);
  server.close();
  server.closeAllConnections();
});

test("python3 -m http.server", async ({ page }, { project }) => {
  test.skip(project.name !== "bare", "it is a host without headers");
  test.skip(!has("python3", "--version"), "there is no python3 here");
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/`;
  await beside("python3", ["-m", "http.server", String(port), "--bind", "127.0.0.1"], address, () => sound(page, address));
});

test("nginx with the snippet, in a server and in a folder", async ({ page, request }, { project }) => {
  test.skip(project.name === "bare", "its headers are the point");
  test.skip(!has("nginx", "-v"), "there is no nginx here");
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), "holdfast-nginx-"));
  const snippet = join(DIST, "holdfast.nginx.conf");
  writeFileSync(join(home, "nginx.conf"), `
    ${process.getuid?.() === 0 ? "user root;" : ""}
    daemon off; master_process off; pid ${home}/pid; error_log ${home}/error.log;
    events {}
    http {
      include /etc/nginx/mime.types; access_log off;
      ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${home};`).join(" ")}
      server { listen 127.0.0.1:${port}; server_name root; root ${DIST}; include ${snippet}; }
      server { listen 127.0.0.1:${port}; server_name 127.0.0.1; location /folder/ { alias ${DIST}/; include ${snippet}; } }
    }`);
  // Beside nginx's own file of types, which the snippet names as nginx's own configuration does.
  writeFileSync(join(home, "mime.types"), readFileSync("/etc/nginx/mime.types"));
  const address = `http://127.0.0.1:${port}/folder/`;
  try {
    await beside("nginx", ["-p", home, "-c", join(home, "nginx.conf"), "-e", join(home, "error.log")], address, async () => {
      for (const name of ["", ...names()]) await expectHeaders(request, address, name);
      const type = async (name) => (await request.get(address + name)).headers()["content-type"];
      expect(await type(names().find((name) => name.endsWith(".wasm")))).toBe("application/wasm");
      expect(await type("manifest.webmanifest")).toBe("application/manifest+json");
      const at = await request.get(`http://127.0.0.1:${port}/${names().find(isHashed)}`, { headers: { host: "root" } });
      expect(at.headers()["cache-control"]).toBe(FOR_EVER);
      await sound(page, address);
    });
  } finally {
    rmSync(home, { recursive: true });
  }
});

test("it can be installed", async ({ page, context }) => {
  await page.clock.install();
  await open(page);
  await page.clock.runFor(KEPT_AFTER);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const session = await context.newCDPSession(page);
  const { errors, data } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(JSON.parse(data).icons).toHaveLength(4);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A private window installs nothing, which is what a test has.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  for (const { src, sizes } of JSON.parse(data).icons.filter(({ sizes }) => sizes !== "any")) {
    const size = await page.evaluate(async (src) => {
      const image = Object.assign(new Image(), { src });
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    expect(size, src).toBe(sizes);
  }
});

for (const [whose, name] of [["another site", "localhost"], ["the same site", "127.0.0.1"]]) {
  test(`${whose} may embed it`, async ({ page, baseURL }) => {
    const complaints = watch(page);
    await page.clock.install();
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(`<iframe src="${baseURL}" width="1000" height="700"></iframe>`);
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    await page.goto(`http://${name}:${server.address().port}/`);
    await expect(page.frameLocator("iframe").locator(".status .count")).toHaveText("10,000 futures");
    await page.clock.runFor(KEPT_AFTER);
    // A guest keeps nothing; another site's guest could not.
    const kept = () => navigator.serviceWorker.getRegistrations().then((list) => list.length, () => 0);
    expect(await page.frames()[1].evaluate(kept)).toBe(0);
    // But for the outer page itself.
    expect(complaints.filter((text) => text !== "a request to localhost")).toEqual([]);
    server.close();
    server.closeAllConnections();
  });
}
