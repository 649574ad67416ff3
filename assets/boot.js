// Loads the application. Trunk writes the script tag and puts the hashed file names on it (see pattern_script in
// Trunk.toml), so that the page needs no inline script and can forbid it. A worker is started with this file too, and is told the names
// of its program's files in its address; if they cannot be loaded it tells the page in a text, where its program speaks in bytes.
const worker = typeof document === "undefined";
const base = worker ? location.href : document.baseURI;
const { js, wasm, later } = worker ? Object.fromEntries(new URLSearchParams(location.search)) : document.querySelector("script[data-wasm]").dataset;
const embedded = !worker && (location.pathname.endsWith("/embed.html") || (new URLSearchParams(location.search).get("embed") ?? "0") !== "0");
const say = (text, where = "text") => {
  const place = worker ? null : document.querySelector(".placeholder-" + where);
  // What stands there already is left alone, since it would be painted anew.
  if (place && place.textContent !== text) place.textContent = text;
  if (worker) postMessage(text);
};
// What a host asks before the embedded page listens is kept for it: the frame counts as loaded before what is imported below is there.
if (embedded) {
  globalThis.recraftEarly = [];
  addEventListener("message", (event) => globalThis.recraftEarly?.length < 64 && globalThis.recraftEarly.push(event));
}
let t = (text) => text;

// The program comes in two parts (xtask/src/split says why and how). The second is joined to the first when it has arrived; if something in it
// is wanted before, the program calls this, which fetches it at once, while everything waits.
let program;
let second;
const join = (module) => {
  const first = program.initSync();
  if (first["~there"].value) return;
  new WebAssembly.Instance(module, { first });
  first["~there"].value = 1;
  performance.mark("recraft-whole");
};
const fetchNow = () => {
  performance.mark("recraft-waits");
  const request = new XMLHttpRequest();
  request.open("GET", new URL(later, base), false);
  // Only as text may anything be fetched while everything waits.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(request.statusText);
  return new WebAssembly.Module(Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0)));
};
globalThis.recraftLater = () => {
  while (!second) {
    try {
      second = fetchNow();
    } catch (error) {
      if (!confirm(t("A part of the lab could not be loaded ({error}). Try again?", { error: error?.message ?? error }))) throw error;
    }
  }
  join(second);
};
globalThis.recraftCompile = async (address) => {
  try {
    return await WebAssembly.compileStreaming(fetch(address));
  } catch (error) {
    // A host that sends it as something else than application/wasm.
    if (!(error instanceof TypeError)) throw error;
    return WebAssembly.compile(await (await fetch(address)).arrayBuffer());
  }
};
const bring = async () => (second ??= await recraftCompile(new URL(later, base)));
// For those who start the program themselves: `module` is its first part, compiled or to be fetched.
globalThis.recraftStart = async (module, ready) => {
  // Whoever comes for more than to see a cluster run needs both parts at once.
  const whole = later && (embedded || asksForMore()) ? bring() : null;
  program = await import(new URL(js, base).href);
  await Promise.all([ready, whole]);
  await program.default({ module_or_path: await module });
  if (later) bring().then(join, () => {});
};
const ORDINARY = ["preset", "play", "speed", "seed", "load", "theme", "lang", "measure"];
const asksForMore = () => location.hash.length > 1 || [...new URLSearchParams(location.search).keys()].some((key) => !ORDINARY.includes(key));
try {
  const language = worker ? null : await import("./words.js");
  t = language?.t ?? t;
  // The embedded page begins with a poster, and loads the program itself.
  if (embedded) await import("./embed.js");
  else {
    if (!worker) {
      say(t("Watch, control, break and understand Raft and ReCraft: a whole cluster, run by the real protocol, in your browser."), "lead");
      say(t("Loading…"));
    }
    await recraftStart(new URL(wasm, base), language?.words());
  }
  // What is needed without a network is fetched when nobody waits for anything else any more. Builds for development keep nothing.
  if (!worker && !embedded && document.querySelector("link[rel=manifest]")) {
    setTimeout(() => navigator.serviceWorker?.register("./offline.js").catch(() => {}), 3000);
  }
} catch (error) {
  say(t("The lab could not be started: {error}. Load the page again; if it stays so, try a newer browser.", { error: error?.message ?? error }));
  throw error;
}
