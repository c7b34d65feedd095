// Draws the icons that a home screen wants as PNG, from the favicon: `node icons.js` after the favicon has changed,
// then `pngquant --ext .png --force --nofs 16` and `optipng -o7`, which leave a quarter of the bytes.
import { chromium } from "@playwright/test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const assets = fileURLToPath(new URL("../../assets/", import.meta.url));
const drawing = readFileSync(`${assets}favicon.svg`, "utf8");
const ground = drawing.match(/fill="(#[0-9a-f]+)"/)[1];

// Phones cut these two to a shape of their own: no corners and, where the cut may go deep, all lines within the middle.
const icons = [
  { name: "icon-192.png", size: 192 },
  { name: "icon-512.png", size: 512 },
  { name: "icon-maskable-512.png", size: 512, drawn: 0.8, ground },
  { name: "icon-touch-180.png", size: 180, drawn: 1, ground },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  chromiumSandbox: process.getuid?.() !== 0,
});
for (const { name, size, drawn = 1, ground = "transparent" } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin: 0; background: ${ground}; display: grid; place-items: center; height: 100vh">
    <style>svg { width: ${100 * drawn}vw; display: block }</style>${drawing}`);
  await page.screenshot({ path: assets + name, omitBackground: true });
  await page.close();
}
await browser.close();
