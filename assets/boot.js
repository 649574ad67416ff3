// Loads the application. Trunk writes the script tag and puts the hashed file names on it (see pattern_script in
// Trunk.toml), so that the page needs no inline script and can forbid it. A worker is started with this file too, and is told the names
// of its program's files in its address; if they cannot be loaded it tells the page in a text, where its program speaks in bytes.
const worker = typeof document === "undefined";
const base = worker ? location.href : document.baseURI;
const { js, wasm } = worker ? Object.fromEntries(new URLSearchParams(location.search)) : document.querySelector("script[data-wasm]").dataset;
const embedded = !worker && (location.pathname.endsWith("/embed.html") || (new URLSearchParams(location.search).get("embed") ?? "0") !== "0");
const say = (text) => {
  const place = worker ? null : document.querySelector(".placeholder-text");
  if (place) place.textContent = text;
  if (worker) postMessage(text);
};
// What a host asks before the embedded page listens is kept for it: the frame counts as loaded before what is imported below is there.
if (embedded) {
  globalThis.recraftEarly = [];
  addEventListener("message", (event) => globalThis.recraftEarly?.length < 64 && globalThis.recraftEarly.push(event));
}
let t = (text) => text;
const start = async (ready) => {
  const { default: init } = await import(new URL(js, base).href);
  await ready;
  await init({ module_or_path: new URL(wasm, base) });
};
try {
  const language = worker ? null : await import("./words.js");
  t = language?.t ?? t;
  // The embedded page begins with a poster, and loads the program itself.
  if (embedded) await import("./embed.js");
  else {
    if (!worker) say(t("Loading…"));
    await start(language?.words());
  }
  // What is needed without a network is fetched when nobody waits for anything else any more. Builds for development keep nothing.
  if (!worker && !embedded && document.querySelector("link[rel=manifest]")) {
    setTimeout(() => navigator.serviceWorker?.register("./offline.js").catch(() => {}), 3000);
  }
} catch (error) {
  say(t("The lab could not be started: {error}. Load the page again; if it stays so, try a newer browser.", { error: error?.message ?? error }));
  throw error;
}
