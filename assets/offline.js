// Keeps a copy of the page for when there is no network, by the service worker sw.js, and the copy up to date.
//
// A newer build waits until the reader takes it over: nothing changes in the middle of work. What this file and the page
// say to each other are two events of the window: "update-ready", which the page cancels once it has told the reader,
// and "update", when the reader wants it.

const HOUR = 3_600_000;

// Absent where the page came without TLS.
const workers = navigator.serviceWorker;
const scope = new URL("./", location.href).href;

/** The worker that answers for this page, if it is ours: the host's root may have one of its own. */
const ours = () => (workers?.controller?.scriptURL.startsWith(scope) ? workers.controller : undefined);

/** Makes the worker that waits the one that answers, in every tab. */
const takeOver = (registration) => registration.waiting?.postMessage("take over");

// All tabs together, so that none asks the new build for files of the old one. The first worker replaces none.
let before = ours();
workers?.addEventListener("controllerchange", () => {
  const now = ours();
  if (before && now) {
    // What is being typed is kept on leaving the field.
    document.activeElement?.blur();
    setTimeout(() => location.reload());
  }
  before = now;
});

/** Asks the host for a newer build, where there is a network. */
async function look(registration) {
  if (navigator.onLine) await registration.update().catch(() => {});
}

/** Does it once the newest worker has its copy. */
function whenInstalled(registration, act) {
  const { installing } = registration;
  if (!installing) return act();
  installing.addEventListener("statechange", () => installing.state === "installed" && act());
}

/** Keeps the copy from now on. */
export async function keep(script) {
  // An embedded chart is another page's guest.
  if (!workers || window.top !== window) return;
  const registration = await workers.register(script, { updateViaCache: "none" });
  let timer, told;
  const tell = () => {
    clearTimeout(timer);
    const { waiting } = registration;
    if (!waiting || waiting === told || !ours()) return;
    // The page takes it when it has nothing else to tell.
    const isHeard = !window.dispatchEvent(new Event("update-ready", { cancelable: true }));
    if (isHeard) told = waiting;
    else timer = setTimeout(tell, 1000);
  };
  window.addEventListener("update", () => takeOver(registration));
  registration.addEventListener("updatefound", () => whenInstalled(registration, tell));
  let last = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Math.abs(Date.now() - last) < HOUR) return;
    last = Date.now();
    look(registration);
    // Whoever has put it off is asked again.
    told = undefined;
    tell();
  });
  whenInstalled(registration, tell);
  // What has only just come is the newest.
  if (registration.active) await look(registration);
}

/** The copy does not start: goes over to a newer build, if there is one. Each try needs a newer one, so this ends. */
export async function rescue() {
  if (!ours()) return;
  const registration = await workers.getRegistration();
  await look(registration);
  whenInstalled(registration, () => takeOver(registration));
}
