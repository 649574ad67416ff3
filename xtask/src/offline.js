// The service worker of the lab: keeps the page for times without a network. `cargo xtask build` writes the list of files into it.
//
// Each build has a cache of its own, named after all its files and what is in them, and whoever a worker serves gets files of that build
// alone. The browser starts the worker of a newer build beside it, which fetches everything anew and then waits until no page of the old one is open:
// so an update is there at the next start, and no page ever sees files of two builds.
const FILES = "FILES";
const VERSION = "VERSION";

const OURS = `recraft-lab ${registration.scope} `;
const CACHE = OURS + VERSION;
const place = (path) => new URL(path, registration.scope).href;
const KEPT = new Map([["", "index.html"], ...FILES.map(([path]) => [path, path])].map(([path, file]) => [place(path), place(file)]));

// A file that is not exactly the one of this build (since the site is being renewed, say) is refused, and with it the whole cache.
const keep = async (cache, [path, integrity]) => {
  const response = await fetch(place(path), { cache: "no-cache", integrity });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  // Not the response itself: one that came by a redirection may not be used for a page.
  await cache.put(place(path), new Response(response.body, { headers: response.headers }));
};

addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    await Promise.all(FILES.map((file) => keep(cache, file)));
  };
  event.waitUntil(
    fill().catch(async (error) => {
      await caches.delete(CACHE);
      throw error;
    }),
  );
});

addEventListener("activate", (event) => {
  const forget = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
  };
  event.waitUntil(forget());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  // What follows ? tells the page what to show, and distinguishes builds; here there is only one.
  const file = KEPT.get(address.origin + address.pathname);
  if (request.method !== "GET" || !file) return;
  const answer = async () => (await (await caches.open(CACHE)).match(file)) ?? fetch(request);
  event.respondWith(answer());
});
